"""What the demo's people say about themselves: names and sentences put together from parts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from commonweal.home.demo import shipped

# How often a family of names is met in each nation, by the shape of its health workforce.
CULTURES = {
    "nation:england": (
        "english 550 scottish 18 welsh 22 irish 30 hindu 58 sikh 20 muslim 60 kerala 26 tamil 12 "
        "nigerian 44 ghanaian 16 southern-african 16 east-african 12 caribbean 24 polish 16 "
        "romanian 8 iberian 20 mediterranean 14 filipino 24 chinese 18 arabic 22 persian 7 "
        "european 13"
    ),
    "nation:scotland": (
        "scottish 560 english 250 irish 40 welsh 6 hindu 20 sikh 6 muslim 30 kerala 12 nigerian 16 "
        "polish 18 filipino 8 chinese 12 arabic 6 iberian 8 mediterranean 8 european 10"
    ),
    "nation:wales": (
        "welsh 600 english 240 irish 15 scottish 8 hindu 26 muslim 24 kerala 20 nigerian 14 "
        "filipino 16 polish 10 arabic 12 chinese 8 iberian 8 european 8"
    ),
    "nation:northern-ireland": (
        "irish 520 scottish 150 english 200 hindu 14 muslim 8 kerala 24 filipino 20 polish 14 "
        "chinese 8 nigerian 8 european 8"
    ),
    "nation:ireland": (
        "irish 720 english 60 scottish 8 hindu 20 muslim 20 kerala 36 filipino 30 nigerian 22 "
        "polish 22 romanian 12 arabic 16 iberian 14 european 12"
    ),
    "nation:other": "european 300 english 200 iberian 100 hindu 100 nigerian 80 chinese 60",
}
# Combinations that a reader would take for somebody well known.
TAKEN = {
    "Adam Smith", "Andrew Bailey", "Angela Riley", "Anthony Joshua", "Chris Evans", "Colin Jackson",
    "David Cameron", "Elizabeth Taylor", "Gordon Brown", "Harry Potter", "James Brown",
    "Jane Fonda", "Kate Moss", "Kate Winslet", "Kevin Spacey", "Lewis Hamilton", "Lee Evans",
    "Margaret Atwood", "Matt Hancock", "Michael Jackson", "Mohammed Ali", "Naomi Campbell",
    "Nicola Sturgeon", "Paul Scholes", "Robert Burns", "Sam Allardyce", "Sean Connery",
    "Theresa May", "Tom Jones", "Tom Holland", "Tony Adams", "Victoria Wood", "Will Young",
}  # fmt: skip
WOMEN = 0.68
PRONOUNS = {"woman": "she/her", "man": "he/him"}


@dataclass(frozen=True)
class Named:
    """A name, and whether it is a woman's or a man's in the lists."""

    name: str
    kind: str


@cache
def names_of(culture: str, kind: str) -> Sequence[str]:
    for row in shipped.rows("names.csv"):
        if (row["culture"], row["kind"]) == (culture, kind):
            return [name.replace("_", " ") for name in row["names"].split()]
    raise LookupError(f"{culture} {kind}")


@cache
def cultures(nation: str) -> tuple[list[str], list[int]]:
    words = CULTURES[nation].split()
    return words[::2], [int(weight) for weight in words[1::2]]


def a_name(nation: str, rng: Random) -> Named:
    """A name as one meets it in the health and care services of this nation."""
    kinds, weights = cultures(nation)
    given, family = rng.choices(kinds, weights)[0], ""
    family = rng.choices(kinds, weights)[0] if rng.random() < 0.07 else given
    kind = "woman" if rng.random() < WOMEN else "man"
    while True:
        first = rng.choice(names_of(given, kind))
        last = rng.choice(names_of(family, "family"))
        if rng.random() < 0.025:
            last += f"-{rng.choice(names_of(kinds[0], 'family'))}"
        if f"{first} {last}" not in TAKEN and first != last:
            return Named(f"{first} {last}", kind)


@cache
def phrases(kind: str) -> Sequence[str]:
    return [row["text"] for row in shipped.rows("phrases.csv") if row["kind"] == kind]


@cache
def groups() -> Sequence[str]:
    """The names of the special interest groups."""
    return phrases("group")[0].split("|")


@cache
def variants(kind: str, orgtype: str) -> Sequence[str]:
    """What stands for {service} and {specialty} in a role title at this kind of organisation."""
    found = {
        row["topic"]: row["text"].split("|")
        for row in shipped.rows("phrases.csv")
        if row["kind"] == kind
    }
    near = {"health-board": "acute", "hospital": "acute"}.get(orgtype, orgtype)
    return found.get(near, found["other"])


@cache
def keyed(kind: str) -> dict[str, list[tuple[str, str]]]:
    """For each term of this kind, how it reads in a sentence: as a noun, and as work on it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in shipped.rows("phrases.csv"):
        if row["kind"] == kind:
            noun, _, work = row["text"].partition("|")
            found[row["topic"]].append((noun, work or noun))
    return dict(found)


def a_title(titles: Sequence[str], orgtype: str, rng: Random) -> str:
    """One of these titles, with the service or specialty it is for."""
    return rng.choice(titles).format(
        service=rng.choice(variants("service", orgtype)),
        specialty=rng.choice(variants("specialty", orgtype)),
    )


def a_sentence(kind: str, interests: Sequence[str], skills: Sequence[str], rng: Random) -> str:
    """A sentence about one of these interests and one of these skills."""
    topic, work = rng.choice(keyed("topic")[rng.choice(interests)])
    skill, _ = keyed("skill")[rng.choice(skills)][0]
    text = rng.choice(phrases(kind)).format(topic=topic, topic_work=work, skill=skill)
    return text[0].upper() + text[1:]
