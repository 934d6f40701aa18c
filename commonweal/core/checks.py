from typing import Any

from django.core.checks import CheckMessage, Error, register

from commonweal.core import brand


@register()
def brand_is_readable(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The community's colours must carry white text that people can read."""
    return [Error(sentence, id="core.brand") for sentence in brand.problems()]
