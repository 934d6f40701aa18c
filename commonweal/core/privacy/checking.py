"""Whether what models declare is whole and true to their fields."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db.models import DateField, EmailField, Field, GenericIPAddressField, Model

from commonweal.core.privacy import emptying, registry
from commonweal.core.privacy.declaring import Declared, Erasure, Keep
from commonweal.core.privacy.keeping import since_field


def problems(models: Iterable[type[Model]]) -> Iterator[str]:
    """A sentence for everything that is missing or wrong in what these models declare."""
    personal = {one.model: one for one in registry.declarations()}
    without = registry.without()
    for model in models:
        if model in personal:
            yield from _said_of(model, _wrong(personal[model]))
        elif model in without:
            yield from _said_of(model, _not_free_of(model, personal.keys(), without[model]))
        elif not model._meta.proxy:
            yield (
                f"{model._meta.label} does not say what it holds of people: declare it with "
                "personal() or nothing_personal() in the privacy.py of its app."
            )


def _said_of(model: type[Model], found: Iterable[str]) -> Iterator[str]:
    return (f"{model._meta.label} {sentence}." for sentence in found)


def _not_free_of(model: type[Model], personal: Collection[Any], because: str) -> Iterator[str]:
    """What speaks against a model that says it holds nothing of people."""
    if not because:
        yield "does not say why it holds nothing personal"
    for field in model._meta.concrete_fields:
        if isinstance(field, (EmailField, GenericIPAddressField)):
            yield f"says it holds nothing personal, and yet has “{field.name}”"
        if field.is_relation and not field.null and field.related_model in personal:
            yield f"says it holds nothing personal, and yet each row belongs to its “{field.name}”"


def _wrong(declared: Declared) -> Iterator[str]:
    yield from _unsaid(declared)
    yield from _misplaced(declared)
    if not declared.keep and not declared.forever:
        yield "says neither how long it is kept (keep) nor why it may stay (forever)"
    for keep in declared.keep:
        yield from _wrong_rule(declared.model, keep)
    if declared.erasure == Erasure.BLANK and declared.erase is None:
        yield from _cannot_be_emptied(declared.model, declared.emptied, {})


def _unsaid(declared: Declared) -> Iterator[str]:
    for name in ("title", "purpose", "seen_by", "holds"):
        if not getattr(declared, name):
            yield f"says nothing in “{name}”"
    for name, words in declared.holds.items():
        if not words:
            yield f"does not say in words what “{name}” is"


def _misplaced(declared: Declared) -> Iterator[str]:
    """Fields that nobody placed, or placed twice, and names that are no fields."""
    holds, plain = set(declared.holds), set(declared.plain)
    fields = {field.name for field in _fields(declared.model)}
    key = str(declared.model._meta.pk and declared.model._meta.pk.name)
    missing, unknown = fields - holds - plain, (holds | plain) - fields - {key}
    if missing:
        yield f"must place in holds or plain: {_listed(missing)}"
    if unknown:
        yield f"has no such fields: {_listed(unknown)}"
    if stray := set(declared.stays) - holds:
        yield f"leaves these at erasure, and yet does not hold them: {_listed(stray)}"
    if twice := holds & plain:
        yield f"says of these that they are personal and plain: {_listed(twice)}"


def _wrong_rule(model: type[Model], keep: Keep) -> Iterator[str]:
    if not keep.why:
        yield "has a rule of retention without a reason"
    if not keep.since and not keep.only:
        yield "has a rule of retention that says neither since when nor for which rows"
    if stray := set(keep.blank) - set(keep.fields):
        yield f"says what these would hold, and empties them by no rule: {_listed(stray)}"
    unknown = set(keep.fields) - {field.name for field in _fields(model)}
    if unknown:
        yield f"has a rule of retention for fields it does not have: {_listed(unknown)}"
    yield from _cannot_be_emptied(model, set(keep.fields) - unknown, keep.blank)
    yield from _wrong_lookups(model, keep)


def _wrong_lookups(model: type[Model], keep: Keep) -> Iterator[str]:
    try:
        model._default_manager.filter(**keep.only)
        if keep.since and not isinstance(since_field(model, keep.since), DateField):
            yield f"counts a rule of retention from “{keep.since}”, which is no day or time"
    except (FieldDoesNotExist, FieldError, AttributeError) as unknown:
        yield f"has a rule of retention that asks for what is not there: {unknown}"


def _cannot_be_emptied(
    model: type[Model], names: Iterable[str], blank: dict[str, object]
) -> Iterator[str]:
    known = {field.name for field in _fields(model)}
    for name in sorted(set(names) & known):
        if why := emptying.problem(model, name, blank):
            yield f"is to empty “{name}”, which {why}"


def _fields(model: type[Model]) -> "list[Field[object, object]]":
    """Every field of the table but the key, and the lists of other things that hang on a row."""
    found = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [*found, *model._meta.many_to_many]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
