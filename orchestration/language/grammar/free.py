"""What is free: addresses, prefixes, VLAN ids, rack units; what is asked is not the objects that are there, but the room between them."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import joining
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.grammar.reports import at_hand
from orchestration.language.spans import Item

# What is free, by the type that is spoken of: the report, and where one may look for room.
_REPORTS = {
    "ipam.ipaddress": ("available_ips", ("ipam.prefix", "ipam.iprange", "ipam.aggregate")),
    "ipam.prefix": ("available_prefixes", ("ipam.prefix", "ipam.aggregate")),
    "ipam.vlan": ("available_vlans", ("ipam.vlangroup",)),
    "units": ("free_units", ("dcim.rack",)),
}
# Where there is room for racks and what stands in them.
_ROOMS = ("dcim.site", "dcim.location", "dcim.region", "dcim.sitegroup")
_AGGREGATE = "ipam.aggregate"
_IDS = frozenset(("vlan id", "vid"))
# Of a network of this length or longer people ask for addresses.
SMALL = 24
# Of the conditions beside it only those that say where.
_WHERE = frozenset(("site", "location", "vrf", "region", "tenant", "group", "role", "vlan", "prefix"))


def read_free(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of a clause as a question for room.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    wanted = [item for item in items if _asks_room(item)]
    negated = any(item.role("not") for item in items) and any(item.means("state", "set") for item in items)
    if not wanted and not negated:
        return
    first = any(item.role("next_free") for item in items)
    yield from _room(mind, items)
    for target, marks in _targets(items):
        builder = Builder(mind, [item for item in items if not _taken(item, marks, negated=negated)]).read()
        noun = _place(builder, target)
        if noun is None and builder.main is None:
            noun = at_hand(mind, builder, _REPORTS[target][1])
        if noun is None and not first and target != "units":
            continue
        report, places = _REPORTS[target]
        counted = any(item.means("want", "count") for item in items)
        if target == "ipam.ipaddress" and noun is not None and noun.names and (counted or noun.kind == _AGGREGATE):
            # How many are free is told by how many are used; of an aggregate NetBox lists none.
            report = "ip_usage"
        draft = Draft(want="report", report=report, noun=noun, grounds=builder.grounds, missing=builder.missing)
        draft.unused = [item for item in builder.unused if not (item.role("filler") or item.role("state"))]
        size = next((item.figure.low for item in items if item.figure and item.figure.kind == "mask"), None)
        draft.size = int(size) if size else None
        draft.limit = _number(builder, 1 if first else None)
        draft.unused = [item for item in draft.unused if item.figure is None or item.figure.kind != "number"]
        draft.penalty = (
            builder.penalty + (0.0 if noun is None or noun.kind in places else 0.5) + (0.3 if noun is None else 0.0)
        )
        yield draft


def _asks_room(item: Item) -> bool:
    return bool(item.means("state", "empty") or item.role("next_free") or (item.role("space") and not item.kinds))


def _targets(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Return what may be free, each with the words that say so."""
    masks = [item for item in items if item.figure is not None and item.figure.kind == "mask"]
    spaces = [item for item in items if item.role("space") or item.role("next_free")]
    for type_ in ("ipam.ipaddress", "ipam.vlan", "ipam.prefix"):
        kinds = [item for item in items if type_ in _kinds(item) and not _names_follow(items, item)]
        if kinds:
            yield type_, [*kinds[:1], *masks]
    units = [item for item in items if item.role("unit") or (item.means("ask", "tall") and "many" in item.norm)]
    if units:
        yield "units", units
    elif masks:
        yield "ipam.prefix", masks
    elif any(item.means("state", "empty") for item in items) and (inside := _networks(items)):
        # "Anything free in 10.0.0.0/8?" is asked of blocks, of a small one of addresses.
        large = any(int(item.figure.low.rpartition("/")[2]) < SMALL for item in inside if item.figure)
        yield ("ipam.prefix" if large else "ipam.ipaddress"), []
    elif spaces and any(item.role("space") and not item.kinds for item in items):
        yield "ipam.prefix", []
        yield "units", []


def _kinds(item: Item) -> Sequence[str]:
    """Return the types that a word names; "VLAN ids" are asked for where VLANs are."""
    return ("ipam.vlan",) if item.norm in _IDS and item.field else item.kinds


def _networks(items: Sequence[Item]) -> list[Item]:
    """Return the networks that are named where no type word says what is wanted of them."""
    if any(item.kinds and not _names_follow(items, item) for item in items):
        return []
    return [
        item for item in items if item.figure is not None and item.figure.kind == "prefix" and "." in item.figure.low
    ]


def _room(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of "how much space is left in Akron" as a question for the capacity of a place."""
    if not any(item.role("space") and not item.kinds for item in items) or any(item.figure for item in items):
        return
    builder = Builder(mind, [item for item in items if not _taken(item, [], negated=False)]).read()
    noun = builder.main
    kind = next((kind for kind in _ROOMS if noun is not None and kind in noun.kinds), None)
    if noun is None or kind is None or noun.empty:
        return
    noun.narrow(kind)
    for text in noun.names:
        builder.ground(text, tuple(hit for hit in noun.hits.get(text, ()) if hit.type == kind))
    draft = Draft(want="report", report="capacity", noun=noun, grounds=builder.grounds, missing=builder.missing)
    draft.unused, draft.penalty = builder.unused, builder.penalty
    yield draft


def _names_follow(items: Sequence[Item], kind: Item) -> bool:
    """Say whether a type word only introduces a name: "in prefix 10.0.0.0/24"."""
    following = next((item for item in items if item.at == kind.at + kind.size), None)
    if following is None or kind.after:
        return False
    network = following.figure is not None and following.figure.kind in ("prefix", "address", "number", "range")
    return network or any(hit.type in kind.kinds for hit in following.hits)


def _taken(item: Item, marks: Sequence[Item], *, negated: bool) -> bool:
    if any(item is mark for mark in marks) or _asks_room(item) or item.means("want", "count") or item.role("not"):
        return True
    return negated and (item.role("state") is not None or item.value)


def _place(builder: Builder, target: str) -> Noun | None:
    """Return where to look for room; None where nothing says it."""
    noun = builder.main
    if noun is None:
        return None
    places = _REPORTS[target][1]
    fitting = [place for place in places if place in noun.kinds]
    if fitting:
        noun.narrow(fitting[0])
        for text in noun.names:
            builder.ground(text, tuple(hit for hit in noun.hits.get(text, ()) if hit.type == fitting[0]))
        joining.settle_reference(builder, noun)
        noun.where = [each for each in noun.where if each.field in _WHERE]
        return noun
    place = Noun(kinds=(places[0],), said=True)
    return place if joining.belongs(builder, place, noun) else None


def _number(builder: Builder, usual: int | None) -> int | None:
    """Return how many free ones are wanted: a number that is left over says it."""
    for item in builder.unused:
        if item.figure is not None and item.figure.kind == "number" and not item.figure.word:
            return max(1, min(int(float(item.figure.low)), 100))
    return usual
