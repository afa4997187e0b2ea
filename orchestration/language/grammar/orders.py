"""The order that was asked for, in fields of what is listed or counted."""

from orchestration.language.grammar import adjectives, measures, values
from orchestration.language.grammar.draft import Mind, Noun, cost
from orchestration.language.grammar.ordering import MOST, Arranging
from orchestration.language.intent import GROUP_COUNT, GROUP_NAME, Order
from orchestration.language.references import rows_type
from orchestration.language.spans import Item

_ANYTHING = frozenset(("object", "thing", "item", "entry", "use"))
_REVERSE = frozenset(("reverse", "reversed", "backward"))


def order_of(mind: Mind, noun: Noun, found: Arranging) -> list[Order]:
    """Return the order that was asked for, in fields of the noun's type."""
    if noun.kind is None:
        return []
    about = mind.catalogue[noun.kind]
    if found.by_name:
        return [Order(field=about.name_field, descending=bool(found.descending))]
    if found.newest:
        field_ = "created" if "created" in about.fields else "time" if "time" in about.fields else "id"
        return [Order(field=field_, descending=found.descending is not False)]
    if found.by is not None and noun.kind in found.by.kinds:
        # "Prefixes sorted by prefix", not by how many are in them.
        return [Order(field=about.name_field, descending=bool(found.descending))]
    if found.by is not None:
        name = counter_of(mind, noun, found.by) or values.field_of(mind, noun, found.by)
        if name is None and found.by.norm == "name":
            name = about.name_field
        if name is not None:
            return [Order(field=name, descending=bool(found.descending))]
        if found.by.norm not in _ANYTHING:
            return []
    if found.descending is not None and found.limit is None:
        return [Order(field=about.name_field, descending=found.descending)]
    if found.limit is not None and found.descending is not None:
        fields = next((fields for stem, fields in measures.DIMENSIONS.items() if found.word.startswith(stem)), ())
        if noun.kind == "ipam.prefix" and not fields:
            # The largest network has the shortest mask.
            return [Order(field="mask_length", descending=not found.descending)]
        told = next((each for each in fields if each in about.fields), None) or _counting_listed(mind, noun, found)
        if told is not None:
            return [Order(field=told, descending=found.descending)]
        size = next(
            (
                each
                for each in (
                    *(("virtualmachine_count",) if noun.kind.startswith("virtualization.") else ()),
                    "device_count",
                    "u_height",
                    "rack_count",
                    "virtualmachine_count",
                    "memory",
                    "tagged_items",
                    "prefix",
                )
                if each in about.fields
            ),
            None,
        )
        size = size or (None if noun.kind in adjectives.WITH_PARTS else next(iter(about.counters), None))
        return [Order(field=size, descending=found.descending)] if size else []
    return []


def _counting_listed(mind: Mind, noun: Noun, found: Arranging) -> str | None:
    """Return the counter of what was listed, for "which provider has the most?" after a list of circuits; None where it has none."""
    if not MOST.intersection(found.word.split()):
        return None
    listed = rows_type(mind.topic)
    counters = mind.catalogue[noun.kind or ""].counters
    return next((name for name, counted in counters.items() if counted == listed), None)


def order_of_groups(found: Arranging) -> list[Order]:
    """Return the order of counts per something: by how many, most first, unless it was said otherwise."""
    if found.by_name or (found.by is not None and (found.by.norm == "name" or found.by == found.group)):
        return [Order(field=GROUP_NAME, descending=bool(found.descending))]
    if found.descending is None:
        return []
    # The most come first anyway, so that the reverse begins with the fewest.
    reverse = bool(_REVERSE.intersection(found.word.split()))
    return [Order(field=GROUP_COUNT, descending=found.descending and not reverse)]


def counter_of(mind: Mind, noun: Noun, item: Item) -> str | None:
    """Return the counter of a noun's type that counts what a word names; the key of that type where there is no counter but a way."""
    about = mind.catalogue[noun.kind or ""]
    for kind in item.kinds:
        counter = next((name for name, counted in about.counters.items() if counted == kind), None)
        if counter:
            return counter
        if kind != noun.kind and any(link.back for link in mind.catalogue.ways(about.key, kind)):
            return kind
    return None


def grouping(mind: Mind, noun: Noun, item: Item) -> str | None:
    """Return the field or link of a noun's type that a word names to count by; None where it names none."""
    links = mind.catalogue[noun.kind or ""].links
    ways = [link for kind in item.kinds for link in mind.catalogue.ways(noun.kind or "", kind)[:1]]
    # What an object of any type is about is no grouping by one of them.
    ways = [link for link in ways if link.name not in links or links[link.name].target != "*"]
    near = min(ways, key=cost, default=None)
    field = values.field_of(mind, noun, item)
    if near is not None and (field is None or cost(near) == 0.0):
        return near.name
    return field
