"""Erasing one person as the declarations say: deleted, emptied or kept, all of it or nothing."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import FileField, Model, ProtectedError
from django.utils import timezone

from commonweal.core.models import User
from commonweal.core.privacy import emptying, registry
from commonweal.core.privacy.declaring import Declared, Erasure
from commonweal.core.privacy.people import Person

BATCH = 500
# The end of the world of addresses: nothing sent there arrives (RFC 2606).
NOBODY = "erased-{}@erased.invalid"
NO_NAME = "Somebody erased"


@dataclass(frozen=True)
class Found:
    """How many rows of one table are the person's, and what erasing does to them."""

    declared: Declared
    rows: int

    @property
    def stays(self) -> bool:
        return self.declared.erasure is Erasure.KEEP


def plan(person: Person) -> list[Found]:
    """What erasing this person would do, tables that hold something alone."""
    counts = [Found(one, len(_keys(one, person))) for one in children_first()]
    return [found for found in counts if found.rows]


@transaction.atomic
def erase(person: Person) -> list[Found]:
    """Erase this person, as `plan` says. What was done, table by table.

    Files go once all of it is certain. Either everything is done or nothing.
    """
    overwrite_deleted()
    ordered = children_first()
    keys = {one.model: _keys(one, person) for one in ordered}
    for declared in ordered:
        if declared.erase is not None:
            declared.erase(person)
        elif declared.erasure is Erasure.DELETE:
            _delete(declared.model, keys[declared.model])
        elif declared.erasure is Erasure.BLANK:
            _empty(declared, keys[declared.model])
    return [Found(one, len(keys[one.model])) for one in ordered if keys[one.model]]


def overwrite_deleted() -> None:
    """Have SQLite write zeros over what is deleted here, in its file and in the log beside it.

    PostgreSQL does so by itself, when it next tidies the tables.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
    transaction.on_commit(_empty_log)


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def children_first() -> list[Declared]:
    """Every declaration, a table before those its rows point to, accounts at the very end."""
    declared = registry.declarations()
    return sorted(declared, key=lambda one: (one.model is User, -_depth(one.model, ())))


def _depth(model: type[Model], seen: tuple[type[Model], ...]) -> int:
    """How many tables a row stands on, one on the other."""
    above = {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type) and field.related_model not in (model, *seen)
    }
    return 1 + max((_depth(one, (*seen, model)) for one in above), default=0)


def _keys(declared: Declared, person: Person) -> list[Any]:
    return sorted(set(declared.of(person).values_list("pk", flat=True)))


def _delete(model: type[Model], keys: list[Any]) -> None:
    """Remove rows; an account on which others' records stand is emptied instead."""
    for row in _rows(model, keys):
        _forget_files(row)
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            if not isinstance(row, User):
                raise
            empty_account(row)


def empty_account(user: User) -> None:
    """Leave of an account that others' records stand on nothing but that there was one."""
    user.email, user.name = NOBODY.format(user.pk), NO_NAME
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def _empty(declared: Declared, keys: list[Any]) -> None:
    """Empty what identifies. What `stays` names is left, as the counts are made of it."""
    model = declared.model
    values = emptying.emptied(model, declared.emptied)
    if any(field.name == "erased_on" for field in model._meta.concrete_fields):
        values["erased_on"] = timezone.localdate()
    for row in _rows(model, keys):
        _forget_files(row)
        model._default_manager.filter(pk=row.pk).update(**values)


def _rows(model: type[Model], keys: list[Any]) -> list[Any]:
    found: list[Any] = []
    for start in range(0, len(keys), BATCH):
        found += model._default_manager.filter(pk__in=keys[start : start + BATCH])
    return found


def _forget_files(row: Any) -> None:
    for field in row._meta.concrete_fields:
        if isinstance(field, FileField) and (stored := getattr(row, field.name)):
            transaction.on_commit(partial(stored.storage.delete, stored.name))
