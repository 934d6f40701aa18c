"""What snapshots keep about people, why, and for how long."""

from commonweal.core.privacy.declaring import Basis, nothing_personal, outside
from commonweal.impact.models import Benchmark, BenchmarkCount, Issue, Snapshot

nothing_personal(
    Snapshot,
    because="It says when the community was counted and which file holds the counts.",
)

nothing_personal(
    Benchmark,
    BenchmarkCount,
    because="Published numbers about people outside the community.",
)
nothing_personal(
    Issue,
    because="Counts of groups: protected where anybody sees them, and sealed where they are true.",
)

outside(
    "Snapshots",
    app="impact",
    purpose="To count the community as it was on a day, so that anybody can check a figure later.",
    basis=Basis.INTERESTS,
    holds=(
        "For each member, under a code name: what they do, where they work, when they joined and "
        "left, and what they took part in. No name, no address and nothing that anybody wrote."
    ),
    how_long="As long as the figures made from them are published or relied on.",
    erased=(
        "They stay as they are: the key that leads from a code name to a person is kept apart, "
        "and leads nowhere once the person is erased."
    ),
    seen_by="Evaluators and the team.",
)
