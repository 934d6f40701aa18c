"""The person a request is about: an account, a membership, addresses they wrote to us from."""

from dataclasses import dataclass, field

from commonweal.core.models import User


@dataclass(frozen=True)
class Person:
    """Somebody whose data is asked for or erased.

    `member` is the primary key of their membership, as core knows nothing of members. `emails` are
    in lower case. Any of the three may be missing: an applicant has no account, and somebody
    imported may have neither account nor address.

    `subjects` are the names under which other apps keep their sealed answers, such as
    “member:a1b2”. `by` is whoever asked to see or erase the rows, for reads that are logged.
    """

    user: User | None = None
    member: int | None = None
    emails: frozenset[str] = field(default=frozenset())
    subjects: frozenset[str] = field(default=frozenset())
    by: User | None = None
