"""What this app keeps about people, why, and for how long."""

from django.db.models import Q

from commonweal.belonging.models import Compact, CompactAnswer, Signpost, Step, WayIn
from commonweal.core.privacy.declaring import Basis, Erasure, nothing_personal, personal
from commonweal.core.privacy.people import Person

personal(
    Compact,
    title="The versions of the compact you published",
    purpose="To say what members can expect and what is expected of them, and who published it.",
    basis=Basis.INTERESTS,
    holds={"published_by": "who of the team published a version"},
    plain=("version", "intro", "can_expect", "expected", "what_changed", "published_at"),
    of=lambda person: Compact.objects.filter(published_by__isnull=False, published_by=person.user),
    erasure=Erasure.BLANK,
    seen_by="the team",
    forever="What the compact said must stay known as long as anybody answered it.",
)
personal(
    CompactAnswer,
    title="Your answers to the compact",
    purpose="To know that members have read what is expected of them, and whether they accept it.",
    basis=Basis.CONTRACT,
    holds={
        "member": "that the answer is yours",
        "said": "whether you accepted a version",
        "at": "when you answered",
    },
    plain=("compact",),
    of=lambda person: CompactAnswer.objects.filter(member=person.member),
    erasure=Erasure.DELETE,
    seen_by="you and the team",
    forever="It goes with the membership it belongs to.",
)
personal(
    WayIn,
    title="Your way in",
    purpose="To lead new members to people and things that suit what they said they want.",
    basis=Basis.INTERESTS,
    holds={
        "member": "that the way in is yours",
        "made_at": "when it was made",
        "done_at": "when you had done all of it",
        "dismissed_at": "when you put it away",
    },
    of=lambda person: WayIn.objects.filter(member=person.member),
    erasure=Erasure.DELETE,
    seen_by="you",
    forever="It goes with the membership it belongs to.",
)


def forget_steps(person: Person) -> int:
    """Remove the steps of somebody who is erased, and those that lead others to them."""
    if person.member is None:
        return 0
    own = Q(way_in__member=person.member) | Q(person=person.member)
    return Step.objects.filter(own).delete()[0]


personal(
    Step,
    title="The steps of your way in",
    purpose="To lead new members to people and things that suit what they said they want.",
    basis=Basis.INTERESTS,
    holds={
        "because": "why it was chosen for you, from what you said",
        "person": "whom you were led to",
        "signpost": "what you were led to",
        "done_at": "when you did it",
        "dismissed_at": "when you said it is not for you",
    },
    plain=("way_in", "kind", "order"),
    of=lambda person: Step.objects.filter(way_in__member=person.member),
    erasure=Erasure.DELETE,
    erase=forget_steps,
    seen_by="you; the team sees how often each thing was chosen and done, not by whom",
    forever="It goes with the membership it belongs to.",
)
nothing_personal(
    Signpost, because="Groups, events and readings the team recommends to all newcomers."
)
