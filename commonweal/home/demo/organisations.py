"""The real organisations at which the demo's people are said to work."""

from collections import defaultdict
from itertools import accumulate
from random import Random

from commonweal.core.text import fold
from commonweal.home.demo import shipped
from commonweal.home.demo.plan import Role
from commonweal.members.models import Organisation

# What the words of roles.csv mean. A nation without such an organisation takes the fallback.
GROUPS = {
    "provider": ("acute", "mental-health", "community", "health-board", "hospital"),
    "maternity": ("acute", "health-board", "hospital"),
}
FALLBACK = "provider"
SECTORS = {
    "orgtype:social-care": "sector:social-care",
    "orgtype:local-authority": "sector:both",
    "orgtype:health-board": "sector:health",
    "orgtype:university": None,
    "orgtype:independent": None,
    "orgtype:charity": "sector:both",
    "orgtype:patient-led": "sector:both",
}


def load() -> dict[str, Organisation]:
    """Every organisation of the shipped list by name, added to the database where missing.

    One that is there already, under the same code or name, is taken as it is.
    """
    by_code = {one.code: one for one in Organisation.objects.exclude(code="")}
    by_name = {one.sort_name: one for one in Organisation.objects.order_by("-pk")}
    found: dict[str, Organisation] = {}
    for row in shipped.rows("organisations.csv"):
        known = by_code.get(row["code"]) or by_name.get(fold(row["name"]))
        found[row["name"]] = known or _unsaved(row)
    Organisation.objects.bulk_create([one for one in found.values() if one.pk is None])
    _tell_parents(found)
    return found


def _unsaved(row: dict[str, str]) -> Organisation:
    kind = f"orgtype:{row['type']}"
    return Organisation(
        code=row["code"],
        name=row["name"],
        sort_name=fold(row["name"]),
        type_id=kind,
        sector_id=SECTORS.get(kind, "sector:health"),
        nation_id=f"nation:{row['nation']}" if row["nation"] else None,
        region=row["region"],
    )


def _tell_parents(found: dict[str, Organisation]) -> None:
    """Parents can be told only when all are saved; what somebody else said of them stays."""
    rows = shipped.rows("organisations.csv")
    by_code = {row["code"]: row["name"] for row in rows}
    changed = []
    for row in rows:
        one = found[row["name"]]
        if row["parent"] and one.parent_id is None:
            one.parent = found[by_code.get(row["parent"], row["parent"])]
            changed.append(one)
    Organisation.objects.bulk_update(changed, ["parent"], batch_size=500)


class Workplaces:
    """Chooses an organisation that fits a role and a nation; some are chosen more than others."""

    def __init__(self, organisations: dict[str, Organisation], seed: int) -> None:
        self.organisations = organisations
        self.rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        towns: dict[str, list[str]] = defaultdict(list)
        rng = Random(f"{seed}/organisations")  # noqa: S311
        lines = list(shipped.rows("organisations.csv"))
        self.rank = {row["name"]: rng.random() for row in lines}
        self.own_town = {organisations[row["name"]].name: row["place"] for row in lines}
        for row in lines:
            self.rows[f"nation:{row['nation']}", row["type"]].append(row)
            towns[row["region"]] += [row["place"]] if row["place"] else []
        self.towns = dict(towns)
        self.fitting: dict[tuple[str, str], tuple[list[dict[str, str]], list[float]]] = {}

    def choose(self, role: Role, nation: str, rng: Random) -> tuple[Organisation, str] | None:
        """An organisation and its type's short name; None outside the five nations."""
        rows, weights = self._fitting(role.types, nation)
        if not rows:
            return None
        row = rng.choices(rows, cum_weights=weights)[0]
        return self.organisations[row["name"]], row["type"]

    def town(self, organisation: Organisation, rng: Random) -> str:
        """Where somebody who works there is: mostly in its town, else in another of its region."""
        own = self.own_town[organisation.name]
        if own and rng.random() < 0.8:
            return own
        towns = self.towns.get(organisation.region)
        return rng.choice(towns) if towns else own

    def _fitting(self, types: str, nation: str) -> tuple[list[dict[str, str]], list[float]]:
        key = (types, nation)
        if key not in self.fitting:
            rows = self._rows(types, nation) or self._rows(FALLBACK, nation)
            weights = accumulate((rank + 1) ** -0.4 for rank in range(len(rows)))
            self.fitting[key] = (rows, list(weights))
        return self.fitting[key]

    def _rows(self, types: str, nation: str) -> list[dict[str, str]]:
        rows = [row for kind in GROUPS.get(types, (types,)) for row in self.rows[nation, kind]]
        anywhere = self.rows["nation:", types] if nation != "nation:other" else []
        return sorted(rows + anywhere, key=lambda row: self.rank[row["name"]])
