"""Finding the organisations a batch of rows speaks of, with a fixed number of queries."""

from collections.abc import Iterable

from commonweal.core.text import fold
from commonweal.members.models import Organisation, OrganisationAlias


class Places:
    """Organisations by code, by external id, and by name or alias."""

    def __init__(
        self, *, codes: Iterable[str], external_ids: Iterable[str], names: Iterable[str]
    ) -> None:
        folded = {fold(name) for name in names if name}
        self._aliases = dict(
            OrganisationAlias.objects.filter(sort_name__in=folded).values_list(
                "sort_name", "organisation_id"
            )
        )
        found: dict[int, Organisation] = {}
        for wanted in (
            {"code__in": set(filter(None, codes))},
            {"external_id__in": set(filter(None, external_ids))},
            {"sort_name__in": folded},
            {"pk__in": set(self._aliases.values())},
        ):
            if any(wanted.values()):
                for place in Organisation.objects.select_related("parent").filter(**wanted):
                    found.setdefault(place.pk, place)
        self._by_id = found
        self._by_code = {place.code: place for place in found.values() if place.code}
        self._by_external = {place.external_id: place for place in found.values()}
        self._by_name: dict[str, list[Organisation]] = {}
        for place in sorted(found.values(), key=lambda each: (each.closed_on is not None, each.pk)):
            self._by_name.setdefault(place.sort_name, []).append(place)

    def coded(self, code: str) -> Organisation | None:
        return self._by_code.get(code)

    def from_source(self, external_id: str) -> Organisation | None:
        return self._by_external.get(external_id) if external_id else None

    def named(self, name: str) -> list[Organisation]:
        """Those of this name, open ones first; failing that, the one that has it as an alias."""
        folded = fold(name)
        if folded in self._by_name:
            return self._by_name[folded]
        return [self._by_id[self._aliases[folded]]] if folded in self._aliases else []

    def owner_of_alias(self, name: str) -> int | None:
        return self._aliases.get(fold(name))
