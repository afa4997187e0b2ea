"""Finding out what an unknown name that narrows a question is: some object newer than the index of names, or nothing."""

from collections.abc import Sequence

from orchestration.catalogue.types import ObjectType
from orchestration.errors import NotFound, NotUnderstood
from orchestration.language.choosing import also_by
from orchestration.language.intent import Ask, Condition, Intent, Selection, leaf
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit, Reading, Unplaced
from orchestration.ports import Query
from orchestration.tools.kit import Kit
from orchestration.tools.snapshot import hit_of

# What people name to narrow a question, the likeliest first; each is one small request, all at the same time.
_PLACES = (
    "dcim.site",
    "dcim.region",
    "dcim.location",
    "dcim.rack",
    "tenancy.tenant",
    "dcim.device",
    "dcim.manufacturer",
    "dcim.devicerole",
    "dcim.sitegroup",
    "virtualization.cluster",
    "circuits.provider",
    "extras.tag",
)
_READS = frozenset({"find", "count", "inspect", "compare"})
_MAKES = frozenset({"create", "allocate"})
_MOST_NEAREST = 5


def placed(kit: Kit, reading: Reading) -> Reading:
    """Return a reading whose unknown names have become conditions.

    Args:
        kit: of the turn.
        reading: what was understood.

    Raises:
        NotFound: NetBox has nothing of that name that could narrow the question; carries the nearest names.
        NotUnderstood: the name belongs to a change, where it must be said what it is to be.
    """
    for each in reading.unplaced:
        reading = _one(kit, reading, each)
    return reading


def waiting(reading: Reading, unknown: NotFound | NotUnderstood) -> Reading:
    """Return the ask that waits for a name in the place of one that nothing has, without what parts of that were taken for.

    Args:
        reading: what was understood.
        unknown: why it could not be answered.
    """
    left = reading.model_copy(update={"unused": ()})
    span = unknown.span if isinstance(unknown, NotFound) else ""
    lost = next((each for each in reading.unplaced if each.text == span), None)
    if lost is None or lost.ask >= len(reading.intent.asks):
        return left
    asked = reading.intent.asks[lost.ask]
    if asked.selection is not None:
        where = _kept(asked.selection.where, set(lost.swallowed))
        asked = asked.model_copy(update={"selection": asked.selection.model_copy(update={"where": where})})
    return left.model_copy(update={"intent": Intent(asks=[asked])})


def _one(kit: Kit, reading: Reading, unknown: Unplaced) -> Reading:
    asks = list(reading.intent.asks)
    if unknown.ask >= len(asks):
        return reading
    asked = asks[unknown.ask]
    if asked.want in _MAKES:
        raise NotUnderstood(
            f"I do not see what {unknown.text} is to be.", f"Say it with its field: site {unknown.text}."
        )
    selection = asked.selection
    type_ = selection.type if selection is not None else None
    if asked.want not in _READS or selection is None or type_ is None:
        if asked.want in {"report", "picture"}:
            raise _nothing(kit, unknown.text, None)
        return reading
    if unknown.before:
        return _in_the_name(kit, reading, unknown, selection, kit.catalogue[type_])
    for about, hits in _found(kit, type_, unknown.text):
        condition = leaf(kit.catalogue.ways(type_, about.key)[0].name, "eq", [unknown.text])
        asks[unknown.ask] = _narrowed(asked, selection, condition, unknown)
        left = tuple(word for word in reading.unused if word not in unknown.text.split())
        told = {"intent": Intent(asks=asks), "grounds": {**reading.grounds, unknown.text: hits}, "unused": left}
        return reading.model_copy(update=told)
    raise _nothing(kit, unknown.text, type_)


def _in_the_name(kit: Kit, reading: Reading, unknown: Unplaced, selection: Selection, about: ObjectType) -> Reading:
    """Let "db servers" be those that have it in their names, where any has; else it stays a word that was not used."""
    if "ic" not in about.filters[about.name_field].lookups:
        return reading
    params = ((f"{about.name_field}__ic", unknown.text),)
    (page,) = kit.pages_allowed([Query(type=about.key, params=params, fields=("id",), limit=1)])
    if page is None or not page.total:
        return reading
    asks = list(reading.intent.asks)
    named = leaf(about.name_field, "contains", [unknown.text])
    asks[unknown.ask] = _narrowed(asks[unknown.ask], selection, named, unknown)
    left = tuple(word for word in reading.unused if word != unknown.text)
    return reading.model_copy(update={"intent": Intent(asks=asks), "unused": left})


def _found(kit: Kit, type_: str, name: str) -> list[tuple[ObjectType, tuple[NameHit, ...]]]:
    """Return the types that have objects of a name and that narrow another type, the likeliest first."""
    types = [kit.catalogue[key] for key in _PLACES if key != type_ and kit.catalogue.ways(type_, key)]
    types = [each for each in types if "ie" in each.filters[each.name_field].lookups]
    queries = [
        Query(
            type=each.key,
            params=((f"{each.name_field}__ie", name),),
            fields=tuple(dict.fromkeys(("id", "display", each.name_field, *((each.within,) if each.within else ())))),
            limit=5,
        )
        for each in types
    ]
    pages = kit.pages_allowed(queries)
    return [
        (each, tuple(hit_of(each, row) for row in page.rows))
        for each, page in zip(types, pages, strict=True)
        if page is not None and page.rows
    ]


def _narrowed(asked: Ask, selection: Selection, condition: Condition, unknown: Unplaced) -> Ask:
    """Put a condition to an ask, in the place of what a part of its name was taken for."""
    kept = also_by(_kept(selection.where, set(unknown.swallowed)), condition)
    return asked.model_copy(update={"selection": selection.model_copy(update={"where": kept})})


def _kept(where: Sequence[Condition], swallowed: set[str]) -> list[Condition]:
    return [_without(each, swallowed) for each in where if not each.values or set(each.values) - swallowed]


def _without(condition: Condition, swallowed: set[str]) -> Condition:
    return condition.model_copy(update={"values": [each for each in condition.values if each not in swallowed]})


def _nothing(kit: Kit, name: str, type_: str | None) -> NotFound:
    near: Sequence[NameHit] = ()
    if kit.names.built_at(kit.scope) is not None:
        # What could not narrow the question is no answer to it.
        fitting = [key for key in _PLACES if type_ is None or key == type_ or kit.catalogue.ways(type_, key)]
        near = kit.names.nearest(kit.scope, normalise(name), fitting, _MOST_NEAREST)
    text = f"I know nothing called {name} in this NetBox."
    return NotFound(text, "Check the spelling, or ask without it.", name, tuple(near))
