"""The few numbers the page of figures begins with."""

from dataclasses import dataclass

import narwhals as nw

from commonweal.core.disclosure import MINIMUM
from commonweal.impact.figures.engagement import in_years
from commonweal.impact.figures.membership import membership
from commonweal.impact.figures.periods import years_to
from commonweal.impact.figures.words import percent, whole
from commonweal.impact.snapshot.frozen import Frozen, collected


@dataclass(frozen=True)
class Headline:
    """A number, as written, and what it counts."""

    number: str
    label: str


def headlines(frozen: Frozen) -> list[Headline]:
    """Members, newcomers, organisations, and engagement in the last twelve months."""
    known = membership(frozen)
    year = years_to(frozen.as_of, 1)[0]
    current = known.current(year.end)
    of_year = in_years(frozen, [year])
    took = collected(
        of_year.select(nw.len().alias("n"), nw.col("person").n_unique().alias("people"))
    )[0]
    organisations = collected(
        frozen.current.filter(~nw.col("organisation").is_null()).select(
            nw.col("organisation").n_unique().alias("n")
        )
    )[0]["n"]
    found = [
        Headline(whole(current), "members"),
        Headline(
            whole(known.joined.by(year.end) - known.joined.by(year.start)),
            "joined in the last 12 months",
        ),
        Headline(whole(organisations), "organisations with a member"),
    ]
    if took["people"] >= MINIMUM:
        during = known.during(year.start, year.end)
        found += [
            Headline(whole(took["n"]), "engagements in the last 12 months"),
            Headline(percent(took["people"], during), "of members took part in the last 12 months"),
        ]
    return found
