"""Words for people: names compared and shortened, codes of machines spelt out."""

import re
import unicodedata
from typing import Any


def fold(text: str) -> str:
    """Lower case, without accents, single spaces: “Gŵyr  Ní” becomes “gwyr ni”."""
    if text.isascii():  # most text, and ten times as fast
        return " ".join(text.casefold().split())
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(kept.casefold().split())


def initials(name: str) -> str:
    """The first letters of the first and last word of a name: “Siân ap Rhys” becomes “SR”."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper() or "?"


def shade(name: str) -> int:
    """One of six colours, always the same for the same name."""
    return sum(name.encode()) % 6


# The first that the agent names decides: Edge calls itself Chrome too, and Chrome Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
DEVICES = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


def browser(agent: str) -> str:
    """What somebody would call this browser: “Firefox on Windows”."""
    name = next((name for mark, name in BROWSERS.items() if mark in agent), "A browser")
    device = next((name for mark, name in DEVICES.items() if mark in agent), "")
    return f"{name} on {device}" if device else name


def deed(action: str) -> str:
    """An action as people read it: “members.correct_seniority” is “Correct seniority”."""
    app, _, rest = action.partition(".")
    words = action if app in {"import", "export", "admin"} else rest
    return re.sub(r"[._]", " ", words).capitalize()


def thing(target: str) -> str:
    """A target as people read it: “core.FileJob:3” is “File job 3”."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", target.partition(".")[2])
    return words.replace(":", " ").capitalize()


def told(detail: dict[str, Any]) -> str:
    """What an audit entry notes, as people read it: “changed: role title, organisation”."""
    parts = []
    for name, value in detail.items():
        listed = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        said = ", ".join(one.removesuffix("_id").replace("_", " ") for one in listed if one)
        parts += [f"{name.replace('_', ' ')}: {said}"] if said else []
    return "; ".join(parts)
