"""The parts of community life that keep something of people, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True)
class Heading:
    """A part: its key, what it is called, whose data it keeps, and the apps that belong to it."""

    key: str
    title: str
    whose: str
    apps: tuple[str, ...]


# In the order in which people meet them.
PARTS: Sequence[Heading] = (
    Heading(
        "joining",
        "Joining",
        "People who apply or are asked in, and who reads and decides.",
        ("joining",),
    ),
    Heading(
        "equalities",
        "Equalities",
        "Applicants and members who chose to answer.",
        ("equalities",),
    ),
    Heading("members", "Members", "Members and former members.", ("members", "search")),
    Heading("belonging", "Belonging", "Members.", ("belonging",)),
    Heading("engagement", "Taking part", "Members and former members.", ("engagement",)),
    Heading(
        "account",
        "Accounts and letters",
        "Everybody with an account, and whoever gets a letter.",
        ("core",),
    ),
    Heading(
        "signing-in",
        "Signing in",
        "Everybody with an account.",
        ("account", "mfa", "socialaccount", "sessions", "usersessions"),
    ),
    Heading(
        "impact",
        "Evidence",
        "Members, former members and applicants, under code names.",
        ("impact",),
    ),
    Heading(
        "stewardship",
        "Data protection",
        "Whoever asks for a copy of their data or to be erased.",
        ("stewardship",),
    ),
    Heading(
        "running",
        "Running the site",
        "The team, and the people in the lists it imports.",
        ("home", "admin", "django_tasks_database"),
    ),
)


def heading_of(app: str) -> Heading:
    """The part an app belongs to; one of its own where nobody listed it."""
    own = Heading(app, str(apps.get_app_config(app).verbose_name), "Members.", (app,))
    return next((part for part in PARTS if app in part.apps), own)


def in_words(model: type[Model]) -> str:
    """What rows of this model are called, as a heading."""
    return str(model._meta.verbose_name_plural).capitalize()


def within(words: str) -> str:
    """The same words in the middle of a sentence."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
