"""Taking a person out of joining: what was sent is still counted, and names nobody."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.core.privacy.people import Person
from commonweal.joining.models import (
    Application,
    Conflict,
    Decision,
    Invitation,
    QuestionSet,
    Reading,
    Score,
    Status,
)
from commonweal.joining.models.applications import UNSENT

GONE = "Removed"
# What becomes of an open application: what was decided before still counts as decided.
ENDS = {
    Status.SENT: Status.WITHDRAWN,
    Status.READING: Status.WITHDRAWN,
    Status.WAITING: Status.WITHDRAWN,
    Status.ADMITTED: Status.NOT_TAKEN_UP,
    Status.SECOND_LOOK: Status.REFUSED,
}


def applications(person: Person) -> QuerySet[Application]:
    """A person's applications, by account, membership or address."""
    theirs = Q(email__in=person.emails)
    if person.user is not None:
        theirs |= Q(user=person.user)
    if person.member is not None:
        theirs |= Q(member=person.member)
    return Application.objects.filter(theirs)


def invitations(person: Person) -> QuerySet[Invitation]:
    """Invitations of a person, to them and by them."""
    theirs = Q(email__in=person.emails)
    if person.user is not None:
        theirs |= Q(by=person.user)
    return Invitation.objects.filter(theirs)


def erase_applications(person: Person) -> int:
    """Delete drafts, and empty what was sent. What nobody had decided counts as withdrawn."""
    found = list(applications(person).values_list("pk", flat=True))
    theirs = Application.objects.filter(pk__in=found)
    Conflict.objects.filter(application__in=found).update(note="")
    theirs.filter(status__in=UNSENT).delete()
    now = timezone.now()
    for status, end in ENDS.items():
        theirs.filter(status=status).update(status=end, ended_at=now)
    theirs.update(
        user=None,
        email="",
        email_confirmed_at=None,
        name="",
        role_title="",
        organisation=None,
        organisation_name="",
        region="",
        erased_on=timezone.localdate(),
    )
    return len(found)


def erase_invitations(person: Person) -> int:
    """Delete what was sent to this person; of what led to an application, leave that it did.

    What they sent to others stays, without their name.
    """
    mine = Invitation.objects.filter(email__in=person.emails)
    number = mine.count()
    mine.filter(applications=None).delete()
    mine.update(email="", name="", note="", by=None)
    if person.user is not None:
        number += Invitation.objects.filter(by=person.user).update(by=None)
    return number


def erase_readings(person: Person) -> int:
    """Empty what was noted about this person. What they noted about others stays theirs to answer
    for, under an account that names nobody any more.
    """
    noted = Reading.objects.filter(application__in=applications(person))
    return noted.update(reason="", draft={})


def erase_scores(person: Person) -> int:
    return Score.objects.filter(reading__application__in=applications(person)).update(reason=GONE)


def erase_decisions(person: Person) -> int:
    """Empty why it was decided so."""
    told = Decision.objects.filter(application__in=applications(person))
    return told.update(reason=GONE, change="", early="")


def erase_writers(person: Person) -> int:
    """Forget who wrote a question set. Of a frozen one everything else stays as it is."""
    if person.user is None:
        return 0
    return QuestionSet.objects.filter(made_by=person.user).update(made_by=None)
