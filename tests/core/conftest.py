import itertools

import pytest
from django.core.cache import cache
from django.template import engines
from jinja2 import DictLoader

from commonweal.core.letters import declaring

NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def fresh_limits():
    """Tries counted in one test are not held against the next."""
    cache.clear()


@pytest.fixture
def invented(monkeypatch):
    """invented(text) declares a letter with this template and answers its code."""
    monkeypatch.setattr(declaring, "_ALL", dict(declaring._ALL))
    texts = {}
    loader = engines["jinja2"].env.loader
    monkeypatch.setattr(loader, "loaders", [DictLoader(texts), *loader.loaders])

    def declare(text="Hello\n\nGood morning, {{ name | default('you') }}.\n", **values):
        code = f"invented.letter{next(NUMBERS)}"
        texts[code.replace(".", "/letters/") + ".txt"] = text
        words = {"title": "An invented letter", "to": "Nobody", "when": "Never"}
        declaring.declare(code, **{**words, "sample": lambda: {"name": "Mair"}, **values})
        return code

    return declare
