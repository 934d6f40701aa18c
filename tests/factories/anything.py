"""A row of any model, made without knowing it: for tests that walk over all of them."""

import datetime
import itertools
import uuid

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from commonweal.core.models import User
from commonweal.members.models import Member, Term
from tests.factories import MemberFactory, UserFactory, joining

NUMBERS = itertools.count(1)
FACTORIES = {User: UserFactory, Member: MemberFactory} | {
    factory._meta.model: factory
    for factory in vars(joining).values()
    if isinstance(factory, type) and getattr(factory, "_meta", None) and factory._meta.model
}


def anything(model, **values):
    """One row of `model` with these values; every text and file filled, the rest as it must be."""
    if model in FACTORIES:
        return FACTORIES[model](**values)
    fields = [field for field in model._meta.concrete_fields if field.name not in values]
    return model._base_manager.create(
        **{field.name: _value(field) for field in fields if _is_needed(field)}, **values
    )


def fill(row, names):
    """Put something into each of these fields of a row."""
    for name in names:
        setattr(row, name, _value(row._meta.get_field(name)))
    row.save()


def _is_needed(field):
    if isinstance(field, models.AutoField | models.BigAutoField) or field.has_default():
        return False
    return not field.null


def _value(field):
    number = next(NUMBERS)
    if isinstance(field, models.ForeignKey):
        return _related(field)
    if field.choices:
        return field.choices[0][0]
    for kind, make in VALUES.items():
        if isinstance(field, kind):
            return make(number, field)
    raise TypeError(f"There is no value for {field}")


def _related(field):
    if field.related_model is Term:
        vocabulary = field.get_limit_choices_to().get("vocabulary", "interest")
        return Term.objects.filter(vocabulary=vocabulary).first()
    return anything(field.related_model)


VALUES = {
    models.EmailField: lambda n, f: f"somebody{n}@example.org",
    models.URLField: lambda n, f: f"https://example.org/{n}",
    models.FileField: lambda n, f: ContentFile(b"something", f"file{n}.jpg"),
    models.BooleanField: lambda n, f: True,
    models.JSONField: lambda n, f: ["something"],
    models.DateTimeField: lambda n, f: timezone.now(),
    models.DateField: lambda n, f: timezone.localdate(),
    models.UUIDField: lambda n, f: uuid.uuid4(),
    models.IntegerField: lambda n, f: 1,
    models.GenericIPAddressField: lambda n, f: "192.0.2.1",
    models.BinaryField: lambda n, f: b"something",
    models.DurationField: lambda n, f: datetime.timedelta(days=1),
    models.TextField: lambda n, f: f"Something {n}",
    models.CharField: lambda n, f: f"Something {n}"[: f.max_length],
}
