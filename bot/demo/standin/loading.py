"""Objects as an API shows them (or leaner: relations as ids, choices as values, defaults left out) turned into rows."""

import copy
import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.demo.standin.schema import Field, Type
from bot.demo.standin.store import Row, Store

Objects = Mapping[str, Iterable[Mapping[str, Any]]]
# When an object that does not say so was made; any time will do, as long as it is the same each start.
MADE = "2026-01-05T08:00:00Z"


def read_objects(path: Path) -> Objects:
    """Read a file of objects by list, `{"dcim/sites": [...], ...}`, gzipped or plain."""
    raw = path.read_bytes()
    objects: Objects = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    return objects


def load(store: Store, objects: Objects) -> None:
    """Fill a store, with the object types too; lists that it does not know are left out."""
    for kind in store.schema.object_types:
        store.put("core.objecttype", dict(kind))
    for list_name, items in objects.items():
        about = store.schema.by_list.get(list_name)
        for item in items if about is not None else ():
            assert about is not None  # noqa: S101 - for the type checker: the loop is empty otherwise
            store.put(about.name, as_row(about, item))
            _meet_users(store, item)
    if not objects.get("dcim/cable-terminations"):
        for item in objects.get("dcim/cables", ()):
            terminate(store, int(item["id"]), item)


def as_row(about: Type, item: Mapping[str, Any]) -> Row:
    """Turn one object into a row, with defaults for what it does not say."""
    row: Row = {}
    for name, field in about.fields.items():
        if field.kept:
            row[name] = bare(field, item[name]) if name in item else empty(field)
            if row[name] is None and field.default == "":
                row[name] = ""
    row.update(
        {name: MADE for name in ("created", "last_updated") if name in row and row[name] is None and name not in item}
    )
    return row


def empty(field: Field) -> Any:
    """Return what a field holds where nothing was given."""
    if field.kind in ("refs", "ids", "tags", "object types", "mappings"):
        return []
    return {} if field.kind == "custom fields" else copy.copy(field.default)


def bare(field: Field, value: Any) -> Any:
    """Return a value as rows hold it."""
    if field.kind in ("ref", "id of"):
        return value["id"] if isinstance(value, Mapping) else value
    if field.kind in ("refs", "ids", "tags"):
        return [item["id"] if isinstance(item, Mapping) else item for item in value or ()]
    if field.kind == "choice":
        return value["value"] if isinstance(value, Mapping) else value
    if field.kind == "custom fields":
        return {key: _bare_custom(item) for key, item in (value or {}).items()}
    return value


def _bare_custom(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare_custom(item) for item in value]
    if isinstance(value, Mapping):
        return value.get("value", value.get("id", value))
    return value


def terminate(store: Store, cable: int, item: Mapping[str, Any]) -> None:
    """Give a cable its ends: one termination for each object that it is plugged into."""
    about = store.schema.types["dcim.cabletermination"]
    for side in "AB":
        for end in item.get(f"{side.lower()}_terminations") or ():
            row = as_row(about, {"id": store.next_id(about.name), "created": None, "last_updated": None})
            row.update(
                cable=cable, cable_end=side, termination_type=end["object_type"], termination_id=end["object_id"]
            )
            store.put(about.name, row)


def _meet_users(store: Store, item: Mapping[str, Any]) -> None:
    """Make the users whom objects name, for files that hold no users themselves."""
    for name in ("user", "created_by"):
        user = item.get(name)
        if isinstance(user, Mapping) and store.get("users.user", user["id"]) is None:
            store.put("users.user", as_row(store.schema.types["users.user"], user))
