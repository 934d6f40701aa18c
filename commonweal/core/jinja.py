"""The Jinja environment every page is rendered with."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import json_script
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from commonweal.core import brand
from commonweal.core.dates import clock, day_and_time
from commonweal.core.text import browser, deed, initials, shade, thing, told


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def day(value: datetime.date) -> str:
    """A date as the NHS style guide writes it: 3 August 2023."""
    return date_format(value, "j F Y")


def moment(value: datetime.datetime) -> str:
    """A time as the NHS style guide writes it: 3 August 2023, 4:05pm, or midday."""
    local = timezone.localtime(value)
    return f"{day(local)}, {clock(local.time().replace(second=0, microsecond=0))}"


def may(user: Any, permission: str, on: Any = None) -> bool:
    """Whether a page may offer this to its reader."""
    return bool(user.has_perm(permission, on))


def environment(**options: Any) -> Environment:
    env = Environment(**options)
    if env.loader is None:
        raise ValueError("Django gives the environment its loader")
    env.loader = ChoiceLoader([env.loader, PackageLoader("nhsuk_frontend_jinja")])
    env.globals.update(
        static=static,
        url=url,
        may=may,
        get_messages=get_messages,
        settings=settings,
        brand_version=brand.version,
        csrf_token=get_token,
    )
    env.filters.update(day=day, moment=moment, day_and_time=day_and_time, thousands=intcomma)
    env.filters.update(deed=deed, thing=thing, told=told, initials=initials, shade=shade)
    env.filters.update(browser=browser, json_script=json_script)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True
    )
    return env


class LoudUndefined(ChainableUndefined):
    """Missing values chain, as NHS components need, but printing one is an error."""

    __str__ = ChainableUndefined._fail_with_undefined_error
    __html__ = ChainableUndefined._fail_with_undefined_error
