"""Numbers: at least four VLANs, taller than 2 U, masks and VLAN ranges, created last week."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orchestration.language.grammar import adjectives, linking, values
from orchestration.language.grammar.draft import Mind, Noun
from orchestration.language.grammar.scales import scaled
from orchestration.language.intent import Condition, Op, leaf
from orchestration.language.normal import normalise
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

_OPS: dict[str, Op] = {
    "gte": "gte",
    "gt": "gt",
    "lte": "lte",
    "lt": "lt",
    "eq": "eq",
    "gt_date": "gte",
    "lt_date": "lt",
}
_FLIPPED: dict[Op, Op] = {"gte": "lte", "gt": "lt", "lte": "gte", "lt": "gt", "eq": "eq"}
# Comparisons that say by themselves what is compared.
DIMENSIONS = {
    "tall": ("u_height",),
    "high": ("u_height", "position"),
    "long": ("length", "u_height"),
    "short": ("u_height", "length"),
    "wide": ("width",),
    "narrow": ("width",),
    "deep": ("outer_depth", "mounting_depth"),
    "heavy": ("weight",),
    "fast": ("speed", "commit_rate"),
    "slow": ("speed", "commit_rate"),
}
UNITS: dict[str, tuple[str, ...]] = {
    unit: fields
    for units, fields in (
        ("u he ru unit", ("u_height",)),
        ("w kw watt watts", ("maximum_draw", "allocated_draw", "available_power")),
        ("a amp amps", ("amperage",)),
        ("v volt volts", ("voltage",)),
        ("mb gb", ("memory", "disk")),
        ("mib gib", ("memory",)),
        ("tb", ("disk",)),
        ("vcpu vcpus cpu cpus core cores", ("vcpus",)),
        ("kbps mbps gbps", ("commit_rate", "speed")),
        ("g", ("speed",)),
        ("m cm", ("length",)),
        ("km", ("distance", "length")),
        ("kg lb lbs", ("weight",)),
    )
    for unit in dict.fromkeys((*units.split(), *map(normalise, units.split())))
}
_OWN = {"ipam.vlan": "vid", "ipam.asn": "asn"}
# Types whose objects are named by a number.
_NUMBERED = {"ipam.vlan": ("number",), "ipam.asn": ("number", "asn"), "dcim.cable": ("number",)}


def names_by_syntax(mind: Mind, noun: Noun, item: Item, before: Item) -> list[str]:
    """Return the names that a figure behind a type word gives, by its syntax: "VLAN 110", "prefix 10.0.0.0/8", "outlet 2"."""
    figure = item.figure
    if figure is None or item.quoted:
        return []
    for kind in noun.kinds:
        if figure.kind in _NUMBERED.get(kind, ()) and not figure.word:
            noun.narrow(kind)
            return [figure.low]
        if kind in linking.NETWORKS and figure.kind in ("prefix", "address"):
            if kind == "ipam.prefix" and figure.kind == "address" and "/" not in figure.low:
                return []
            if kind == "ipam.ipaddress" and figure.kind == "prefix":
                return []
            noun.narrow(kind)
            return [figure.low]
        if figure.kind == "mac" and kind == "dcim.macaddress":
            return [figure.low]
        if not mind.catalogue[kind].indexed and figure.kind in ("number", "port", "code") and not figure.word:
            # "outlet 2" is called "Outlet 2" more often than "2".
            return [f"{before.text} {item.text}" if figure.kind == "number" else item.text]
        if mind.catalogue[kind].indexed and figure.kind == "rd" and not item.hits:
            return [item.text]
    return []


def figure_thing(builder: Builder, at: int) -> int:
    """Read a figure that stands by itself, where the nouns tell what it counts.

    Returns:
        How many items it took; 0 where the nouns do not tell.
    """
    item = builder.items[at]
    figure = item.figure
    noun = builder.stack[-1] if builder.stack else None
    if figure is None or item.quoted:
        return 0
    if noun is not None and builder.link is not None and builder.link.norm == "between" and figure.kind == "number":
        return _between(builder, noun, at)
    if noun is not None and (taken := _so_many(builder, noun, at)):
        return taken
    if item.value:
        return 0
    if (
        noun is not None
        and noun.kind
        and builder.link_role == "in"
        and _a_year(item)
        and (taken := _date(builder, noun, "", item, 1))
    ):
        return taken
    if item.hits:
        return 0
    if figure.kind == "range" and noun is not None and noun.kind == "ipam.vlan":
        noun.where += [leaf("vid", "gte", [figure.low]), leaf("vid", "lte", [figure.high])]
        return 1
    following = builder.items[at + 1] if at + 1 < len(builder.items) else None
    if (
        figure.kind in ("number", "mask", "units")
        and following is not None
        and following.role("compare")
        and noun is not None
    ):
        word = following.role("compare")
        if word and following.norm.startswith(("or ", "and ", "at most", "at least", "max", "min")):
            field = _field_for(builder, noun, item, "", None)
            if field is not None:
                noun.where.append(_condition(builder.mind, noun, field, _OPS[word.value], item, following.norm))
                return 2
    if figure.kind == "mask" and noun is not None and noun.kind == "ipam.prefix":
        noun.where.append(leaf("mask_length", "eq", [figure.low]))
        return 1
    if figure.kind == "date" and noun is not None and noun.kind:
        return _date(builder, noun, "", item, 1)
    return 0


def _so_many(builder: Builder, noun: Noun, at: int) -> int:
    """Read "devices with 2 power supplies"; says how many items it took, 0 where nothing is counted."""
    item, following = builder.items[at], builder.at(at + 1)
    figure = item.figure
    if figure is None or figure.kind != "number" or figure.word or item.hits or item.after or following is None:
        return 0
    if not noun.kind or builder.link_role != "with":
        return 0
    counted = _counted(builder, noun, following)
    told = counted[0] or counted[1] if counted is not None else _field_for(builder, noun, item, "", following)
    if told is None or (counted is None and following.norm not in UNITS):
        return 0
    builder.take_link()
    noun.where.append(leaf(told, "eq", [figure.low]))
    return 2


def _between(builder: Builder, noun: Noun, at: int) -> int:
    """Read "between 200 and 299": of VLANs their ids, else of the field in front or of the unit's."""
    items = builder.items
    joint, last = builder.at(at + 1), builder.at(at + 2)
    if (
        joint is None
        or last is None
        or not joint.role("and")
        or last.figure is None
        or last.figure.kind not in ("number", "units")
    ):
        return 0
    unit = builder.at(at + 3)
    if unit is not None and not last.after and (counted := _counted(builder, noun, unit)) is not None:
        builder.take_link()
        ends = (("gte", items[at].figure), ("lte", last.figure))
        noun.where += [leaf(counted[0] or counted[1], _OPS[op], [each.low]) for op, each in ends if each]
        return 4
    unit = unit if unit is not None and (unit.role("unit") or unit.norm in UNITS) else None
    field = "vid" if noun.kind == "ipam.vlan" else _field_for(builder, noun, last, "", unit)
    if field is None:
        return 0
    builder.take_link()
    low, high = items[at].figure, last.figure
    noun.where += [leaf(field, "gte", [low.low if low else items[at].text]), leaf(field, "lte", [high.low])]
    return 4 if unit is not None else 3


def _a_year(item: Item) -> bool:
    return (
        item.figure is not None
        and item.figure.kind == "number"
        and bool(re.fullmatch(r"(?:19|20)\d\d", item.figure.low))
    )


def compare(builder: Builder, at: int) -> int:
    """Read a comparison: "at least 4 VLANs", "more than 2 U", "taller than 2 U", "height over 40", "since March".

    Returns:
        How many items it took; 0 where it compares nothing.
    """
    items = builder.items
    word = items[at].role("compare")
    noun = builder.stack[-1] if builder.stack else None
    if word is None or noun is None or noun.kind is None or at + 1 >= len(items):
        return 0
    here = at + 1
    while here < len(items) and items[here].role("all") and not items[here].figure:
        here += 1
    item = items[here] if here < len(items) else None
    figure = item.figure if item is not None else None
    if item is None or figure is None or (item.hits and figure.kind not in ("number", "date")):
        return 0
    if word.value.endswith("_date") or figure.kind == "date":
        return _date(builder, noun, word.value, item, here - at + 1)
    if figure.kind not in ("number", "units", "mask", "speed"):
        return 0
    following = items[here + 1] if here + 1 < len(items) and not item.after.strip(",") else None
    counted = _counted(builder, noun, following)
    if counted is not None:
        link, kind = counted
        builder.take_link()
        noun.where.append(leaf(link or kind, _OPS[word.value], [figure.low]))
        return here - at + 2
    unit = following if following is not None and (following.role("unit") or following.norm in UNITS) else None
    named = following if following is not None and unit is None and following.field else None
    if (
        unit is not None
        and here + 2 < len(items)
        and items[here + 2].norm == "of"
        and here + 3 < len(items)
        and items[here + 3].field
    ):
        named = items[here + 3]
    field = _field_for(builder, noun, item, items[at].norm, unit, named)
    tall = (
        field is None
        and named is None
        and (items[at].norm.startswith("tall") or (unit is not None and unit.role("unit")) or figure.kind == "units")
    )
    if tall and noun.kind in adjectives.BUILT:
        builder.take_link()
        noun.where.append(adjectives.height(_OPS[word.value], figure.low))
        return here - at + 1 + (1 if unit is not None else 0)
    if field is None:
        return 0
    builder.take_link()
    noun.where.append(
        _condition(builder.mind, noun, field, _OPS[word.value], item, unit.norm if unit else "", items[at].norm)
    )
    extra = 2 if named is not None and unit is not None else 0
    return here - at + 1 + (1 if unit is not None or named is not None else 0) + extra


def several(builder: Builder, at: int, op: Op, number: str) -> int:
    """Read "more than one rack", "a single interface" as a condition on how many there are."""
    noun = builder.stack[-1] if builder.stack else None
    following = builder.items[at + 1] if at + 1 < len(builder.items) else None
    counted = (
        _counted(builder, noun, following) if noun is not None and noun.kind and builder.link_role == "with" else None
    )
    if noun is None or counted is None:
        return 0
    builder.take_link()
    noun.where.append(leaf(counted[0] or counted[1], op, [number]))
    return 2


def _counted(builder: Builder, noun: Noun, item: Item | None) -> tuple[str, str] | None:
    """Return what is counted of a noun: the counter where the type has one, else the key of the type that points here."""
    if item is None or noun.kind is None:
        return None
    if item.role("member") and "member_count" in builder.mind.catalogue[noun.kind].counters:
        return "member_count", noun.kind
    for kind in item.kinds:
        counter = next(
            (name for name, counted in builder.mind.catalogue[noun.kind].counters.items() if counted == kind), None
        )
        if counter:
            return counter, kind
        if noun.kind == "ipam.iprange" and kind == "ipam.ipaddress":
            return "size", kind
        ways = builder.mind.catalogue.ways(noun.kind, kind)
        if ways and len(ways[0].path) < 3:
            return "", kind
    return None


def _field_for(
    builder: Builder, noun: Noun, item: Item, word: str, unit: Item | None, named: Item | None = None
) -> str | None:
    """Return the field that a number is compared with."""
    about = builder.mind.catalogue[noun.kind or ""]
    known = {*about.fields, *about.filters}
    figure = item.figure
    if named is not None and (field := values.field_of(builder.mind, noun, named)):
        return field
    if builder.columns and (field := values.field_of(builder.mind, noun, builder.columns[-1])):
        described = about.fields.get(field)
        if (described is not None and described.kind in ("integer", "decimal")) or field == "mask_length":
            builder.columns.pop()
            return field
    if figure is not None and figure.kind == "mask":
        return "mask_length" if noun.kind == "ipam.prefix" else None
    by_word = next((fields for stem, fields in DIMENSIONS.items() if word.startswith(stem)), ())
    spoken = unit.norm if unit is not None else figure.word if figure is not None else ""
    spoken = "u" if unit is not None and unit.role("unit") else spoken
    for field in (*by_word, *UNITS.get(spoken, ())):
        if field in known:
            return field
    # "VLANs above 200": what has no other number is compared by its own.
    return _OWN.get(noun.kind or "") if not spoken and not by_word else None


def _condition(mind: Mind, noun: Noun, field: str, op: Op, item: Item, unit: str, word: str = "") -> Condition:
    figure = item.figure
    number = figure.low if figure else item.text
    spoken = unit or (figure.word if figure else "")
    number = scaled(number, spoken, field)
    del mind, noun
    # A bigger network has a shorter mask.
    if field == "mask_length" and any(each in f"{unit} {word}" for each in ("bigger", "larg", "small", "great")):
        op = _FLIPPED.get(op, op)
    return leaf(field, op, [number])


def _date(builder: Builder, noun: Noun, word: str, item: Item, taken: int) -> int:
    about = builder.mind.catalogue[noun.kind or ""]
    figure = item.figure
    if figure is None:
        return 0
    told = builder.link.norm.split()[0] if builder.link is not None else ""
    installed = next((each for each in builder.unused if each.norm.startswith("install")), None)
    field = "install_date" if (told == "installed" or installed) and "install_date" in about.fields else None
    if field is not None and installed is not None:
        builder.unused.remove(installed)
    if builder.columns and (named := values.field_of(builder.mind, noun, builder.columns[-1])):
        described = about.fields.get(named)
        if described is not None and described.kind in ("date", "datetime"):
            field = named
            builder.columns.pop()
    if field is None and not word and figure.kind == "number":
        return 0
    condition = values.dated(field or ("time" if "time" in about.fields else "last_updated"), word, figure)
    if condition is None:
        return 0
    _, _, negated = builder.take_link()
    noun.where.append(adjectives.negation(condition) if negated else condition)
    return taken
