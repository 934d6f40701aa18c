"""What the demo community has put on since 2015: the calendar of things to take part in."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from commonweal.home.demo import words

CLOSED = (datetime.date(2020, 3, 16), datetime.date(2021, 8, 31))  # Nobody meets in person.
# How lively each year is, against 2019. In the pandemic much went online, and tiredness followed.
ONLINE = {2020: 1.7, 2021: 1.15, 2022: 0.9, 2023: 0.9}
IN_PERSON = {2021: 0.6, 2022: 0.9}


@dataclass(frozen=True)
class Occasion:
    """Something to take part in, on one day or on several days with the same people.

    `share` is how many of the members of that day come on the first of the days. Where there are
    several circles, as special interest groups are, each person is near one of them.
    """

    offer: str
    days: tuple[datetime.date, ...]
    share: float
    what: str
    circle: int = 0
    circles: int = 1


@dataclass(frozen=True)
class Series:
    """Something that comes again: in these months of every year, from the first day to the last."""

    offer: str
    what: str
    first: datetime.date
    share: float
    day: int
    months: tuple[int, ...] = tuple(range(1, 13))
    meetings: int = 1
    in_person: bool = False


def _from(year: int, month: int = 1) -> datetime.date:
    return datetime.date(year, month, 1)


EVERY_QUARTER = (2, 5, 8, 11)
SERIES = (
    Series("NEWSLETTER", "Monthly newsletter", _from(2016), 0.045, 4),
    Series("RESOURCE", "Guides and briefings", _from(2017), 0.016, 19),
    Series("COFFEE", "Randomised coffee", _from(2018, 3), 0.042, 9),
    Series("GROUP", "Special interest groups", _from(2017, 3), 0.028, 14),
    Series("WEBINAR", "Webinar: a project in an hour", _from(2016, 3), 0.011, 12),
    Series("WEBINAR", "Webinar: methods and measures", _from(2017, 2), 0.009, 24),
    Series("WORKSHOP", "Workshop", _from(2016, 9), 0.012, 16, EVERY_QUARTER, in_person=True),
    Series("VISIT", "Visit", _from(2016, 5), 0.006, 21, (1, 3, 5, 6, 9, 10, 11), in_person=True),
    Series("EVENT", "Local welcome event", _from(2017), 0.014, 27, (3, 6, 10), in_person=True),
    Series("LEARNING", "Network skills series", _from(2020, 9), 0.009, 6, (2, 9), 4),
    Series("LEARNING", "Leading improvement online", _from(2018, 9), 0.006, 13, (4, 10), 4),
    Series("INSIGHT", "Insight project", _from(2019, 9), 0.007, 18, (1, 5, 9), 3),
)


def _one(offer: str, share: float, what: str, *days: str) -> Occasion:
    return Occasion(offer, tuple(datetime.date.fromisoformat(day) for day in days), share, what)


# Things that happened once, with their size as a share of the members of the day.
SINGLE = (
    _one("WORKSHOP", 0.72, "Founding design event", "2015-09-17"),
    _one("WORKSHOP", 0.58, "Founding design event", "2015-11-19"),
    _one("EVENT", 0.30, "Community event 2016", "2016-11-23"),
    _one("EVENT", 0.22, "Community event 2017", "2017-11-15"),
    _one("EVENT", 0.13, "Community event 2018", "2018-09-19"),
    _one("EVENT", 0.10, "Community event 2019", "2019-11-13"),
    _one("WEBINAR", 0.13, "Video consultations: getting started", "2020-03-31"),
    _one("WEBINAR", 0.11, "Video consultations: making the most of them", "2020-04-21"),
    _one("WEBINAR", 0.09, "Rapid learning and improvement workshop", "2020-06-16"),
    _one("WEBINAR", 0.07, "Rapid learning and improvement workshop", "2020-09-22"),
    _one("WEBINAR", 0.07, "Community event 2020, online", "2020-11-18"),
    _one("WEBINAR", 0.03, "Ireland: one year on", "2021-06-17"),
    _one("WEBINAR", 0.055, "Community event 2021, online", "2021-11-10"),
    _one("EVENT", 0.028, "Community event 2022, north", "2022-06-14"),
    _one("EVENT", 0.026, "Community event 2022, south", "2022-07-05"),
    _one("WEBINAR", 0.045, "Community event 2022, online", "2022-09-21"),
    _one("IDEA_COMMENT", 0.12, "Exchange 2018", "2018-05-15"),
    _one("IDEA_COMMENT", 0.11, "Exchange 2019", "2019-06-27"),
    _one("IDEA_COMMENT", 0.075, "Exchange 2020", "2020-09-24"),
    _one("IDEA_COMMENT", 0.065, "Exchange 2022", "2022-03-06"),
    _one("IDEA_COMMENT", 0.062, "Exchange 2023", "2023-02-28"),
    _one("ASSESSMENT", 0.012, "Exchange 2019", "2019-08-20"),
    _one("ASSESSMENT", 0.011, "Exchange 2020", "2020-11-03"),
    _one("ASSESSMENT", 0.010, "Exchange 2022", "2022-04-21"),
    # All thirty shortlisted projects of 2020 were funded, so nobody voted that year.
    _one("VOTE", 0.12, "Exchange 2018", "2018-09-19"),
    _one("VOTE", 0.18, "Exchange 2019", "2019-10-15"),
    _one("VOTE", 0.14, "Exchange 2022", "2022-05-24"),
)
# A funded project's team meets in the year after its money comes; a Lab lasts nine months or more.
YEARLONG = (
    ("PROJECT", 0.018, "Exchange 2018 projects", datetime.date(2018, 11, 20), 5, 75),
    ("PROJECT", 0.018, "Exchange 2019 projects", datetime.date(2020, 1, 21), 5, 75),
    ("PROJECT", 0.020, "Exchange 2020 projects", datetime.date(2021, 3, 9), 5, 75),
    ("PROJECT", 0.016, "Exchange 2022 projects", datetime.date(2022, 9, 6), 6, 75),
    ("LAB", 0.060, "Lab 1: peer support", datetime.date(2017, 4, 25), 6, 50),
    ("LAB", 0.030, "Lab 2: mental health and pain", datetime.date(2018, 10, 2), 7, 45),
    ("LAB", 0.012, "Lab 3: waiting for planned care", datetime.date(2022, 2, 8), 8, 45),
)
EXTENSION = datetime.date(2023, 4, 1)


def until(last: datetime.date) -> Iterator[Occasion]:
    """Every occasion that begins by this day, with what comes again after what came once."""
    later = chain.from_iterable(_each_year(year) for year in range(EXTENSION.year, last.year + 1))
    repeated = chain.from_iterable(_occasions(series, last) for series in SERIES)
    for occasion in chain(SINGLE, _yearlong(), later, repeated):
        if occasion.days[0] <= last:
            yield occasion


def _yearlong() -> Iterator[Occasion]:
    for offer, share, what, first, times, gap in YEARLONG:
        days = tuple(first + datetime.timedelta(days=gap * n) for n in range(times))
        yield Occasion(offer, days, share, what)


def _each_year(year: int) -> list[Occasion]:
    """What goes on happening every year after the history told ends."""
    return [
        _one("EVENT", 0.05, f"Community event {year}", f"{year}-10-17"),
        _one("WEBINAR", 0.045, f"Community event {year}, online", f"{year}-11-14"),
        _one("ASSESSMENT", 0.010, f"Exchange {year}", f"{year}-05-02"),
        _one("VOTE", 0.14, f"Exchange {year}", f"{year}-06-13"),
        _one("PROJECT", 0.014, f"Exchange {year} projects", *_days(year, "09-12 12-05", "03-06")),
        _one("LAB", 0.012, f"Lab of {year}", *_days(year, "10-03 12-12", "02-20 04-23")),
        _one("IDEA_COMMENT", 0.06, f"Exchange {year + 1}", f"{year}-12-06"),
    ]


def _days(year: int, in_year: str, in_next: str) -> list[str]:
    return [f"{year}-{day}" for day in in_year.split()] + [
        f"{year + 1}-{day}" for day in in_next.split()
    ]


def _occasions(series: Series, last: datetime.date) -> Iterator[Occasion]:
    circles = words.groups() if series.offer == "GROUP" else [series.what]
    for year in range(series.first.year, last.year + 1):
        lively = (IN_PERSON if series.in_person else ONLINE).get(year, 1.0)
        for month in series.months:
            days = tuple(
                datetime.date(year + (month + n - 1) // 12, (month + n - 1) % 12 + 1, series.day)
                for n in range(series.meetings)
            )
            if days[0] < series.first or (series.in_person and CLOSED[0] <= days[0] <= CLOSED[1]):
                continue
            share = series.share * lively / len(circles)
            for number, what in enumerate(circles):
                yield Occasion(series.offer, days, share, what, number, len(circles))
