"""A NetBox in memory, for tests that need rows and no server."""

import itertools
import time
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import ObjectType
from orchestration.errors import Invalid, NotAllowed, NotFound, ProofFailed, Refused, Superseded
from orchestration.ports import Answered, Meter, Operation, Page, Query, Written

BASE = "last_updated:"


class MemoryInventory:
    """`orchestration.ports.Inventory` over plain rows, for filters by equality, by id, and by part of a text.

    Args:
        catalogue: all object types.
        rows: records by type key, each with an id; relations nested as NetBox shows them, choices as {"value", "label"}.
        writable: whether its identity may write.
        identity: whose rights it has.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        rows: Mapping[str, Sequence[dict[str, Any]]],
        *,
        writable: bool = True,
        identity: str = "memory",
    ) -> None:
        self._catalogue, self._writable, self.identity = catalogue, writable, identity
        self._rows = {key: {row["id"]: dict(row) for row in several} for key, several in rows.items()}
        self._moments = itertools.count(1)
        self._requests = 0
        self.instance = "http://netbox.example.com"
        self.own_token = False
        self.asked: list[Query] = []
        self.messages: list[str] = []

    def list(self, query: Query) -> Page:
        """Return the rows that fit; a filter or ordering that the catalogue has not is refused."""
        about = self._type(query.type)
        for param, _ in query.params:
            base, _, lookup = param.partition("__")
            if base not in about.filters or (lookup and lookup not in about.filters[base].lookups):
                raise ProofFailed(f"NetBox has no filter {param} for {about.plural}.")
        for name in query.fields:
            if name not in about.fields:
                raise NotAllowed(f"I do not show {name} of {about.plural}.")
        first = query.ordering.removeprefix("-")
        if first and first not in about.fields:
            raise ProofFailed(f"NetBox cannot sort {about.plural} by {first}.")
        self._requests += 1
        self.asked.append(query)
        found = [row for row in self._of(query.type).values() if _fits(row, query.params)]
        if first:
            found.sort(key=lambda row: str(_bare(row.get(first))), reverse=query.ordering.startswith("-"))
        cut = found[query.offset : query.offset + query.limit]
        shown = (*query.fields, first) if first else query.fields
        rows = tuple({name: row[name] for name in shown or row if name in row} for row in cut)
        return Page(rows=rows, total=len(found), read_at=time.time())

    def fetch(self, path: str, params: Sequence[tuple[str, str]] = (), *, fresh: bool = False) -> Answered:
        """Return an object, or NetBox's status; nothing lies below an object here."""
        self._requests += 1
        path = path.strip("/")
        if path == "status":
            return Answered(body={"netbox-version": "4.7.3"}, read_at=time.time())
        place, _, id_ = path.rpartition("/")
        about = self._catalogue.at(place)
        if about is None or not id_.isdigit():
            raise NotAllowed(f"I do not ask NetBox for {path}.")
        return Answered(body=dict(self._row(about.key, int(id_))), read_at=time.time())

    def options(self, type_: str, op: str = "create") -> Mapping[str, Any]:
        """Return the fields a create or an update takes, as the catalogue has them; empty where nothing may be written."""
        del op
        about = self._type(type_)
        taken = (each for each in about.fields.values() if each.writable and self._writable)
        return {each.name: {"required": each.required, "label": each.label} for each in taken}

    def write(self, operations: Sequence[Operation], message: str, until: float) -> Written:
        """Write all of the operations or none."""
        self._requests += 1
        about = self._type(operations[0].type)
        if not self._writable:
            raise NotAllowed("NetBox does not allow it.", "Nothing was changed.")
        for at, each in enumerate(operations):
            self._check(about, each, "" if len(operations) == 1 else f"{at}.")
        if time.clock_gettime(time.CLOCK_BOOTTIME) > until:
            raise Superseded("The change took too long to send.", "Nothing was changed.")
        self.messages.append(message[:200])
        written = [self._written(each) for each in operations]
        objects = () if operations[0].op == "delete" else tuple(dict(row) for row in written)
        return Written(objects=objects, request_id=f"memory-{self._requests}")

    def meter(self) -> Meter:
        """Return what was asked so far."""
        return Meter(requests=self._requests, request_ids=tuple(f"memory-{at + 1}" for at in range(self._requests)))

    def page(self, type_: str, id_: int | None = None, params: Sequence[tuple[str, str]] = ()) -> str:
        """Return the address of an object or a list in NetBox's pages."""
        address = f"{self.instance}/{self._type(type_).page}" + (f"{id_}/" if id_ is not None else "")
        return address + ("?" + "&".join(f"{name}={value}" for name, value in params) if params else "")

    def _type(self, key: str) -> ObjectType:
        if key not in self._catalogue:
            raise NotFound(f"I do not know objects of the type {key}.")
        return self._catalogue[key]

    def _of(self, key: str) -> dict[int, dict[str, Any]]:
        return self._rows.setdefault(key, {})

    def _row(self, key: str, id_: int | None) -> dict[str, Any]:
        if id_ not in self._of(key):
            raise NotFound("NetBox has no such object.", "Nothing was changed.")
        return self._of(key)[id_]

    def _check(self, about: ObjectType, operation: Operation, place: str) -> None:
        if operation.op == "create":
            missing = [each.name for each in about.fields.values() if each.required and each.name not in operation.data]
            if missing:
                raise Invalid("NetBox does not take this.", {f"{place}{name}": "required" for name in missing})
            return
        row = self._row(about.key, operation.id)
        if operation.base and operation.base.removeprefix(BASE) != row.get("last_updated"):
            raise Refused("It was changed in NetBox in the meantime.", "Nothing was changed.")

    def _written(self, operation: Operation) -> dict[str, Any]:
        rows = self._of(operation.type)
        if operation.op == "delete" and operation.id is not None:
            return rows.pop(operation.id)
        id_ = operation.id or max(rows, default=0) + 1
        row = rows.setdefault(id_, {"id": id_})
        row |= operation.data | {"last_updated": f"2026-01-01T00:00:{next(self._moments):09.6f}Z"}
        return row


def _fits(row: Mapping[str, Any], params: Sequence[tuple[str, str]]) -> bool:
    wanted: dict[str, set[str]] = {}
    for name, value in params:
        wanted.setdefault(name, set()).add(value)
    return all(_holds(row, name, values) for name, values in wanted.items())


def _holds(row: Mapping[str, Any], param: str, values: set[str]) -> bool:
    base, _, lookup = param.partition("__")
    shown = row.get(base.removesuffix("_id")) if base.endswith("_id") else row.get(base)
    text = str(shown.get("id") if base.endswith("_id") and isinstance(shown, dict) else _bare(shown))
    if lookup == "n":
        return text not in values
    if lookup == "ic":
        return any(value.casefold() in text.casefold() for value in values)
    return text in values


def _bare(shown: Any) -> Any:
    return shown.get("value", shown.get("slug")) if isinstance(shown, dict) else shown
