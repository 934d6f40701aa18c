"""What people can take part in, declared once. docs/offers.md has one row for each."""

from dataclasses import dataclass

from commonweal.engagement.models import Depth, Mode


@dataclass(frozen=True)
class Offer:
    """A kind of taking part: its code in the ledger, how deep it goes, where, and who runs it."""

    code: str
    label: str
    depth: Depth
    mode: Mode
    central: bool = True


OFFERS = {
    offer.code: offer
    for offer in (
        Offer("COFFEE", "Randomised coffee trial", Depth.LIGHT, Mode.ONLINE),
        Offer("RESOURCE", "Online resource", Depth.LIGHT, Mode.OWN_TIME),
        Offer("NEWSLETTER", "Newsletter opened", Depth.LIGHT, Mode.OWN_TIME),
        Offer("VOTE", "Funding vote", Depth.LIGHT, Mode.ONLINE),
        Offer("IDEA_COMMENT", "Comment on an idea", Depth.LIGHT, Mode.ONLINE),
        Offer("EVENT", "Community event", Depth.SUBSTANTIVE, Mode.IN_PERSON),
        Offer("WEBINAR", "Webinar or online event", Depth.SUBSTANTIVE, Mode.ONLINE),
        Offer("WORKSHOP", "Workshop", Depth.SUBSTANTIVE, Mode.IN_PERSON),
        Offer("VISIT", "Visit", Depth.SUBSTANTIVE, Mode.IN_PERSON),
        Offer("ASSESSMENT", "Assessing ideas", Depth.SUBSTANTIVE, Mode.OWN_TIME),
        Offer("GROUP", "Special interest group", Depth.ONGOING, Mode.ONLINE, central=False),
        Offer("LEARNING", "Learning programme", Depth.ONGOING, Mode.ONLINE),
        Offer("LAB", "Lab", Depth.ONGOING, Mode.IN_PERSON),
        Offer("PROJECT", "Funded project", Depth.ONGOING, Mode.IN_PERSON),
        Offer("INSIGHT", "Insight project", Depth.ONGOING, Mode.ONLINE),
    )
}


def as_table() -> str:
    """The offers as docs/offers.md shows them."""
    lines = [
        "| Code | What it is | Depth | Mode | Run by |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{offer.code}` | {offer.label} | {offer.depth.label} | {offer.mode.label} "
        f"| {'the team' if offer.central else 'members'} |"
        for offer in OFFERS.values()
    ]
    return "\n".join(lines) + "\n"
