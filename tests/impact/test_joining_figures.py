"""Figures of applying, leaving and falling silent, counted a second time."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from commonweal.engagement.models import Participation
from commonweal.impact.survival import Lasted, kaplan_meier
from commonweal.joining.models import Application
from commonweal.members.models import Absence, Member
from tests.factories.joining import InvitationFactory, WaveFactory
from tests.impact.community import AS_OF, content, frozen, people, took_part

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime.date
JANUARY = DAY(2023, 1, 10)


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def wave(name, opens, closes):
    return WaveFactory(name=name, opens_at=noon(opens), closes_at=noon(closes))


def applied(count, wave, nation, status="JOINED", *, sent=JANUARY, **fields):
    first = Application.objects.count()
    decided = status not in ("SENT", "READING", "DRAFT")
    Application.objects.bulk_create(
        Application(
            wave=wave,
            email=f"a{first + n}@example.org",
            nation_id=f"nation:{nation}",
            status=status,
            sent_at=noon(sent),
            decided_at=noon(DAY(2023, 2, 20)) if decided else None,
            **fields,
        )
        for n in range(count)
    )


@pytest.fixture
def applications(db):
    winter = wave("Winter 2023", DAY(2023, 1, 1), DAY(2023, 2, 1))
    spring = wave("Spring 2023", DAY(2023, 3, 1), DAY(2023, 5, 1))
    applied(60, winter, "england")
    applied(20, winter, "england", "REFUSED")
    applied(15, winter, "wales", "ADMITTED")
    applied(15, winter, "wales", "REFUSED_AGAIN")
    applied(3, winter, "scotland")
    applied(9, winter, "ireland")
    applied(12, winter, "ireland", "REFUSED")
    applied(12, winter, "england", "WAITING")
    applied(25, spring, "england", "SENT", sent=DAY(2023, 3, 20))
    applied(9, spring, "wales", "SENT", sent=DAY(2023, 4, 20))
    applied(30, winter, "england", invitation=InvitationFactory(wave=winter, kind="APPROVED"))


def rows_of(slug, snapshot):
    said = content(slug, snapshot)
    return {
        row[0]: dict(zip([c.name for c in said.columns], row, strict=True)) for row in said.rows
    }


def test_applications_are_counted_by_wave_as_they_stood(applications, tmp_path):
    rows = rows_of("applications-by-wave", frozen(tmp_path / "s"))

    winter = rows["Winter 2023"]
    assert (winter["applied"], winter["admitted"], winter["refused"]) == (145, 85, 45)
    assert winter["share"] == round(85 / 130, 4)
    # Nine more applied after the day, and nobody of the spring was decided.
    assert (rows["Spring 2023"]["applied"], rows["Spring 2023"]["admitted"]) == (25, None)


def test_what_was_decided_after_the_day_is_open_on_it(applications, tmp_path):
    rows = rows_of("applications-by-wave", frozen(tmp_path / "s", as_of=DAY(2023, 2, 19)))

    assert list(rows) == ["Winter 2023"]
    assert (rows["Winter 2023"]["admitted"], rows["Winter 2023"]["refused"]) == (None, None)


def test_the_likelihood_of_a_nation_is_that_against_all_others_decided(applications, tmp_path):
    rows = rows_of("admissions-by-nation", frozen(tmp_path / "s"))

    wales = rows["Wales"]
    assert (wales["admitted"], wales["refused"]) == (15, 15)
    assert wales["likelihood"] == round((15 / 30) / (70 / 100), 2)
    assert wales["low"] < wales["likelihood"] < 1 < rows["England"]["likelihood"]


def test_three_people_of_a_nation_are_not_shown(applications, tmp_path):
    rows = rows_of("admissions-by-nation", frozen(tmp_path / "s"))

    assert {rows["Scotland"][name] for name in ("applied", "admitted", "likelihood")} == {None}


def test_nobody_having_applied_is_said(db, tmp_path):
    said = content("applications-by-wave", frozen(tmp_path / "s"))

    assert said.chart is None
    assert said.words == ("Fewer than ten people had applied by 1 April 2023, so nothing is shown.")


@pytest.fixture
def history(db):
    """People who joined in four years, take part now and then, leave, and come back."""
    for year in range(2017, 2023):
        group = people(14, joined_on=DAY(year, 3, 1 + year % 9))
        for place, member in enumerate(group):
            days = [
                DAY(year, 3, 20) + datetime.timedelta(days=(97 + 31 * place) * step)
                for step in range(place)
            ]
            took_part([member], "EVENT", *[day for day in days if day < DAY(2023, 5, 1)])
        Member.objects.filter(pk__in=[m.pk for m in group[-2:]]).update(
            left_on=DAY(year + 1, 1, 1), left_reason="left:retired"
        )
        Absence.objects.create(
            member=group[5],
            left_on=DAY(year, 12, 1),
            back_on=DAY(year + 2, 1, 1),
            left_reason_id="left:changed-role",
        )


def followed(member):
    """How long one person was followed, worked out without tables."""
    ends = [AS_OF, *[a.left_on for a in member.absences.all() if a.left_on <= AS_OF]]
    if member.left_on and member.left_on <= AS_OF:
        ends.append(member.left_on)
    end = min(ends)
    known = {member.joined_on}
    known |= {
        row.day
        for row in Participation.objects.filter(member=member)
        if member.joined_on <= row.day <= end
    }
    days = sorted(known)
    for one, following in zip(days, [*days[1:], end], strict=True):
        if (following - one).days >= 365:
            return Lasted((one - member.joined_on).days + 365, ended=True)
    return Lasted((end - member.joined_on).days, ended=False)


def test_the_first_silence_is_that_of_each_person_counted_alone(history, tmp_path):
    rows = rows_of("first-silence", frozen(tmp_path / "s"))

    lasted = {}
    for member in Member.objects.filter(joined_on__lte=AS_OF):
        lasted.setdefault(str(member.joined_on.year), []).append(followed(member))
    everybody = [one for some in lasted.values() for one in some]
    for name, some in {"Everybody": everybody, **lasted}.items():
        curve = kaplan_meier(some)
        assert rows[name]["people"] == len(some)
        assert rows[name]["median"] == curve.median()
        for years in (1, 2, 3, 5):
            enough = sum(one.days > 365 * years for one in some) >= 10
            expected = curve.at(365 * years) if enough else None
            assert rows[name][f"after_{years}"] == (expected and round(expected.value, 4))
    assert rows["Everybody"]["after_2"] is not None


def test_reasons_count_those_who_came_back_too(history, tmp_path):
    said = content("reasons-for-leaving", frozen(tmp_path / "s"))

    reasons = Counter(
        str(row.left_reason)
        for row in [*Member.objects.exclude(left_on=None), *Absence.objects.all()]
        if row.left_on <= AS_OF
    )
    assert all(row[1] % 5 == 0 for row in said.rows)
    assert sum(row[1] for row in said.rows) == pytest.approx(sum(reasons.values()), abs=4)


def test_somebody_away_on_the_day_had_left_then(history, tmp_path):
    on = DAY(2018, 6, 1)
    snapshot = frozen(tmp_path / "s", as_of=on)
    said = content("growth", snapshot)

    gone = Member.objects.filter(joined_on__lte=on, left_on__lte=on).count()
    away = Absence.objects.filter(left_on__lte=on, back_on__gt=on).count()
    joined = Member.objects.filter(joined_on__lte=on).count()
    assert away == 1
    assert said.rows[-1][1:] == (joined, joined - gone - away)


def test_growth_counts_nobody_while_they_were_away(history, tmp_path):
    said = content("growth", frozen(tmp_path / "s"))

    for on, joined, current in said.rows:
        members = Member.objects.filter(joined_on__lte=on)
        away = Absence.objects.filter(left_on__lte=on, back_on__gt=on).count()
        gone = members.filter(left_on__lte=on).count()
        assert (joined, current) == (members.count(), members.count() - gone - away)
