"""States as data: which step may follow which, and one function that takes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User


@dataclass(frozen=True)
class Machine:
    """The states of one kind of thing.

    `steps` says for each state which may follow. `owners` says whose turn it is in each state, in
    the words of the docs. `refusals` is what a person reads when a state lets nothing more happen.
    """

    name: str
    field: str
    start: str
    labels: Mapping[str, str]
    steps: Mapping[str, Iterable[str]]
    owners: Mapping[str, str]
    refusals: Mapping[str, str]

    def may(self, now: str, then: str) -> bool:
        return then in self.steps[now]

    def reachable(self) -> set[str]:
        """Every state some chain of steps leads to, the first included."""
        found, waiting = {self.start}, [self.start]
        while waiting:
            for step in self.steps[waiting.pop()]:
                if step not in found:
                    found.add(step)
                    waiting.append(step)
        return found


def move(
    thing: Model,
    machine: Machine,
    to: str,
    *,
    by: User | None,
    also: Mapping[str, Any] | None = None,
    **detail: Any,
) -> None:
    """Take one step, once: of two people who take a step from the same state, one is refused.

    `also` are other fields to write in the same statement. Writes one audit row with both states.
    Call it inside a transaction. Raises `Refused` with the state's own sentence when there is no
    such step from here, or somebody else was faster.
    """
    now = getattr(thing, machine.field)
    if not machine.may(now, to):
        raise Refused(machine.refusals[now])
    values = {machine.field: to, **(also or {})}
    changed = (
        type(thing)._default_manager.filter(pk=thing.pk, **{machine.field: now}).update(**values)
    )
    if not changed:
        thing.refresh_from_db()
        raise Refused(machine.refusals[getattr(thing, machine.field)])
    for name, value in values.items():
        setattr(thing, name, value)
    app = thing._meta.app_label
    audit.record(
        f"{app}.{machine.name}_{to.lower()}", by=by, on=thing, before=now, after=to, **detail
    )


def diagram(machine: Machine) -> str:
    """The machine as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.start}"]
    lines += [f"    {state}: {label}" for state, label in machine.labels.items()]
    for state, following in machine.steps.items():
        lines += [f"    {state} --> {step}" for step in following]
        if not following:
            lines.append(f"    {state} --> [*]")
    return "\n".join(lines) + "\n"
