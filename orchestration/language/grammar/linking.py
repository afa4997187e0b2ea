"""How a name or a noun becomes a condition on another noun: by the ways of the catalogue."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orchestration.catalogue.types import Link
from orchestration.language.grammar.draft import Mind, Noun, cost, types_of
from orchestration.language.intent import Condition, Op, joined, leaf
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

# The farthest a filter may be fetched: a path of three links.
FARTHEST = 2.7
# Going to a noun further out costs a little: words belong to the nearest noun that can take them.
OUTWARD = 0.25
PARTLY = 0.4

# Which of several types of one name is meant where nothing else tells: places and owners before labels.
_RANK = {
    type_: rank * 0.03
    for rank, type_ in enumerate(
        """dcim.site tenancy.tenant dcim.region dcim.rack dcim.device virtualization.virtualmachine circuits.provider ipam.vrf
        ipam.vlan dcim.manufacturer dcim.devicerole virtualization.cluster dcim.location dcim.devicetype dcim.platform""".split()
    )
}
_LATE = {"extras.tag": 0.9, "dcim.sitegroup": 0.5, "tenancy.contact": 0.5, "extras.customfield": 2.0}

NETWORKS = {
    "ipam.prefix": "prefix",
    "ipam.ipaddress": "address",
    "ipam.aggregate": "prefix",
    "ipam.iprange": "start_address",
}


class Way(NamedTuple):
    """A way from a noun to a type, and what it costs."""

    noun: Noun
    kind: str
    target: str
    link: Link
    cost: float


def ways(mind: Mind, kind: str, target: str, hint: str = "") -> tuple[Link, ...]:
    """Return the links from a type to another, the one that a word hints at first."""
    found = mind.catalogue.ways(kind, target)
    if hint and len(found) > 1:
        return tuple(sorted(found, key=lambda link: not hinted(link, hint)))
    return found


def hinted(link: Link, hint: str) -> bool:
    """Say whether a word tells that a link is meant."""
    names = {link.name.replace("_", " "), *link.words}
    words = {word for name in names for word in (name, *name.split())}
    # "imports" tells of importing VRFs: the stem is enough.
    return any(
        (word == each and len(word) > 2) or (len(each) > 5 and word[:6] == each[:6])
        for word in words
        for each in (hint, *hint.split())
    )


def nearest_way(mind: Mind, nouns: Sequence[Noun], targets: Iterable[str], hint: str = "") -> Way | None:
    """Return the cheapest way from one of some nouns, the innermost last, to one of some types; None where there is none."""
    best: Way | None = None
    for out, noun in enumerate(reversed(nouns)):
        for nth, kind in enumerate(noun.kinds):
            for target in targets:
                links = ways(mind, kind, target, hint)
                if not links:
                    continue
                price = cost(links[0]) + out * OUTWARD + nth * 0.1
                if price <= FARTHEST and (best is None or price < best.cost):
                    best = Way(noun, kind, target, links[0], price)
    return best


def rank(type_: str) -> float:
    """Return how unlikely a type is to be meant by a bare name."""
    return _LATE.get(type_, _RANK.get(type_, 0.45))


def way_to_hits(
    mind: Mind, nouns: Sequence[Noun], hits: Iterable[NameHit], hint: str = ""
) -> tuple[Way, tuple[NameHit, ...]] | None:
    """Return the cheapest way to what a name may be, and which of its objects lie there.

    Args:
        mind: what the grammar knows.
        nouns: those that are being read, the innermost last.
        hits: what the name may be.
        hint: a word that may tell which of several links is meant.
    """
    best: tuple[float, Way, tuple[NameHit, ...]] | None = None
    for target, some in types_of(hits).items():
        found = nearest_way(mind, nouns, (target,), hint)
        if found is None:
            continue
        exact = some[0].score == 1.0
        # A name of many things is likelier the one of few: "Voice" the role rather than one of twenty VLANs.
        price = found.cost + rank(target) + (0.0 if exact else PARTLY) + min(0.6, 0.03 * (len(some) - 1))
        if best is None or price < best[0]:
            best = (price, found, tuple(hit for hit in some if hit.score == some[0].score))
    return (best[1], best[2]) if best else None


def on_link(kind: str, link: Link, values: list[str], *, negated: bool) -> Condition:
    """Return the condition that a link leads, or does not, to some names.

    Args:
        kind: the type the link starts from.
        link: the way.
        values: the names.
        negated: it must not.
    """
    if link.takes != "id" and kind in NETWORKS:
        op: Op = "covers" if link.name in ("contains", "covers") else "within"
        condition = leaf(NETWORKS[kind], op, values)
        return joined("not", [condition]) if negated else condition
    if link.back or link.path:
        condition = leaf(link.name, "eq", values)
        return joined("not", [condition]) if negated else condition
    return leaf(link.name, "ne" if negated else "eq", values)


def on_noun(link: Link, other: Noun, *, negated: bool, exists: bool) -> Condition:
    """Return the condition that a link leads, or does not, to what another noun selects.

    Args:
        link: the way.
        other: what it leads to.
        negated: it must not.
        exists: whether being there is what matters ("with a router"), rather than which it is.
    """
    if other.empty:
        return leaf(link.name, "empty" if negated else "set")
    if exists or negated:
        return leaf(link.name, "empty" if negated else "set", selection=other.selection())
    return leaf(link.name, "eq", selection=other.selection())


def pseudo_hits(item: Item) -> tuple[NameHit, ...]:
    """Return what a figure names by its syntax, whether or not NetBox has it: an address, a prefix, an AS number."""
    if item.figure is None or item.quoted:
        return ()
    types = {
        "address": ("ipam.ipaddress",),
        "prefix": ("ipam.prefix",),
        "asn": ("ipam.asn",),
        "mac": ("dcim.macaddress",),
    }
    return tuple(NameHit(type=each, id=0, name=item.figure.low) for each in types.get(item.figure.kind, ()))
