"""States as data: nothing goes from one to another but by a step that is written down."""

import copy

import pytest

from commonweal.core import states
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from commonweal.core.steps import LETTER
from tests.factories import UserFactory
from tools import docs

MACHINES = docs.machines()


@pytest.fixture(params=MACHINES, ids=lambda machine: machine.name)
def machine(request):
    return request.param


def test_every_state_can_be_reached(machine):
    assert machine.reachable() == set(machine.labels)


def test_every_state_has_a_label_an_owner_a_refusal_and_its_next_steps(machine):
    for told in (machine.owners, machine.refusals, machine.steps):
        assert set(told) == set(machine.labels)
    assert all(machine.labels.values())
    assert all(machine.owners.values())
    assert all(refusal.endswith(".") for refusal in machine.refusals.values())


def test_every_step_leads_to_another_state_and_is_written_once(machine):
    for state, following in machine.steps.items():
        assert state not in following
        assert len(set(following)) == len(following)
        assert set(following) <= set(machine.labels)


def test_the_diagram_shows_every_state_and_every_step(machine):
    lines = states.diagram(machine).splitlines()

    assert lines[:2] == ["stateDiagram-v2", f"    [*] --> {machine.start}"]
    for state, following in machine.steps.items():
        assert f"    {state}: {machine.labels[state]}" in lines
        assert set(following or ["[*]"]) == {
            line.split(" --> ")[1] for line in lines if line.startswith(f"    {state} --> ")
        }


def test_the_docs_show_every_machine():
    page = docs.states_page()

    assert {"Application", "Letter"} <= {
        line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")
    }
    assert page.count("```mermaid") == len(MACHINES)


def letter(status):
    return Letter.objects.create(
        key="1", kind="invented.kind", to="mair@example.org", status=status, problem="Silence."
    )


@pytest.mark.django_db
def test_a_step_writes_the_state_what_goes_with_it_and_one_row_that_names_nobody():
    one, by = letter("UNSURE"), UserFactory()
    states.move(one, LETTER, "WAITING", by=by, also={"problem": ""}, asked="by phone")
    entry = AuditEntry.objects.get()

    assert (one.status, one.problem) == ("WAITING", "")
    one.refresh_from_db()
    assert (one.status, one.problem) == ("WAITING", "")
    assert (entry.action, entry.actor, entry.target) == (
        "core.letter_waiting",
        by,
        f"core.Letter:{one.pk}",
    )
    assert entry.detail == {"before": "UNSURE", "after": "WAITING", "asked": "by phone"}


@pytest.mark.django_db
def test_a_step_that_is_not_written_down_is_refused_in_the_states_own_words():
    one = letter("SENT")
    with pytest.raises(Refused, match=LETTER.refusals["SENT"]):
        states.move(one, LETTER, "WAITING", by=None)

    one.refresh_from_db()
    assert one.status == "SENT"
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
def test_whoever_looks_at_an_old_state_is_refused_in_the_words_of_the_new_one():
    one = letter("UNSURE")
    Letter.objects.update(status="CANCELLED")
    with pytest.raises(Refused, match=LETTER.refusals["CANCELLED"]):
        states.move(one, LETTER, "WAITING", by=None)

    assert one.status == "CANCELLED"


@pytest.mark.slow
def test_of_several_who_take_a_step_at_once_one_wins_and_one_row_is_written(at_once):
    one, by = letter("UNSURE"), UserFactory()

    def step(to):
        thing = copy.copy(one)
        try:
            states.move(thing, LETTER, to, by=by)
        except Refused:
            return ""
        return to

    won = [to for to in at_once(step, ["WAITING", "CANCELLED"] * 3) if to]

    assert len(won) == 1
    one.refresh_from_db()
    assert one.status == won[0]
    assert AuditEntry.objects.count() == 1
