"""Finding plugins' object types in a NetBox: which lists there are, what their objects are like, which filters they know."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlsplit

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.plugins import Plugin, candidates, fields_told, name_field, object_type
from orchestration.catalogue.types import Filter
from orchestration.errors import Invalid, NetbotError, ProofFailed
from orchestration.ports import Inventory, Query

ROOT = "plugins"
OBJECT_TYPES = "core.objecttype"
# More lists than this are not looked at: each costs some requests. A NetBox with eight plugins was seen to have some seventy.
MOST = 120
# So many filters are looked at side by side.
AT_ONCE = 4
# So many objects tell what the fields of a type hold.
SAMPLE = 50
# What no object has: a filter that finds everything with it is ignored.
_IMPOSSIBLE = {
    "integer": "999999999",
    "decimal": "999999999",
    "boolean": "true",
    "date": "1901-01-01",
    "datetime": "1901-01-01T00:00:00",
}


def discover(inventory: Inventory, catalogue: Catalogue, go_on: Callable[[], bool] = lambda: True) -> list[Plugin]:
    """Look at the lists of a NetBox's plugins. The catalogue learns each as it is found.

    Args:
        inventory: NetBox, with rights that see what is to be found.
        catalogue: the object types; learns.
        go_on: looked at before each list; False ends it with what was found by then.

    Raises:
        NetBoxUnavailable: NetBox is away.
    """
    found: list[Plugin] = []
    named = _named(inventory)
    for path in sorted(_lists(inventory), key=lambda each: not _holds_objects(inventory, each)):
        if len(found) == MOST or not go_on():
            break
        slug = path.rsplit("/", 1)[1]
        key, singular, plural = named.get(path) or (
            f"{path.split('/')[1].replace('-', '_')}.{slug.replace('-', '')}",
            *_spoken(slug),
        )
        if key in catalogue.core or catalogue.core_at(path) is not None:
            continue
        plugin = _told(inventory, catalogue, Plugin(key, path, singular, plural, {}))
        if plugin is not None:
            found.append(plugin)
            catalogue.learn([object_type(each) for each in found])
    return found


def _lists(inventory: Inventory) -> Iterator[str]:
    """Yield the paths of all plugins' lists."""
    for root in _below(inventory, ROOT):
        if root != f"{ROOT}/installed-plugins":
            yield from _below(inventory, root)


def _holds_objects(inventory: Inventory, path: str) -> bool:
    """Say whether a list has objects: these are looked at first, for time and number are bounded."""
    try:
        body = inventory.fetch(path, (("limit", "1"),), fresh=True).body
    except NetbotError:
        return False
    return isinstance(body, dict) and bool(body.get("count"))


def _below(inventory: Inventory, path: str) -> list[str]:
    try:
        body = inventory.fetch(path, (), fresh=True).body
    except NetbotError:
        # A plugin may have a root that tells no lists, or that this token may not see.
        return []
    if not isinstance(body, dict):
        return []
    paths = (urlsplit(each).path.partition("/api/")[2].strip("/") for each in body.values() if isinstance(each, str))
    return [each for each in paths if each.startswith(f"{path}/") and each.count("/") == path.count("/") + 1]


def _named(inventory: Inventory) -> dict[str, tuple[str, str, str]]:
    """Return key and names of the types that NetBox has a list for, by the path of the list."""
    fields = ("app_label", "model", "model_name", "model_name_plural", "rest_api_endpoint")
    try:
        rows = inventory.list(Query(type=OBJECT_TYPES, fields=fields, limit=1000, fresh=True)).rows
    except NetbotError:
        return {}
    return {
        str(row["rest_api_endpoint"]).partition("/api/")[2].strip("/"): (
            f"{row['app_label']}.{row['model']}",
            str(row["model_name"]).lower(),
            str(row["model_name_plural"]).lower(),
        )
        for row in rows
        if row.get("rest_api_endpoint")
    }


def _spoken(slug: str) -> tuple[str, str]:
    plural = slug.replace("-", " ")
    if plural.endswith("ies"):
        return f"{plural[:-3]}y", plural
    return plural.removesuffix("s"), plural


def _told(inventory: Inventory, catalogue: Catalogue, plugin: Plugin) -> Plugin | None:
    """Return a type with its fields and filters; None where its list is no list of objects."""
    try:
        body = inventory.fetch(plugin.path, (("limit", str(SAMPLE)),), fresh=True).body
        if not isinstance(body, dict) or not isinstance(body.get("results"), list):
            return None
        rows = [each for each in body["results"] if isinstance(each, dict)]
        catalogue.learn([*catalogue.learnt, object_type(plugin)])
        options = inventory.options(plugin.key)
    except NetbotError:
        return None
    type_at = {each.path: each.key for each in catalogue}
    fields = fields_told(plugin.key, rows, options, type_at)
    if not fields:
        return None
    if not rows:
        # Without objects every filter finds nothing, whether NetBox knows it or not.
        return replace(plugin, fields=fields)
    claimed = replace(plugin, fields=fields, filters=tuple(each.name for each in candidates(fields)))
    catalogue.learn([*(each for each in catalogue.learnt if each.key != plugin.key), object_type(claimed)])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        known = list(pool.map(lambda each: _knows(inventory, claimed, each), candidates(fields)))
    return replace(claimed, filters=tuple(name for name, holds in zip(claimed.filters, known, strict=True) if holds))


def _knows(inventory: Inventory, plugin: Plugin, filter_: Filter) -> bool:
    """Say whether NetBox applies a filter: one it does not know finds everything, which the inventory takes for no answer."""
    lookup = "__ic" if filter_.kind == "string" and "ic" in filter_.lookups else ""
    value = filter_.choices[0] if filter_.choices else _IMPOSSIBLE.get(filter_.kind, "zzz-no-such-value")
    fields = ("id", name_field(plugin.fields))
    query = Query(type=plugin.key, params=((f"{filter_.name}{lookup}", value),), fields=fields, limit=1, fresh=True)
    try:
        inventory.list(query)
    except Invalid:
        # It looked at the value, so it knows the filter.
        return True
    except ProofFailed:
        return False
    return True
