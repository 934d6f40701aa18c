"""Keeping the index true. Every call replaces all that was known of an object."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from commonweal.search import spelling, tallies
from commonweal.search.engines import engine
from commonweal.search.models import Document
from commonweal.search.words import Words, words_of

BATCH = 500


@dataclass(frozen=True)
class Entry:
    """One object as one audience may see it. Leave out whatever that audience may not see.

    `ref` is unique in its kind; `facets` are keys like “nation:wales”, without spaces, of which
    the part before the first colon is the group; `sort` is the folded name.
    """

    kind: str
    ref: str
    audience: str
    title: str
    summary: str
    body: str
    facets: tuple[str, ...]
    url: str
    sort: str
    image: str = ""


Key = tuple[str, str]


def put(kind: str, ref: str, entries: Sequence[Entry]) -> None:
    """Replace all that is known of one object; no entries remove it.

    Runs inside the caller's transaction, so that a page and the index never disagree.
    """
    with transaction.atomic():
        engine().hold(f"{kind} {ref}")
        _replace({(kind, ref): entries})


def put_many(entries: Iterable[Entry]) -> None:
    """Replace all that is known of every object named in `entries`.

    Reads the entries as a stream and keeps a few hundred in memory. The entries of one object
    must follow one another.
    """
    batch: dict[Key, Sequence[Entry]] = {}
    for key, group in groupby(entries, key=lambda entry: (entry.kind, entry.ref)):
        batch[key] = list(group)
        if len(batch) >= BATCH:
            _replace(batch)
            batch = {}
    if batch:
        _replace(batch)


def remove(kind: str, ref: str) -> None:
    """Forget one object entirely, its words included."""
    put(kind, ref, [])


def scrub() -> None:
    """Have the index keep no trace of what was forgotten. Takes a second in a large community."""
    engine().scrub()


# Should another writer be telling the same at this moment, the later one overwrites.
CONTENT = [field.name for field in Document._meta.fields if field.name != "id"]
KEY = ["kind", "ref", "audience"]


@transaction.atomic
def _replace(objects: dict[Key, Sequence[Entry]]) -> None:
    known = {_content(document): document for document in _documents(objects)}
    wanted = {
        _content(document): document
        for entries in objects.values()
        for document in map(_document, entries)
    }
    gone = [document for content, document in known.items() if content not in wanted]
    new = [document for content, document in wanted.items() if content not in known]
    Document.objects.filter(pk__in=[document.pk for document in gone]).delete()
    Document.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=[name for name in CONTENT if name not in KEY],
    )
    said = [words_of(document) for document in new]
    if said:
        engine().add((words.document.pk, words.tokens()) for words in said)
    spelling.learn(said)
    spelling.forget(_pairs(map(words_of, gone)) - _pairs(said))
    tallies.change(new, gone)


def _documents(keys: Iterable[Key]) -> Iterator[Document]:
    for kind, group in groupby(sorted(keys), key=lambda key: key[0]):
        yield from Document.objects.filter(kind=kind, ref__in=[ref for _, ref in group])


def _document(entry: Entry) -> Document:
    fields = vars(entry) | {
        "facets": f" {' '.join(entry.facets)} ",
        "title": entry.title[:250],
        "sort": entry.sort[:250],
    }
    return Document(**fields)


def _content(document: Document) -> tuple[str, ...]:
    return tuple(getattr(document, name) for name in CONTENT)


def _pairs(said: Iterable[Words]) -> set[tuple[str, str]]:
    return {(words.document.audience, word) for words in said for word in words.all}
