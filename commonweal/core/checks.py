from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from commonweal.core import brand
from commonweal.core.privacy import checking


@register()
def brand_is_readable(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The community's colours must carry white text that people can read."""
    return [Error(sentence, id="core.brand") for sentence in brand.problems()]


@register()
def models_declare_what_they_hold(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Every model of every app must say what it holds of people, whoever wrote it."""
    return [Error(sentence, id="core.privacy") for sentence in checking.problems(apps.get_models())]
