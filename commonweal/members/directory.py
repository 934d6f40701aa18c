"""The directory: words and filters in, people the reader may see out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from commonweal.members import queries
from commonweal.members.indexing import PERSON
from commonweal.members.models import Audience, Term, Vocabulary
from commonweal.search import queries as search

PAGE = 24
# The name in the address, the heading, the list the choices come from, and how a card says it.
GROUPS = (
    ("nation", "Nation", Vocabulary.NATION, ""),
    ("sector", "Sector", Vocabulary.SECTOR, ""),
    ("orgtype", "Type of organisation", Vocabulary.ORGANISATION_TYPE, ""),
    ("roletype", "Type of role", Vocabulary.ROLE_TYPE, ""),
    ("interest", "Interested in", Vocabulary.INTEREST, "Interested in"),
    ("offer", "Offers", Vocabulary.SKILL, "Offers"),
    ("ask", "Asks for", Vocabulary.SKILL, "Asks for"),
)
# A skill can be offered and asked for, so the address of these says the whole key of the term.
WHOLE_KEYS = {"offer", "ask"}


@dataclass(frozen=True)
class Choice:
    """One box of a filter. `count` is how many of the people found carry it, where known."""

    id: str
    value: str
    label: str
    chosen: bool
    count: int | None


@dataclass(frozen=True)
class Group:
    """One filter. Its choices are alternatives; people must meet every filter that is in use."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: int


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the same search without it."""

    label: str
    without: str


@dataclass(frozen=True)
class Person:
    """One card: what was found, and in words which of the filters it meets."""

    hit: search.Hit
    why: tuple[str, ...]


@dataclass(frozen=True)
class Directory:
    """A page of the directory as its reader sees it. Addresses are query strings."""

    text: str
    people: tuple[Person, ...]
    page: search.Page
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    next: str
    previous: str | None
    is_open_only: bool


def look_up(user: Any, asked: Callable[[str], Sequence[str]]) -> Directory:
    """The people this reader may see who meet what is asked.

    `asked` gives all values of one field of the address. Values that are no term of ours are
    passed over, so that an old or broken address still shows people.
    """
    audience = queries.viewer_audience(user)
    text = " ".join(asked("q")[-1:]).strip()
    wanted = {key(name, value) for name, *_ in GROUPS for value in asked(name)}
    terms = _terms(wanted)
    facets = [facet for facet in terms if facet in wanted]
    page = search.search(
        text,
        audience=audience,
        kind=PERSON,
        facets=facets,
        after="".join(asked("after")[-1:]),
        limit=PAGE,
    )
    on_break = _on_break(page, audience)
    return Directory(
        text=text,
        people=tuple(
            Person(hit, (*on_break.get(hit.ref, ()), *_why(hit, facets, terms)))
            for hit in page.hits
        ),
        page=page,
        groups=tuple(_group(name, label, terms, facets, page) for name, label, *_ in GROUPS),
        chips=tuple(
            Chip(_said(facet, terms), _address(text, [f for f in facets if f != facet]))
            for facet in facets
        ),
        next=_address(text, facets, after=page.next) if page.next else "",
        previous=None if page.previous is None else _address(text, facets, after=page.previous),
        is_open_only=audience == Audience.EVERYONE,
    )


def _on_break(page: search.Page, audience: Audience) -> dict[str, tuple[str]]:
    """What members, and nobody else, read of those who take a break."""
    if audience != Audience.MEMBERS:
        return {}
    refs = queries.paused_among([hit.ref for hit in page.hits], on=timezone.localdate())
    return dict.fromkeys(refs, ("Taking a break",))


def key(group: str, value: str) -> str:
    """The facet key that a value of the address stands for."""
    return f"{group}:{value}"


def _terms(wanted: set[str]) -> dict[str, Term]:
    """Every term that can be chosen, by facet key, in the order of the page."""
    keys = [facet.partition(":")[2] if _is_whole(facet) else facet for facet in wanted]
    lists: dict[str, list[Term]] = {vocabulary: [] for _, _, vocabulary, _ in GROUPS}
    for term in queries.terms(*(vocabulary for _, _, vocabulary, _ in GROUPS), kept=keys):
        lists[term.vocabulary].append(term)
    return {
        f"{name}:{term.key}" if name in WHOLE_KEYS else term.key: term
        for name, _, vocabulary, _ in GROUPS
        for term in lists[vocabulary]
    }


def _is_whole(facet: str) -> bool:
    return facet.partition(":")[0] in WHOLE_KEYS


def _group(
    name: str, label: str, terms: Mapping[str, Term], facets: Sequence[str], page: search.Page
) -> Group:
    own = {facet: term for facet, term in terms.items() if facet.startswith(f"{name}:")}
    chosen = own.keys() & set(facets)
    return Group(
        name=name,
        label=label,
        choices=tuple(
            Choice(
                id=facet.replace(":", "-"),
                value=facet.partition(":")[2],
                label=str(term),
                chosen=facet in chosen,
                # Ticking a second box of one filter adds people, how many is not known.
                count=_count(facet, page) if facet in chosen or not chosen else None,
            )
            for facet, term in own.items()
        ),
        chosen=len(chosen),
    )


def _count(facet: str, page: search.Page) -> int | None:
    return page.facet_counts.get(facet, 0) if page.counts_are_known else None


def _why(hit: search.Hit, facets: Sequence[str], terms: Mapping[str, Term]) -> tuple[str, ...]:
    """The filters this person meets, without those that everybody on the page meets alike."""
    used = [facet.partition(":")[0] for facet in facets]
    return tuple(
        _said(facet, terms)
        for facet in hit.why
        if _said(facet, terms) != str(terms[facet]) or used.count(facet.partition(":")[0]) > 1
    )


def _said(facet: str, terms: Mapping[str, Term]) -> str:
    verbs = {name: verb for name, _, _, verb in GROUPS}
    verb = verbs[facet.partition(":")[0]]
    return f"{verb}: {terms[facet]}" if verb else str(terms[facet])


def _address(text: str, facets: Sequence[str], *, after: str = "") -> str:
    fields = [("q", text), *(facet.split(":", 1) for facet in facets), ("after", after)]
    return "?" + urlencode([(name, value) for name, value in fields if value])
