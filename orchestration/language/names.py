"""Filling the index of names from NetBox: which spans of words name which objects."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import ObjectType
from orchestration.errors import NotAllowed, Unavailable
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit
from orchestration.language.vocabulary import Vocabulary, vocabulary_of
from orchestration.ports import Inventory, Names, Query, scope_of

PAGE = 1000
# Objects of one type whose names are kept; what lies beyond is found by asking NetBox.
MOST_OF_A_TYPE = 100_000
THREADS = 4

# Types whose objects people name in part ("Acme" for "Acme Holdings, Inc."): there are few of each and others belong to them.
NAMED_IN_PART = frozenset(
    """circuits.circuitgroup circuits.circuittype circuits.provider circuits.providernetwork dcim.devicerole dcim.devicetype
    dcim.location dcim.manufacturer dcim.moduletype dcim.platform dcim.rackrole dcim.racktype dcim.region dcim.site dcim.sitegroup
    ipam.rir ipam.role ipam.vlangroup tenancy.contact tenancy.contactgroup tenancy.contactrole tenancy.tenant
    tenancy.tenantgroup virtualization.cluster virtualization.clustergroup virtualization.clustertype wireless.wirelesslangroup""".split()
)
# Part of a name that more objects share is no name of any.
MOST_SHARING = 12
# A word of a role stands for all roles that have it ("switches"), however many.
MOST_ROLES_SHARING = 50
LONGEST_PART = 5


def gather(
    inventory: Inventory, names: Names, catalogue: Catalogue, at: float, go_on: Callable[[], bool] = lambda: True
) -> int:
    """Read the names of all indexed types and put them in the index.

    Args:
        inventory: the NetBox to read, with the rights whose scope the names get.
        names: the index.
        catalogue: says which types are indexed, and by which fields.
        at: the time to note for the index, seconds since the epoch.
        go_on: looked at before each request; False ends it.

    Returns:
        How many names went in.

    Raises:
        Unavailable: NetBox or the index is away, or it was ended; types that were read by then are in.
    """

    def one(about: ObjectType) -> int:
        return gather_type(inventory, names, about, vocabulary_of(catalogue), go_on)

    with ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="names") as pool:
        counts = list(pool.map(one, (each for each in catalogue if each.indexed)))
    names.completed(scope_of(inventory), at)
    return sum(counts)


def gather_type(
    inventory: Inventory,
    names: Names,
    about: ObjectType,
    vocabulary: Vocabulary,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Read the names of one type, put them in the place of those in the index, and return how many went in; see `gather`.

    A type that this identity may not see has none.
    """
    try:
        entries = list(entries_of(about, _records(inventory, about, go_on), vocabulary))
    except NotAllowed:
        entries = []
    names.replace(scope_of(inventory), about.key, entries)
    return len(entries)


def naming_fields(about: ObjectType) -> tuple[str, ...]:
    """Return the fields that are fetched to name a type's objects and to tell them apart."""
    further = [each for each in ("manufacturer", "label", "display") if each in _ALSO_READ.get(about.key, ())]
    wanted = ["id", about.name_field, *about.also_named, about.within, *about.also_within, *further]
    return tuple(dict.fromkeys(each for each in wanted if each and (each == "id" or each in about.fields)))


# The manufacturer stands before a model in speech; people call a custom field by its label, and a device without a name as it is shown.
_ALSO_READ = {
    "dcim.device": ("display",),
    "dcim.devicetype": ("manufacturer",),
    "dcim.moduletype": ("manufacturer",),
    "extras.customfield": ("label",),
}


# People say the US, the UK, NRW.
_ABBREVIATED = frozenset(("dcim.region",))


def _records(inventory: Inventory, about: ObjectType, go_on: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    offset = 0
    while offset < MOST_OF_A_TYPE:
        if not go_on():
            raise Unavailable("The names of this NetBox are not all read yet.")
        page = inventory.list(
            Query(type=about.key, fields=naming_fields(about), ordering="id", limit=PAGE, offset=offset)
        )
        yield from page.rows
        offset += PAGE
        if offset >= page.total or not page.rows:
            return


def entries_of(
    about: ObjectType, records: Iterable[Mapping[str, Any]], vocabulary: Vocabulary
) -> Iterator[tuple[str, NameHit]]:
    """Return the spans that name some records of a type, each with the object it names.

    Args:
        about: the type.
        records: of `naming_fields`.
        vocabulary: words that are no name by themselves, though part of one.
    """
    shared: Counter[str] = Counter()
    partly: list[tuple[list[str], NameHit]] = []
    for record in records:
        name = _text(record.get(about.name_field)) or _shown(about, record)
        if not name:
            continue
        hit = NameHit(type=about.key, id=record["id"], name=name, within=_within(about, record))
        spans = dict.fromkeys(_spans(about, record, name))
        for span in spans:
            yield span, hit
        if about.key in NAMED_IN_PART:
            parts = [each for each in _parts(normalise(name)) if each not in spans]
            shared.update(parts)
            partly.append((parts, hit))
    most = MOST_ROLES_SHARING if about.key == "dcim.devicerole" else MOST_SHARING
    for parts, hit in partly:
        for part in parts:
            if shared[part] <= most and not _means_something_else(about.key, part, vocabulary):
                yield part, hit


def _spans(about: ObjectType, record: Mapping[str, Any], name: str) -> Iterator[str]:
    """Return the spans that name a record in full."""
    written = [name, *(_text(record.get(each)) for each in about.also_named)]
    for text in written:
        span = normalise(text)
        if span:
            yield span
    words = normalise(name).split()
    if about.key in _ABBREVIATED and len(words) > 1:
        yield "".join(each[0] for each in words)
    maker = record.get("manufacturer")
    if isinstance(maker, Mapping):
        yield normalise(f"{_text(maker)} {name}")
    if record.get("label"):
        yield normalise(_text(record["label"]))


def _parts(span: str) -> Iterator[str]:
    """Return the shorter runs of a name's words that could stand for it."""
    words = span.split()
    for size in range(1, min(LONGEST_PART, len(words) - 1) + 1):
        for at in range(len(words) - size + 1):
            part = words[at : at + size]
            if sum(map(len, part)) > 2 or (len(part) == 1 and part[0].isdigit() and len(part[0]) > 1):
                yield " ".join(part)


def _means_something_else(key: str, part: str, vocabulary: Vocabulary) -> bool:
    known = vocabulary.know(part)
    if part.isdigit():
        return False
    if known.words:
        return True
    return bool(known.content) and key != "dcim.devicerole"


def _shown(about: ObjectType, record: Mapping[str, Any]) -> str:
    """Return what NetBox shows for a record without a name: "stack-1:2", "Acme 48-Port Panel (83)"."""
    return _text(record.get("display")) if "display" in _ALSO_READ.get(about.key, ()) else ""


def _within(about: ObjectType, record: Mapping[str, Any]) -> str:
    """Return what tells a record from others of its name."""
    for field in (about.within, *about.also_within):
        if field and (text := _text(record.get(field))):
            return text
    return ""


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("display") or value.get("value") or "")
    return "" if value is None else str(value)
