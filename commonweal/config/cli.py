"""The command line: every task of the community, as `commonweal TASK`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.umask(0o077)  # the database, snapshots and exports are for their owner alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
