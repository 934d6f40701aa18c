"""What the ledger keeps about people, why, and for how long."""

from commonweal.core.privacy.declaring import Basis, Erasure, personal
from commonweal.core.privacy.people import of_member
from commonweal.engagement.models import Participation

personal(
    Participation,
    title="What you took part in",
    purpose="To show members what they took part in, and to count what the community does.",
    basis=Basis.INTERESTS,
    holds={
        "member": "Who took part",
        "offer": "In which offer",
        "what": "What it was called",
        "day": "On which day",
        "part": "Whether they took part, contributed or led",
        "depth": "How much it asked of them",
        "mode": "Online, in person or in their own time",
        "recorded_at": "When it was written down",
    },
    plain=("central", "key"),
    of=of_member(Participation, "member"),
    erasure=Erasure.KEEP,
    seen_by="The person and the team. Figures count it without names.",
    forever=(
        "The database lets nobody change the ledger, so that counts of past years stay true. "
        "Once a person is erased, their rows belong to a member without a name."
    ),
)
