"""What this app keeps about people, why, and for how long."""

import datetime
from collections.abc import Callable

from django.db.models import Model, Q

from commonweal.core.models import AuditEntry, Letter
from commonweal.core.privacy import holding
from commonweal.core.privacy.declaring import (
    Basis,
    Erasure,
    Keep,
    Rows,
    nothing_personal,
    personal,
)
from commonweal.core.privacy.people import Person, of_user
from commonweal.joining import exporting
from commonweal.joining.models import (
    Answer,
    Application,
    Conflict,
    Criterion,
    Decision,
    EligibilityGroup,
    Invitation,
    MailLink,
    Question,
    QuestionSet,
    Reading,
    Score,
    SecondLook,
    Wave,
)
from commonweal.joining.services import erasing

YEAR = datetime.timedelta(days=365)
ENDED = ("REFUSED", "REFUSED_AGAIN", "WITHDRAWN", "NOT_TAKEN_UP", "JOINED")
TWO_YEARS = (
    "It goes two years after the application was sent: by then nobody asks how it was decided."
)
OPEN = "It stays while the application is open."
READERS = "The applicant’s readers, the team, and the partner who leads the wave."
RUN_BY = "To know who of the team runs the waves and what they ask."


def of_applicant(model: type[Model], path: str = "application", *own: str) -> Callable[..., Rows]:
    """Finds the rows of a person's applications, and those whose lookups in `own` are theirs."""

    def rows(person: Person) -> Rows:
        theirs = Q(**{f"{path}__in": erasing.applications(person)})
        if person.user is not None:
            for lookup in own:
                theirs |= Q(**{lookup: person.user})
        return model._default_manager.filter(theirs).distinct()

    return rows


def two_years(path: str = "application") -> list[Keep]:
    """The rule for rows that go with an application that has come to its end."""
    only = {f"{path}__status__in": ENDED}
    return [Keep(2 * YEAR, f"{path}__sent_at", TWO_YEARS, only=only)]


personal(
    Application,
    title="Your applications to join",
    purpose="To decide who joins, to tell them, and to make them members.",
    basis=Basis.CONTRACT,
    holds={
        "ref": "The random name of its pages",
        "user": "Your account",
        "email": "E-mail address",
        "email_confirmed_at": "When the address was confirmed",
        "name": "Name",
        "role_title": "Role",
        "organisation": "Organisation",
        "organisation_name": "Organisation, in your words",
        "nation": "Nation",
        "region": "Region",
        "group": "What describes you best",
        "member": "The membership that came of it",
        "wave": "The wave",
        "status": "How far it is",
        "started_at": "When it was begun",
        "saved_at": "When it was last saved",
        "sent_at": "When it was sent",
        "decided_at": "When it was decided",
        "ended_at": "When it came to its end",
        "erased_on": "When it was erased",
    },
    plain=("question_set", "invitation", "carried_from"),
    stays=(
        "ref", "nation", "group", "member", "wave", "status", "started_at", "saved_at", "sent_at",
        "decided_at", "ended_at", "erased_on",
    ),
    of=erasing.applications,
    erasure=Erasure.BLANK,
    erase=erasing.erase_applications,
    seen_by=READERS,
    keep=[
        Keep(
            YEAR,
            "saved_at",
            "A draft that was never sent goes a year after it was last written to.",
            only={"status__in": ("DRAFT", "LAPSED")},
        ),
        Keep(
            2 * YEAR,
            "sent_at",
            TWO_YEARS,
            fields=(
                "user", "name", "email", "role_title", "organisation", "organisation_name",
                "region",
            ),
            only={"status__in": ENDED},
        ),
    ],
    forever="Wave, nation, group and outcome stay without a name, so that counts stay true.",
)  # fmt: skip

personal(
    Answer,
    title="What you wrote in your applications",
    purpose="To decide who joins.",
    basis=Basis.CONTRACT,
    holds={"value": "Your answer", "question": "The question", "saved_at": "When it was saved"},
    plain=("application",),
    of=of_applicant(Answer),
    erasure=Erasure.DELETE,
    seen_by=READERS,
    keep=two_years(),
    forever=OPEN,
)

personal(
    MailLink,
    title="Links we mailed to you",
    purpose="To lead you back to your application, and to know that the address is yours.",
    basis=Basis.CONTRACT,
    holds={"made_at": "When it was sent", "used_at": "When it was used"},
    plain=("application", "digest", "expires_at"),
    of=of_applicant(MailLink),
    erasure=Erasure.DELETE,
    seen_by="Nobody.",
    keep=[
        Keep(
            datetime.timedelta(days=90),
            "expires_at",
            "A link that does not work any more is kept for three months, to say why it does not.",
        )
    ],
)

personal(
    Invitation,
    title="Invitations to join",
    purpose="To ask people in by name.",
    basis=Basis.INTERESTS,
    holds={
        "email": "E-mail address",
        "name": "Name",
        "note": "What was written with it",
        "by": "Who invited",
        "made_at": "When it was sent",
        "used_at": "When it was used",
        "withdrawn_at": "When it was taken back",
    },
    plain=("wave", "kind", "digest", "expires_at"),
    stays=("made_at", "used_at", "withdrawn_at"),
    of=erasing.invitations,
    export=exporting.invitations,
    erasure=Erasure.BLANK,
    erase=erasing.erase_invitations,
    seen_by="The team.",
    keep=[Keep(YEAR, "expires_at", "It goes a year after it stopped working.")],
)

personal(
    Reading,
    title="What readers noted about applications",
    purpose="To decide by more than one pair of eyes, with reasons.",
    basis=Basis.INTERESTS,
    holds={
        "reader": "Who read it",
        "assigned_by": "Who asked them to",
        "assigned_at": "When they were asked",
        "advice": "Their advice",
        "reason": "Their reason",
        "draft": "What they typed until they finished",
        "finished_at": "When they finished",
    },
    plain=("application",),
    stays=("reader", "assigned_by", "assigned_at", "advice", "finished_at"),
    of=of_applicant(Reading, "application", "reader"),
    erasure=Erasure.BLANK,
    erase=erasing.erase_readings,
    seen_by="The other readers once they have finished, the team, and the partner of the wave.",
    keep=two_years(),
    forever=OPEN,
)

personal(
    Score,
    title="What readers gave for each criterion",
    purpose="To decide by criteria that everybody can read.",
    basis=Basis.INTERESTS,
    holds={"value": "Score", "reason": "The reason for it", "criterion": "The criterion"},
    plain=("reading",),
    stays=("value", "criterion"),
    of=of_applicant(Score, "reading__application", "reading__reader"),
    erasure=Erasure.BLANK,
    erase=erasing.erase_scores,
    seen_by="The other readers once they have finished, the team, and the partner of the wave.",
    keep=two_years("reading__application"),
    forever=OPEN,
)

personal(
    Conflict,
    title="Conflicts of interest",
    purpose="To keep people from judging applications they have an interest in.",
    basis=Basis.INTERESTS,
    holds={
        "user": "Whose conflict it is",
        "kind": "Declared, or found by itself",
        "note": "What it is about",
        "noted_at": "When it was noted",
    },
    plain=("application",),
    of=of_user(Conflict, "user"),
    erasure=Erasure.DELETE,
    seen_by="The team, and the partner of the wave.",
    keep=two_years(),
    forever=OPEN,
)

personal(
    Decision,
    title="Decisions about applications",
    purpose="To tell applicants what was decided and why, and to answer for it.",
    basis=Basis.CONTRACT,
    holds={
        "outcome": "What was decided",
        "reason": "Why",
        "change": "What would change it",
        "early": "Why it was decided before enough people had read it",
        "by": "Who decided",
        "at": "When",
        "undone_at": "When it was undone",
        "replaced_at": "When another took its place",
    },
    plain=("application", "look"),
    stays=("outcome", "by", "at", "undone_at", "replaced_at"),
    of=of_applicant(Decision, "application", "by"),
    erasure=Erasure.BLANK,
    erase=erasing.erase_decisions,
    seen_by=READERS,
    keep=[
        Keep(
            2 * YEAR,
            "application__sent_at",
            TWO_YEARS,
            fields=("reason", "change", "early"),
            only={"application__status__in": ENDED},
            blank={"reason": erasing.GONE},
        )
    ],
    forever="The outcome stays without a name, so that counts stay true.",
)

personal(
    SecondLook,
    title="Second looks you asked for",
    purpose="To have somebody else decide again.",
    basis=Basis.CONTRACT,
    holds={"words": "What you wrote", "asked_at": "When you asked"},
    plain=("application",),
    of=of_applicant(SecondLook),
    erasure=Erasure.DELETE,
    seen_by=READERS,
    keep=two_years(),
    forever=OPEN,
)

personal(
    Wave,
    title="Waves you set up",
    purpose=RUN_BY,
    basis=Basis.INTERESTS,
    holds={"made_by": "Who set it up"},
    plain=(
        "ref", "name", "about", "opens_at", "closes_at", "decide_by", "welcome_on", "nations",
        "regions", "groups", "partner", "partner_name", "places", "readers_each", "question_sets",
        "how_judged", "invited_only", "second_look_days", "published_at",
    ),
    of=of_user(Wave, "made_by"),
    erasure=Erasure.BLANK,
    seen_by="The team.",
    forever="A wave stays as long as its applications are counted.",
)  # fmt: skip

personal(
    QuestionSet,
    title="Question sets you wrote",
    purpose=RUN_BY,
    basis=Basis.INTERESTS,
    holds={"made_by": "Who wrote it"},
    plain=(
        "key", "language", "version", "title", "intro", "made_from", "made_at", "frozen_at",
    ),
    of=of_user(QuestionSet, "made_by"),
    erasure=Erasure.BLANK,
    erase=erasing.erase_writers,
    seen_by="The team.",
    forever="What was asked stays as long as it was answered.",
)  # fmt: skip

personal(
    Question,
    title="Questions in sets you wrote",
    purpose=RUN_BY,
    basis=Basis.INTERESTS,
    holds={"question_set": "The set it belongs to"},
    plain=(
        "key", "order", "kind", "label", "help", "why", "words_from", "words_to", "required",
        "choices",
    ),
    of=of_user(Question, "question_set__made_by"),
    erasure=Erasure.KEEP,
    seen_by="Everybody.",
    forever="What was asked stays as long as it was answered.",
)  # fmt: skip

personal(
    Criterion,
    title="Criteria of waves you set up",
    purpose=RUN_BY,
    basis=Basis.INTERESTS,
    holds={"wave": "The wave it belongs to"},
    plain=("key", "label", "help", "top", "order"),
    of=of_user(Criterion, "wave__made_by"),
    erasure=Erasure.KEEP,
    seen_by="Everybody.",
    forever="What was scored stays as long as its applications are counted.",
)

nothing_personal(EligibilityGroup, because="It is words to choose from.")

holding.until_told(Application, exporting.as_told)
holding.until_told(Reading, exporting.readings)
holding.until_told(Score, exporting.scores)
holding.until_told(Decision, exporting.decisions)
holding.until_told(Letter, exporting.letters)
holding.until_told(AuditEntry, exporting.audited)
