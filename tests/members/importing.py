"""How the tests of importing give a file to an importer and read what came of it."""

import csv
import datetime
import io

from commonweal.core.tables.importing import Run
from commonweal.core.tables.mapping import own
from commonweal.core.tables.mapping_files import parse
from commonweal.core.tables.source import open_source

TODAY = datetime.date(2024, 6, 1)


def run(importer, path, rows, mapping=None, step=Run.take, today=TODAY):
    """Import rows (dicts) and give back the tally and the rejects as (line, column, reason)."""
    path.write_text(as_csv(rows), encoding="utf-8")
    source = open_source(path)
    plan = (
        parse({"kind": importer.kind, **mapping})
        if mapping
        else own(importer.kind, source.columns, importer.fields)
    )
    rejects = []
    going = Run(source, plan, importer(plan, today=today), today=today, on_reject=rejects.append)
    return step(going), [(each.line, each.column, each.reason) for each in rejects]


def as_csv(rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
