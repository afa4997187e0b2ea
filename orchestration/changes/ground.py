"""The ground of a change: what NetBox says at this moment, past every cache, each thing asked once a draft."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import ObjectType
from orchestration.changes.customs import custom_slots
from orchestration.changes.form import Form, form_of
from orchestration.changes.rules import rules_of
from orchestration.errors import NotAllowed, NotFound
from orchestration.ports import Inventory, Page, Query

# What a draft looks at in the objects it points at: their names, what a new object takes over from them, whose they are and where.
_LOOKED_AT = (
    "name",
    "slug",
    "model",
    "prefix",
    "site",
    "location",
    "tenant",
    "device",
    "virtual_machine",
    "rack",
    "assigned_object",
    "assigned_object_type",
    "scope",
    "circuit",
    "power_panel",
    "cable",
    "vrf",
    "rir",
    "u_height",
    "is_full_depth",
    "starting_unit",
    "vid_ranges",
    "scope_type",
    "scope_id",
)


class Ground:
    """Reads for one draft.

    Args:
        inventory: NetBox, with the rights of whoever asks or confirms.
        catalogue: all object types.
        writer: NetBox, with the rights of who would write, which tell what may be written; the same unless given.
    """

    def __init__(self, inventory: Inventory, catalogue: Catalogue, writer: Inventory | None = None) -> None:
        self.inventory = inventory
        self._writer = writer or inventory
        self.catalogue = catalogue
        self._forms: dict[tuple[str, str], Form] = {}
        self._records: dict[tuple[str, int], dict[str, Any]] = {}
        self._wholes: dict[tuple[str, int], dict[str, Any]] = {}
        self._pages: dict[Query, Page] = {}
        self._free: dict[str, list[dict[str, Any]]] = {}

    def form(self, type_: str, op: Literal["create", "update"] = "create") -> Form:
        """Return the form of a type, its custom fields with it.

        Raises:
            NotAllowed: no such object may be created, or updated.
        """
        if type_ not in self.catalogue:
            raise NotAllowed(f"I do not know objects of the type {type_}.", "Nothing was changed.")
        if (type_, op) not in self._forms:
            form = form_of(self.catalogue[type_], self._writer.options(type_, op), op)
            slots = {**form.slots, **custom_slots(self.inventory, self.catalogue, type_)}
            self._forms[type_, op] = Form(form.type, slots, form.rules)
        return self._forms[type_, op]

    def whole(self, type_: str, ids: Iterable[int]) -> None:
        """Read objects with all that may be written of them, one request a type; `now` returns them."""
        wanted = sorted(each for each in set(ids) if (type_, each) not in self._wholes)
        if wanted:
            params = [("id", str(each)) for each in wanted]
            for row in self.rows(type_, params, _fields_of(self.catalogue[type_]), len(wanted)):
                self._wholes[type_, row["id"]] = row

    def now(self, type_: str, id_: int) -> dict[str, Any]:
        """Return an object as it is now, with all that may be written of it.

        Raises:
            NotFound: it is gone, or was never there for this person.
        """
        self.whole(type_, (id_,))
        if (type_, id_) not in self._wholes:
            raise self._gone(type_, id_)
        return self._wholes[type_, id_]

    def read(self, things: Mapping[str, Iterable[int]]) -> None:
        """Read objects of several types, one request a type; those that are gone are missed when they are looked at."""
        for type_, ids in things.items():
            wanted = sorted(each for each in set(ids) if (type_, each) not in self._records)
            if not wanted:
                continue
            known = self.catalogue[type_].fields
            fields = (
                "id",
                "display",
                *dict.fromkeys(each for each in (self.catalogue[type_].name_field, *_LOOKED_AT) if each in known),
            )
            for row in self.rows(type_, [("id", str(each)) for each in wanted], fields, len(wanted)):
                self._records[type_, row["id"]] = row

    def record(self, type_: str, id_: int) -> dict[str, Any]:
        """Return an object.

        Raises:
            NotFound: it is gone, or was never there for this person.
        """
        self.read({type_: (id_,)})
        if (type_, id_) not in self._records:
            raise self._gone(type_, id_)
        return self._records[type_, id_]

    def rows(
        self, type_: str, params: Sequence[tuple[str, str]], fields: Sequence[str] = (), most: int = 50
    ) -> tuple[dict[str, Any], ...]:
        """Return the rows of a list, as they are now."""
        return self.page(type_, params, fields, most).rows

    def page(self, type_: str, params: Sequence[tuple[str, str]], fields: Sequence[str] = (), most: int = 50) -> Page:
        """Return the first rows of a list, as they are now, and how many there are."""
        query = Query(type=type_, params=tuple(params), fields=tuple(fields), limit=max(1, most), fresh=True)
        if query not in self._pages:
            self._pages[query] = self.inventory.list(query)
        return self._pages[query]

    def free(self, type_: str, id_: int, ending: str, most: int) -> list[dict[str, Any]]:
        """Return what is free in an object, lowest first.

        Args:
            type_: the object's type.
            id_: its id.
            ending: what NetBox's path ends with: "available-ips".
            most: how many to read at most.
        """
        path = f"{self.catalogue[type_].path}/{id_}/{ending}/"
        if len(self._free.get(path, ())) < most:
            answer = self.inventory.fetch(path, (("limit", str(most)),), fresh=True).body
            self._free[path] = answer["results"] if isinstance(answer, dict) else answer
        return self._free[path]

    def units(self, rack: int, face: str) -> list[dict[str, Any]]:
        """Return the half units of one face of a rack, with the device in each."""
        path = f"{self.catalogue['dcim.rack'].path}/{rack}/elevation/"
        if f"{path}{face}" not in self._free:
            # 100 units are the most a rack has; NetBox counts them in halves.
            answer = self.inventory.fetch(path, (("face", face), ("limit", "1000")), fresh=True).body
            self._free[f"{path}{face}"] = answer["results"]
        return self._free[f"{path}{face}"]

    def _gone(self, type_: str, id_: int) -> NotFound:
        return NotFound(
            f"The {self.catalogue[type_].singular} with id {id_} is not there any more.", "Nothing was changed."
        )


def _fields_of(about: ObjectType) -> tuple[str, ...]:
    """Return the fields that say what an object is, and all that may be written of it, its generic relations as they are shown."""
    told = ("id", "display", "last_updated", about.name_field, *rules_of(about.key).pointers)
    written = [name for name, each in about.fields.items() if each.readable and each.writable]
    return tuple(each for each in dict.fromkeys((*told, *written)) if each in about.fields)
