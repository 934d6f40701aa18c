"""The record of processing as a page of the docs."""

from collections.abc import Iterable, Iterator

from commonweal.stewardship.queries.record import Entry, Part, record, without

HEAD = """# Record of processing

<!-- Made by `make docs` from the privacy.py of each app. Do not edit. -->

What the software keeps of people, why, on which lawful basis, for how long, and who sees it. Every
model declares it in the `privacy.py` of its app, and the site does not start while one does not.
“You” is whoever the data is about.
What is kept for too long goes every night: `commonweal retention --dry-run` says what would go.
Stewards, the team and evaluators read the same page at `/desk/record/`.

A community that runs this software is the controller, and this page is where its own record begins.
Add who you are, whom you share data with, and where your server stands.
"""


def page() -> str:
    """The whole record in Markdown."""
    return HEAD + "".join(_lines(record()))


def _lines(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield f"\n## {part.title}\n\nWhose data: {part.whose}\n"
        for entry in part.entries:
            yield from _entry(entry)
    yield "\n## What holds nothing of anybody\n\n"
    for one in without():
        yield f"- {', '.join(one.tables)}: {one.because}\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"\n### {entry.what}\n\n"
    if entry.table:
        yield f"- **Table**: `{entry.table}`\n"
    yield f"- **What is kept**: {'; '.join(entry.fields)}\n"
    yield f"- **Why**: {entry.why}\n- **Lawful basis**: {entry.basis}\n"
    if entry.special:
        yield f"- **Special category**: {entry.special}\n"
    yield f"- **Who sees it**: {entry.seen_by}\n- **How long**: {' '.join(entry.how_long)}\n"
    yield f"- **When somebody is erased**: {entry.erased}\n"
