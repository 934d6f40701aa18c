from django.core.management import call_command
from django.db import migrations


def make(apps, editor):
    """The cache lives in a table of the database unless REDIS_URL is set; it may be unset later."""
    call_command("createcachetable", "cache", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_is_append_only")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
