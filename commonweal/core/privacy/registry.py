"""The list of what was declared, one entry a model."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from commonweal.core.privacy.declaring import Declared, Keep, Outside

_PERSONAL: dict[type[Model], "Declared"] = {}
_RULES: dict[type[Model], list["Keep"]] = {}
_OUTSIDE: list["Outside"] = []
_WITHOUT: dict[type[Model], str] = {}


def add(declared: "Declared") -> None:
    """Note what a model declares. Raises `ValueError` for a model that is declared already."""
    _refuse_second(declared.model)
    _PERSONAL[declared.model] = declared


def add_without(model: type[Model], because: str) -> None:
    """Note that a model holds nothing personal, and why."""
    _refuse_second(model)
    _WITHOUT[model] = because


def add_rule(model: type[Model], rule: "Keep") -> None:
    """Note one more rule of retention for a model that another app declares."""
    _RULES.setdefault(model, []).append(rule)


def add_outside(what: "Outside") -> None:
    """Note personal data that is kept in no model."""
    _OUTSIDE.append(what)


def declarations() -> list["Declared"]:
    """Every declaration with all its rules of retention, by app and model."""
    found = [
        replace(one, keep=(*one.keep, *_RULES.get(one.model, ()))) for one in _PERSONAL.values()
    ]
    return sorted(found, key=lambda one: one.model._meta.label)


def declared(model: type[Model]) -> "Declared | None":
    """What one model declares, or None where it holds nothing personal."""
    return _PERSONAL.get(model)


def outside() -> list["Outside"]:
    """What is kept in no model, by title."""
    return sorted(_OUTSIDE, key=lambda one: one.title)


def without() -> dict[type[Model], str]:
    """The models that hold nothing personal, with the reason."""
    return dict(_WITHOUT)


def _refuse_second(model: type[Model]) -> None:
    if model in _PERSONAL or model in _WITHOUT:
        raise ValueError(f"{model._meta.label} is declared twice")
