"""The rules of retention at work: which rows are due, and what is done to them."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import CASCADE, DateTimeField, FileField, ForeignKey, Model, Q, QuerySet
from django.utils import timezone

from commonweal.core.privacy import emptying, registry
from commonweal.core.privacy.declaring import Declared, Keep

BATCH = 500
Models = tuple[type[Model], ...]


@dataclass(frozen=True)
class Rule:
    """One rule of retention of one declared model."""

    declared: Declared
    keep: Keep
    number: int

    @property
    def model(self) -> type[Model]:
        return self.declared.model

    @property
    def key(self) -> str:
        """What this rule is called wherever runs are counted."""
        return f"{self.model._meta.label}:{self.number}"

    @property
    def emptied(self) -> dict[str, Any]:
        """What the fields of this rule hold afterwards; nothing where rows are removed."""
        return emptying.emptied(self.model, self.keep.fields, self.keep.blank)

    @property
    def fields(self) -> list[str]:
        """The fields it empties, in the words of the record of processing."""
        return [self.declared.holds.get(name, name) for name in self.keep.fields]


def rules() -> list[Rule]:
    """Every rule, in the order in which they are carried out.

    Rows are removed before fields are emptied, and a row before what hangs on it: no rule makes
    another find more than a count beforehand said it would find.
    """
    found = [
        Rule(declared, keep, number)
        for declared in registry.declarations()
        for number, keep in enumerate(declared.keep, 1)
    ]
    return sorted(found, key=lambda rule: (bool(rule.keep.fields), _depth(rule.model), rule.key))


def due(rule: Rule, now: datetime.datetime) -> QuerySet[Any]:
    """The rows whose time is over by this rule, whatever they still hold."""
    rows = _all(rule.model).filter(**rule.keep.only)
    if rule.keep.since:
        latest: Any = now - rule.keep.after
        if not isinstance(since_field(rule.model, rule.keep.since), DateTimeField):
            latest = timezone.localdate(latest)
        rows = rows.filter(**{f"{rule.keep.since}__lte": latest})
    # By key, as a condition on rows that hang on this one would find it once for each of them.
    return _all(rule.model).filter(pk__in=rows.values("pk"))


def count(rule: Rule, now: datetime.datetime, before: Sequence[Rule] = ()) -> int:
    """How many rows the rule will empty or remove once the rules `before` have had their turn."""
    return _found(rule, now, before).count()


def forecast(now: datetime.datetime) -> Iterator[tuple[Rule, int]]:
    """Each rule with the number of rows it would empty or remove. Nothing is changed."""
    everything = rules()
    for place, rule in enumerate(everything):
        yield rule, count(rule, now, everything[:place])


@transaction.atomic
def carry_out(rule: Rule, now: datetime.datetime) -> int:
    """Empty or remove what is due by this rule, a few hundred rows at a time. How many there were.

    Files go once all of it is certain.
    """
    done, last = 0, None
    while keys := _next_keys(rule, now, last):
        last = keys[-1]
        # Held first and looked at again: somebody may just have gone on with what was due.
        list(_all(rule.model).filter(pk__in=keys).select_for_update().values_list("pk"))
        done += _finish_with(rule, list(_found(rule, now).filter(pk__in=keys)))
    return done


def since_field(model: type[Model], lookup: str) -> Any:
    """The field a rule counts from. Raises `FieldDoesNotExist` where there is none."""
    name, _, rest = lookup.partition("__")
    field: Any = model._meta.get_field(name)
    return since_field(field.related_model, rest) if rest else field


def _found(rule: Rule, now: datetime.datetime, before: Sequence[Rule] = ()) -> QuerySet[Any]:
    rows = due(rule, now)
    if rule.keep.fields:
        rows = rows.filter(_filled(rule, now, before))
    removing = [earlier for earlier in before if not earlier.keep.fields]
    return rows.exclude(_gone(rule.model, removing, now)) if removing else rows


def _gone(
    model: type[Model], removing: Sequence[Rule], now: datetime.datetime, seen: Models = ()
) -> Q:
    """The rows that these rules remove, by themselves or with a row they hang on."""
    found = Q(pk__in=[])
    for rule in removing:
        if rule.model is model:
            found |= Q(pk__in=due(rule, now).values("pk"))
    for field in model._meta.concrete_fields:
        above: Any = field.related_model
        if isinstance(field, ForeignKey) and above not in (model, *seen) and _goes_with(field):
            gone = _all(above).filter(_gone(above, removing, now, (*seen, model)))
            found |= Q(**{f"{field.name}__in": gone.values("pk")})
    return found


def _goes_with(field: "ForeignKey[Any, Any]") -> bool:
    return field.remote_field.on_delete is CASCADE


def _next_keys(rule: Rule, now: datetime.datetime, last: Any) -> list[Any]:
    rows = _found(rule, now).order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _finish_with(rule: Rule, batch: Sequence[Any]) -> int:
    _forget_files(rule, batch)
    rows = _all(rule.model).filter(pk__in=[row.pk for row in batch])
    if rule.keep.fields:
        rows.update(**rule.emptied)
    else:
        rows.delete()
    return len(batch)


def _all(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.all()


def _filled(rule: Rule, now: datetime.datetime, before: Sequence[Rule]) -> Q:
    """Any field that still holds something, and that no rule before this one has emptied."""
    found = Q(pk__in=[])
    for name, value in rule.emptied.items():
        filled = emptying.still_filled(rule.model, name, value)
        for earlier in before:
            if earlier.model is rule.model and name in earlier.keep.fields:
                filled &= ~Q(pk__in=due(earlier, now).values("pk"))
        found |= filled
    return found


def _forget_files(rule: Rule, batch: Sequence[Any]) -> None:
    for field in rule.model._meta.concrete_fields:
        if isinstance(field, FileField) and (field.name in rule.keep.fields or not rule.emptied):
            for row in batch:
                if name := getattr(row, field.name).name:
                    transaction.on_commit(partial(_remove_stored, field.storage, name))
    if rule.keep.files is not None:
        for row in batch:
            for path in rule.keep.files(row):
                transaction.on_commit(partial(_remove_path, path))


def _remove_stored(storage: Storage, name: str) -> None:
    storage.delete(name)


def _remove_path(path: Path) -> None:
    path.unlink(missing_ok=True)


def _depth(model: type[Model], seen: Models = ()) -> int:
    """How many tables a row of this model hangs on, one on the other."""
    if model in seen:
        return 0
    above = {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is not model
    }
    return 1 + max((_depth(one, (*seen, model)) for one in above), default=0)  # type: ignore[arg-type]
