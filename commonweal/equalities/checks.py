from typing import Any

from django.core.checks import CheckMessage, Error, register

from commonweal.equalities import sealed


@register()
def key_opens_answers(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A key that is no key would lose answers: better not to start."""
    try:
        sealed.keys()
    except ValueError as problem:
        return [Error(f"{problem}.", id="equalities.key")]
    return []
