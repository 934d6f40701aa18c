"""Why somebody or something is suggested to a newcomer, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonweal.belonging.models import Signpost
from commonweal.members.models import MemberTerm, Term
from commonweal.members.profiles import Profile

Kind = MemberTerm.Kind
Said = Mapping[str, set[str]]
NAMED = 3


@dataclass(frozen=True)
class Reason:
    """A reason in words, and how much it says: more is better."""

    words: str
    weight: int


def person_reason(said: Said, nation: str | None, seen: Profile) -> str | None:
    """Why to meet somebody, from what members may see of them; None where nothing speaks for it.

    `said` holds the keys of the newcomer's own terms by kind, `nation` is theirs.
    """
    offered = _shared(seen.offers, said.get(Kind.ASK))
    if offered:
        return f"Offers {offered}, which you ask for"
    asked = _shared(seen.asks, said.get(Kind.OFFER))
    if asked:
        return f"Asks for help with {asked}, which you offer"
    both = _shared(seen.interests, said.get(Kind.INTEREST))
    if both:
        return f"Is interested in {both}, as you are"
    return _place(nation, seen)


def because_of(signpost: Signpost, said: Said, nation: str | None) -> Reason | None:
    """Why to take part in something; None where it is for others.

    A signpost with nations is for those alone. One with interests is for whoever shares any.
    """
    nations = list(signpost.nations.all())
    if nations and nation not in {term.key for term in nations}:
        return None
    terms = list(signpost.interests.all())
    for kind, words in (
        (Kind.ASK, "Is about {}, which you ask for help with"),
        (Kind.INTEREST, "Is about {}, one of your interests"),
        (Kind.OFFER, "Is about {}, which you offer"),
    ):
        shared = [term for term in terms if term.key in said.get(kind, ())]
        if shared:
            return Reason(_about(words, shared), 10 * len(shared) + bool(nations))
    if terms:
        return None
    if nations:
        return Reason(f"Is for members in {_joined(nations)}", 5)
    return Reason("Is for everybody who is new", 1)


def in_sentence(label: str) -> str:
    """A label in the middle of a sentence: “Patient flow” is “patient flow”, “NHS” stays."""
    plain = len(label) > 1 and label[0].isupper() and not label[1].isupper()
    return f"{label[0].lower()}{label[1:]}" if plain else label


def _about(words: str, shared: list[Term]) -> str:
    many = len(shared) > 1
    said = words.replace("one of your interests", "which interest you") if many else words
    return said.format(_names(shared))


def _place(nation: str | None, seen: Profile) -> str | None:
    if nation is None or seen.nation is None:
        return None
    if seen.nation.key == nation:
        return f"Is in {seen.nation} too"
    return f"Is in {seen.nation}, for a view from elsewhere"


def _shared(terms: Iterable[Term], own: set[str] | None) -> str:
    return _names([term for term in terms if term.key in (own or ())])


def _names(terms: list[Term]) -> str:
    return listed([in_sentence(str(term)) for term in terms[:NAMED]])


def _joined(nations: list[Term]) -> str:
    return listed([str(term) for term in nations])


def listed(words: list[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
