"""The first version of the compact, ours to start with and the team's to change."""

INTRO = (
    "This is what holds us together. It says what you can count on when you belong, and what the "
    "others count on you for. It is short on purpose, and it is the same for everybody."
)
CAN_EXPECT = """\
You join people from many professions, organisations and nations, patients and carers among them.
You find others who work on what you work on, and you may ask any of them.
You can take part online and in person, as much or as little as suits you.
You are offered things where you live and work as well as for the whole community.
When something is made together, everybody who made it is named.
You decide who sees what you say about yourself."""
EXPECTED = """\
Act with integrity, and keep the people who use services at the heart of what you do.
Work across professions and ranks: what somebody says matters more than their title.
Share what you know, what went wrong included, and tell others kindly how they could do better.
Treat everybody with respect, also where you disagree.
Listen first, and make room for those who have said little.
Take what you learn here to where you work, and bring back what you learn there.
Say openly when you, or those close to you, stand to gain from something you speak for."""


def load_first_compact(model: object, now: object) -> None:
    """Publish version 1 where there is none."""
    model.objects.get_or_create(  # type: ignore[attr-defined]
        version=1,
        defaults={
            "intro": INTRO,
            "can_expect": CAN_EXPECT,
            "expected": EXPECTED,
            "published_at": now,
        },
    )
