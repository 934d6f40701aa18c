"""The list of what was declared, one entry a model."""

from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from commonweal.core.privacy.declaring import Declared

_PERSONAL: dict[type[Model], "Declared"] = {}
_WITHOUT: dict[type[Model], str] = {}


def add(declared: "Declared") -> None:
    """Note what a model declares. Raises `ValueError` for a model that is declared already."""
    _refuse_second(declared.model)
    _PERSONAL[declared.model] = declared


def add_without(model: type[Model], because: str) -> None:
    """Note that a model holds nothing personal, and why."""
    _refuse_second(model)
    _WITHOUT[model] = because


def declarations() -> list["Declared"]:
    """Every declaration, by app and model."""
    return sorted(_PERSONAL.values(), key=lambda one: one.model._meta.label)


def without() -> dict[type[Model], str]:
    """The models that hold nothing personal, with the reason."""
    return dict(_WITHOUT)


def _refuse_second(model: type[Model]) -> None:
    if model in _PERSONAL or model in _WITHOUT:
        raise ValueError(f"{model._meta.label} is declared twice")
