"""In what order a list shows its objects."""

from collections.abc import Collection, Iterable
from typing import Any

from bot.demo.standin.collation import address_key, natural_key
from bot.demo.standin.derived import sort_path
from bot.demo.standin.schema import Field
from bot.demo.standin.store import Row, Store


def order(store: Store, type_name: str, ids: Collection[int] | None, fields: Iterable[str] = ()) -> list[int]:
    """Return ids in order.

    Args:
        store: where they are.
        type_name: of which type.
        ids: which objects, None for all of the type.
        fields: names of fields, descending with a minus; those that do not exist are ignored, and without any the type's own order holds.
    """
    wanted = [name for name in fields if sortable(store, type_name, name.lstrip("-"))]
    rows = store.rows[type_name]
    if wanted:
        return _sorted(store, type_name, rows if ids is None else ids, wanted)
    # A small part of a long list is sooner sorted than picked out of the whole.
    if ids is not None and len(ids) < len(rows) // 8:
        return _sorted(store, type_name, ids, own_order(store, type_name))
    everything = _all_in_order(store, type_name)
    return everything if ids is None else [number for number in everything if number in ids]


def _all_in_order(store: Store, type_name: str) -> list[int]:
    """Return all ids of a type in its own order, which is kept until something that it depends on is written."""
    names = own_order(store, type_name)
    about = store.schema.types[type_name]

    def work() -> list[int]:
        return _sorted(store, type_name, store.rows[type_name], names)

    if all(name in about.fields and about.fields[name].kept and about.fields[name].kind != "ref" for name in names):
        return store.memo_of_type(type_name, "order", work)
    return store.memo(("order", type_name), work)


def own_order(store: Store, type_name: str) -> tuple[str, ...]:
    """Return the fields that a type is ordered by where nothing else is asked."""
    return (*store.schema.types[type_name].ordering, "id")


def sortable(store: Store, type_name: str, name: str) -> bool:
    """Say whether a list can be ordered by a field."""
    field = store.schema.types[type_name].fields.get(name)
    return field is not None and field.kind not in ("url", "page", "computed", "generic", "terminations")


def _sorted(store: Store, type_name: str, ids: Iterable[int], fields: Iterable[str]) -> list[int]:
    rows = store.rows[type_name]
    found = sorted(ids)
    for name in reversed(tuple(fields)):
        if name != "id":
            keys = {number: sort_key(store, type_name, rows[number], name.lstrip("-")) for number in found}
            found.sort(key=keys.__getitem__, reverse=name.startswith("-"))
    return found


def sort_key(store: Store, type_name: str, row: Row, name: str) -> Any:
    """Return what sorts a row by one field; nothing sorts last."""
    if name.startswith("^"):
        value = row[name[1:]]
        return (-1,) if value is None else (0, value)
    if name == "~sort_path":
        return (0, natural_key(sort_path(store, type_name, row)))
    value = store.value(type_name, row, name)
    if value is None:
        return (1,)
    field = store.schema.types[type_name].fields.get(name)
    return (0, _comparable(store, field, value))


def _comparable(store: Store, field: Field | None, value: Any) -> Any:
    if field is not None and field.natural:
        return natural_key(value)
    if field is None:
        return value
    if field.kind in ("network", "address"):
        return address_key(value)
    if field.kind == "ref":
        related = store.rows[field.to][value]
        return tuple(sort_key(store, field.to, related, part.lstrip("-")) for part in own_order(store, field.to))
    if field.kind in ("refs", "ids", "tags", "json", "list", "custom fields", "object types", "mappings"):
        return str(value)
    return value
