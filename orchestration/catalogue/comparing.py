"""Comparing the catalogue with a live NetBox: what one has and the other has not, by that NetBox's own OpenAPI schema."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.denied import denied_field, denied_filter
from orchestration.catalogue.types import ObjectType
from orchestration.ports import Inventory

SCHEMA = "schema"
_LIST = re.compile(r"^/api/([a-z-]+/[a-z0-9-]+)/$")
# Parameters that say how to list, not what.
_LISTING = frozenset(("brief", "exclude", "fields", "format", "limit", "offset", "omit", "ordering", "start"))


@dataclass(frozen=True, slots=True)
class Difference:
    """What only one side has.

    Args:
        where: who has it.
        what: which kind of thing.
        type: key of the type, or the path of its list where the catalogue does not know it.
        name: of the field or filter; empty for a type.
    """

    where: Literal["netbox", "catalogue"]
    what: Literal["type", "field", "filter"]
    type: str
    name: str = ""

    @property
    def text(self) -> str:
        """The difference as a sentence."""
        thing = f"the type {self.type}" if self.what == "type" else f"{self.type}'s {self.what} {self.name}"
        return f"Only {'this NetBox' if self.where == 'netbox' else 'the catalogue'} has {thing}."


def compare(catalogue: Catalogue, inventory: Inventory) -> list[Difference]:
    """Compare with a live NetBox; what is never shown is no difference.

    Args:
        catalogue: all object types.
        inventory: NetBox; its schema is some 10 MB and takes it seconds to make.

    Raises:
        NetbotError: NetBox does not tell its schema.
    """
    schema = inventory.fetch(f"{SCHEMA}/", (("format", "json"),), fresh=True).body
    lists = {
        match[1]: about["get"]
        for path, about in schema["paths"].items()
        if (match := _LIST.match(path)) and "get" in about
    }
    parts = schema["components"]["schemas"]
    apps = {each.path.partition("/")[0] for each in catalogue}
    found: list[Difference] = []
    for path, get in lists.items():
        shown = _shown(get, parts)
        if not shown or path.partition("/")[0] not in apps:
            continue
        about = catalogue.at(path)
        if about is None:
            found.append(Difference("netbox", "type", path))
        else:
            found += _of_type(
                about, set(shown), {each["name"] for each in get.get("parameters", ()) if each["in"] == "query"}
            )
    found += [Difference("catalogue", "type", each.key) for each in catalogue if each.path not in lists]
    return found


def _shown(get: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a list's objects; empty for what lists no objects."""
    page = get["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    results = _part(page, parts).get("properties", {}).get("results", {})
    fields: Mapping[str, Any] = _part(results.get("items", {}), parts).get("properties", {})
    return fields


def _part(reference: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = parts.get(str(reference.get("$ref", "")).rsplit("/", 1)[-1], {})
    return found


def _of_type(about: ObjectType, fields: set[str], parameters: set[str]) -> Iterator[Difference]:
    known = {name for name, field in about.fields.items() if field.readable}
    theirs = {name for name in fields if not denied_field(about.key, name)}
    yield from (Difference("netbox", "field", about.key, name) for name in sorted(theirs - known))
    yield from (Difference("catalogue", "field", about.key, name) for name in sorted(known - theirs))
    ours = set(about.filters) | {f"{name}__{lookup}" for name, each in about.filters.items() for lookup in each.lookups}
    taken = {
        name for name in parameters if name.partition("__")[0] not in _LISTING and not denied_filter(about.key, name)
    }
    yield from (Difference("netbox", "filter", about.key, name) for name in sorted(taken - ours))
    yield from (Difference("catalogue", "filter", about.key, name) for name in sorted(ours - taken))
