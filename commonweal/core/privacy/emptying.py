"""What a field holds once it is emptied, and whether its row may stand so."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BinaryField, Field, Model, Q

NONE: Mapping[str, Any] = {}


def problem(model: type[Model], name: str, blank: Mapping[str, Any] = NONE) -> str:
    """Why this field cannot be emptied, or nothing. `blank` may say what it then holds."""
    field = _field(model, name)
    if field.primary_key:
        return "is the key"
    if field.unique and not field.null:
        return "is unique, so two rows could not both be empty"
    if name in blank or field.null or _has_empty_value(field):
        return ""
    return "can be neither null nor empty: say in `blank` what it then holds, or that it `stays`"


def emptied(
    model: type[Model], names: Iterable[str], blank: Mapping[str, Any] = NONE
) -> dict[str, Any]:
    """The values of these fields once they are emptied.

    What may be null becomes null, unless it is text that has an empty form.
    """
    return {name: blank[name] if name in blank else _empty(_field(model, name)) for name in names}


def still_filled(model: type[Model], name: str, value: Any) -> Q:
    """The rows in which this field holds something else than `value`."""
    if value is None:
        return Q(**{f"{name}__isnull": False})
    if _field(model, name).null:
        return ~Q(**{name: value}) | Q(**{f"{name}__isnull": True})
    return ~Q(**{name: value})


def _empty(field: "Field[Any, Any]") -> Any:
    if field.null and (field.unique or not _has_empty_value(field)):
        return None
    if isinstance(field, BinaryField):
        return b""
    return field.get_default() if field.has_default() and _is_json(field) else ""


def _has_empty_value(field: "Field[Any, Any]") -> bool:
    if isinstance(field, BinaryField):
        return True
    if _is_json(field):
        return bool(field.has_default())
    return bool(field.empty_strings_allowed) and not field.is_relation


def _is_json(field: "Field[Any, Any]") -> bool:
    return field.get_internal_type() == "JSONField"


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return model._meta.get_field(name)  # type: ignore[return-value]
