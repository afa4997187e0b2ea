"""Which objects a query asks for: known filters and look-ups applied, unknown ones ignored in silence, as NetBox does."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from bot.demo.standin.errors import Invalid, Refused
from bot.demo.standin.filter_methods import METHODS
from bot.demo.standin.filter_values import NEGATED, read_mac, read_values
from bot.demo.standin.lookups import SUFFIXES, test_of
from bot.demo.standin.schema import Filter, Type
from bot.demo.standin.store import Ids, Row, Step, Store

# How the values of a custom field are read, by its type.
_CUSTOM_KINDS = {
    "integer": "MultiValueNumberFilter", "decimal": "MultiValueDecimalFilter", "boolean": "BooleanFilter", "date": "MultiValueDateFilter",
    "datetime": "MultiValueDateTimeFilter", "object": "MultiValueNumberFilter", "multiobject": "MultiValueNumberFilter",
}  # fmt: skip

# A span of time is two filters, `time_after` and `time_before`, each the moment itself included.
_SPAN = "DateTimeFromToRangeFilter"
_SPANS = {"_after": "gte", "_before": "lte"}


def select(store: Store, type_name: str, query: Mapping[str, list[str]]) -> Ids | None:
    """Return the ids of the objects that every filter of a query lets through, or None where no filter applies.

    Raises:
        Invalid: with messages by filter, for values that cannot be.
    """
    about = store.schema.types[type_name]
    errors: dict[str, list[str]] = {}
    found: list[Ids] = []
    for name, values in query.items():
        try:
            if name.startswith("cf_"):
                ids = _by_custom_field(store, type_name, name, values)
            else:
                item, suffix = _known(about, name)
                ids = _apply(store, about, item, suffix, values) if item is not None else None
        except Invalid as problem:
            errors[name] = problem.body
            continue
        if ids is not None:
            found.append(ids)
    if errors:
        raise Invalid(errors)
    return reduce(set.intersection, found) if found else None


def _known(about: Type, name: str) -> tuple[Filter | None, str]:
    """Return the filter that a name of a query means, with the suffix for how to compare."""
    for ending, suffix in _SPANS.items():
        item = about.filters.get(name.removesuffix(ending)) if name.endswith(ending) else None
        if item is not None and item.kind == _SPAN:
            return replace(item, kind="MultiValueDateTimeFilter"), suffix
    if name in about.filters:
        return about.filters[name], ""
    root, _, suffix = name.rpartition("__")
    item = about.filters.get(root)
    return (item, suffix) if item is not None and suffix in item.lookups else (None, "")


def _apply(store: Store, about: Type, item: Filter, suffix: str, values: list[str]) -> Ids | None:
    wanted = read_values(store, item, suffix, values)
    if wanted is None:
        return None
    if item.present:
        there = set().union(*(_present(store, about.name, path, leaf) for path, leaf in item.present))
        return there if wanted[0] else set(store.rows[about.name]) - there
    if item.method:
        if item.method not in METHODS:
            raise Refused({"detail": f"The stand-in does not know the filter {item.name} of {about.list}."}, 501)
        found = METHODS[item.method](store, about, item, wanted)
        return set(store.rows[about.name]) - found if suffix in NEGATED else found
    if "MACAddress" in item.kind:
        wanted = [value and read_mac(suffix, value) for value in wanted]
    if item.kind == "MultiValueContentTypeFilter":
        # NetBox overlooks the negation of these, and what is no object type.
        suffix, wanted = "", [value for value in wanted if value and "." in value]
    matched = [
        _matching(store, about.name, item, SUFFIXES[suffix] if suffix else item.lookup or "exact", value)
        for value in wanted
    ]
    ids = reduce(set.intersection if item.all and suffix != "any" else set.union, matched) if matched else set()
    return set(store.rows[about.name]) - ids if item.exclude != (suffix in NEGATED) else ids


def _matching(store: Store, type_name: str, item: Filter, lookup: str, value: Any) -> Ids:
    """Return the objects whose path ends at a value; None asks for those whose path ends nowhere."""
    if value is None:
        return _absent(store, type_name, item.path, item.leaf)
    owner = item.path[-1][1] if item.path else type_name
    if item.kind == "TreeNodeMultipleChoiceFilter":
        return store.back(type_name, item.path, store.descendants(store.schema.types[item.of], value))
    if item.of and item.of != "contenttypes.contenttype" and item.leaf != "id":
        value = store.rows[item.of][value][item.key or "id"]
    # An index over lists files an object under each member, so that to contain is to be equal.
    exact = lookup == "exact" or (lookup == "contains" and item.kind == "NumericArrayFilter")
    ids = equal(store, owner, item.leaf, value) if exact else like(store, owner, item.leaf, lookup, value)
    if lookup in ("isnull", "empty") and value and item.path:
        return store.back(type_name, item.path, ids) | _absent(store, type_name, item.path, "id")
    return store.back(type_name, item.path, ids)


def _absent(store: Store, type_name: str, path: tuple[Step, ...], leaf: str) -> Ids:
    """Return the objects from which a path leads nowhere; where it forks, one fork that does is enough, as in SQL."""
    owners = [type_name, *(step[1] for step in path)]
    found = store.back(type_name, path, equal(store, owners[-1], leaf, None))
    for at, step in enumerate(path):
        going_on = store.back(owners[at], (step,), set(store.rows.get(step[1], ())))
        found |= store.back(type_name, path[:at], set(store.rows[owners[at]]) - going_on)
    return found


def _present(store: Store, type_name: str, path: tuple[Step, ...], leaf: str) -> Ids:
    """Return the objects from which a path leads to something."""
    owner = path[-1][1] if path else type_name
    if leaf == "id":
        return store.back(type_name, path, set(store.rows.get(owner, ())))
    there: Ids = set().union(*(ids for value, ids in store.index(owner, leaf).items() if value not in (None, "")))
    return store.back(type_name, path, there)


def equal(store: Store, type_name: str, field: str, value: Any) -> Ids:
    """Return the objects whose field is a value."""
    if hasattr(value, "tzinfo"):
        return like(store, type_name, field, "exact", value)
    if field == "id":
        return {value} if value in store.rows[type_name] else set()
    return set(store.index(type_name, field).get(value, ()))


def like(store: Store, type_name: str, field: str, lookup: str, value: Any) -> Ids:
    """Return the objects whose field stands in a relation to a value."""
    test = test_of(lookup, value)
    if field == "id":
        return {number for number in store.rows[type_name] if test(number)}
    if field in ("vid_ranges", "port_mappings", "ports"):
        return {number for number, row in store.rows[type_name].items() if test(row[field])}
    return set().union(*(ids for kept, ids in store.index(type_name, field).items() if test(kept)))


def _by_custom_field(store: Store, type_name: str, name: str, values: list[str]) -> Ids | None:
    root, _, suffix = name.removeprefix("cf_").rpartition("__")
    for key, ending in ((name.removeprefix("cf_"), ""), (root, suffix)):
        for number in store.index("extras.customfield", "name").get(key, ()):
            custom = store.rows["extras.customfield"][number]
            if type_name in custom["object_types"] and custom["filter_logic"] != "disabled" and ending in SUFFIXES:
                return _custom(store, type_name, custom, ending, values)
    return None


def _custom(store: Store, type_name: str, custom: Row, suffix: str, values: list[str]) -> Ids | None:
    item = Filter(name=custom["name"], kind=_CUSTOM_KINDS.get(custom["type"], "MultiValueCharFilter"))
    wanted = read_values(store, item, suffix, values)
    if wanted is None:
        return None
    loose = custom["filter_logic"] == "loose" and custom["type"] in ("text", "longtext", "url")
    lookup = "icontains" if loose and not suffix else SUFFIXES[suffix]
    found: Ids = set()
    for number, row in store.rows[type_name].items():
        kept = row["custom_fields"].get(custom["name"])
        for each in kept if isinstance(kept, list) else [kept]:
            if any(each is None if value is None else test_of(lookup, value)(each) for value in wanted):
                found.add(number)
    return set(store.rows[type_name]) - found if suffix in NEGATED else found
