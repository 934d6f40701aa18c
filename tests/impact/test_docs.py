from pathlib import Path

from commonweal.impact.figures.making import figures
from commonweal.impact.snapshot.tables import COLUMNS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def rows(page):
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    return [row for row in cells if set(row[0]) != {"-"}]


def test_the_docs_have_one_row_for_each_figure():
    declared = [[f.number, f"`{f.slug}`", f.title, f.description, f.source] for f in figures()]

    assert rows("figures.md")[1:] == declared


def test_the_guide_names_every_table_of_a_snapshot():
    named = {row[0] for row in rows("guide/figures.md")[1:]}

    assert named == {f"`{table}`" for table in COLUMNS}
