"""Every declared rule of retention takes what is over, and nothing that is not."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from commonweal.core.privacy import keeping
from commonweal.stewardship.queries.retention import forecast
from commonweal.stewardship.services import retention
from tests.factories.anything import anything, fill

RULES = keeping.rules()
DAY = datetime.timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"


def a_row(rule, *, age, now):
    """A row that meets all the rule asks for, and whose time began `age` ago."""
    own, above = {}, {}
    for lookup, value in rule.keep.only.items():
        _set(own, above, *_met(lookup, value))
    if rule.keep.since:
        kind = keeping.since_field(rule.model, rule.keep.since)
        began = now - age
        is_moment = kind.get_internal_type() == "DateTimeField"
        _set(own, above, rule.keep.since, began if is_moment else timezone.localdate(began))
    row = _made(rule.model, own, above)
    fill(row, [name for name in rule.keep.fields if not _set_by(rule, name)])
    return row


def _met(lookup, value):
    """A field and a value that satisfy one condition of a rule."""
    name, _, how = lookup.rpartition("__")
    if how == "in":
        return name, next(iter(value))
    if how == "isnull":
        return name, None if value else timezone.now()
    return lookup, value


def _set(own, above, lookup, value):
    name, _, rest = lookup.partition("__")
    if rest:
        above.setdefault(name, {})[rest] = value
    else:
        own[name] = value


def _set_by(rule, name):
    return any(lookup.partition("__")[0] == name for lookup in rule.keep.only)


def _made(model, own, above):
    reverse = {}
    for name, values in above.items():
        field = model._meta.get_field(name)
        if field.auto_created:
            reverse[name] = values
        else:
            mine, higher = {}, {}
            for lookup, value in values.items():
                _set(mine, higher, lookup, value)
            own[name] = _made(field.related_model, mine, higher)
    own = {name: value for name, value in own.items() if not _is_list(model, name)}
    row = anything(model, **_fitting(model, own))
    # Some fields take the time of writing, whatever they are given.
    model._base_manager.filter(pk=row.pk).update(**own)
    row.refresh_from_db()
    for name, values in reverse.items():
        field = model._meta.get_field(name)
        related = field.related_model
        anything(related, **_fitting(related, values), **{field.field.name: row})
    return row


def _is_list(model, name):
    return model._meta.get_field(name).auto_created


def _fitting(model, values):
    """What else a row needs so that the database takes it with these values."""
    if model._meta.label == "members.Member" and values.get("left_on"):
        joined = values["left_on"] - DAY
        return {"left_reason_id": "left:retired", "joined_on": joined, **values}
    return values


def of(rule):
    return rule.model._base_manager.all()


def has_gone(rule, row):
    now_there = of(rule).filter(pk=row.pk).values(*rule.keep.fields or ["pk"]).first()
    return now_there is None or (bool(rule.keep.fields) and now_there == rule.emptied)


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_a_rule_takes_what_is_over_and_leaves_what_is_not(rule):
    now = timezone.now()
    over = a_row(rule, age=rule.keep.after + 2 * DAY, now=now)
    young = a_row(rule, age=rule.keep.after - 2 * DAY, now=now)

    expected = keeping.count(rule, now)
    done = keeping.carry_out(rule, now)

    assert (expected, done) == (1, 1)
    assert has_gone(rule, over)
    assert not has_gone(rule, young)
    assert keeping.count(rule, now) == 0


def test_a_dry_run_counts_what_the_run_then_does():
    now = timezone.now()
    over = []
    for rule in RULES:
        for age in (rule.keep.after + 2 * DAY, 2 * rule.keep.after + 2 * DAY):
            over.append((rule, a_row(rule, age=age, now=now)))
        a_row(rule, age=-2 * DAY, now=now)

    expected = {line.key: line.rows for line in forecast(now) if line.rows}
    run = retention.run(by=None, now=now)

    assert {one["key"]: one["rows"] for one in run.counts} == expected
    assert all(has_gone(rule, row) for rule, row in over)
    assert (run.rows, run.failures) == (sum(expected.values()), 0)
    assert [line.key for line in forecast(now) if line.rows] == []


def test_the_database_still_holds_to_its_constraints_afterwards():
    now = timezone.now()
    for rule in RULES:
        a_row(rule, age=rule.keep.after + DAY, now=now)
        a_row(rule, age=rule.keep.after + DAY, now=now)

    run = retention.run(by=None, now=now)

    assert run.failures == 0
    connection.check_constraints()


def test_no_rule_touches_what_is_only_ever_added_to():
    assert {"core.AuditEntry", "engagement.Participation"}.isdisjoint(
        rule.model._meta.label for rule in RULES
    )
