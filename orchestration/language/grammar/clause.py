"""Reading one clause: what is wanted, of what."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.catalogue.words.fields import SUMMED
from orchestration.language.grammar import ordering, orders, values
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.grammar.joining import field_to
from orchestration.language.grammar.ordering import Arranging
from orchestration.language.intent import Order, leaf
from orchestration.language.spans import Item

_PLACE = (
    "site",
    "location",
    "rack",
    "position",
    "face",
    "region",
    "physical_address",
    "scope",
    "cluster",
    "device",
    "termination_a",
    "termination_z",
)


# What a place is asked about with "what is in it".
_HOLDING = {
    "dcim.rack": "rack_inventory",
    "dcim.site": "overview",
    "dcim.location": "overview",
    "dcim.region": "overview",
}
# Whose objects a bare name of a type, role or maker stands for where several are wanted.
_BEARERS = {
    "dcim.devicetype": "dcim.device",
    "dcim.devicerole": "dcim.device",
    "dcim.manufacturer": "dcim.device",
    "dcim.moduletype": "dcim.module",
    "dcim.racktype": "dcim.rack",
}
# What may stand before a question: "show me what's in rack R1".
_OPENING = ("want", "please", "filler", "and")
_PREPOSITIONS = frozenset(("on", "in", "at", "to", "from", "under", "with", "for", "of", "into", "by"))
_OTHER_END = ("cable", "link_peers", "connected_endpoints", "termination_a", "termination_z")


def read_clause(mind: Mind, items: Sequence[Item], *, topical: bool = False) -> Iterator[Draft]:
    """Return the readings of a clause as a question.

    Args:
        mind: what the grammar knows.
        items: of the clause.
        topical: it begins with what it is about: "10.0.0.0/24 - which VLAN is that?".
    """
    shown, behind = _shown_first(items)
    left, arranging = ordering.peel(behind)
    asked, rest = _asked_first(left)
    builder = Builder(mind, rest, topical=topical).read()
    builder.asked += asked
    arranging.shown += shown
    yield drafted(mind, list(items), builder, arranging)


def _shown_first(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Take "name, site and rack of" from the front of a clause about several things: what is to be shown of them."""
    start = next((at for at, item in enumerate(items) if item.field or item.kinds or item.norm == "name"), len(items))
    shown: list[Item] = []
    for at in range(start, len(items)):
        item = items[at]
        if (item.field or item.kinds or item.norm == "name") and not (item.plural or item.hits or item.figure):
            shown.append(item)
        elif (
            item.norm in ("of", "for")
            and len(shown) > 1
            and any((each.kinds or each.hits) and each.plural for each in items[at + 1 :])
        ):
            return shown, [*items[:start], *items[at + 1 :]]
        elif not (item.role("and") or item.role("all")):
            break
    return [], list(items)


def _asked_first(items: list[Item]) -> tuple[list[str], list[Item]]:
    """Take "on which network" from the front of a clause that is about something else."""
    if len(items) < 3 or not items[0].role("ask") or items[0].norm.split()[0] not in _PREPOSITIONS:
        return [], items
    place = 1
    while place < len(items) and items[place].role("all") and not items[place].kinds:
        place += 1
    behind = items[place + 1 :]
    if place < len(items) and items[place].kinds and any(item.kinds or item.hits for item in behind):
        return [items[place].kinds[0]], behind
    return [], items


def drafted(mind: Mind, items: list[Item], builder: Builder, arranging: Arranging) -> Draft:
    """Return what a clause asks for, once its nouns are read."""
    draft = Draft(grounds=builder.grounds, missing=builder.missing, unused=builder.unused, penalty=builder.penalty)
    noun = builder.main
    if noun is None and (builder.columns or any(item.role("ask") for item in items)):
        noun = None
    draft.noun = noun
    if noun is not None:
        _settle(mind, noun, builder, draft)
        draft.further = builder.further
        _of_one(mind, noun, items, draft)
    _columns(mind, items, builder, arranging, draft)
    _wanted(items, builder, arranging, draft)
    if noun is not None and noun.kind:
        draft.sort = orders.order_of(mind, noun, arranging)
        draft.limit = arranging.limit
        if (
            arranging.word
            and arranging.descending is not None
            and arranging.limit
            and not (draft.sort or arranging.group)
        ):
            # Nothing tells which is "the biggest device": the first that comes is no answer.
            draft.penalty += 3.0
        if arranging.by is not None and not draft.sort:
            ranked = arranging.limit is not None and noun.empty and _ranked(mind, noun, arranging.by, draft)
            draft.unused += [] if ranked else [arranging.by]
        if arranging.group is not None:
            draft.group = orders.grouping(mind, noun, arranging.group)
            draft.sort = orders.order_of_groups(arranging)
            if draft.group is None:
                draft.unused.append(arranging.group)
            elif arranging.arranged and not _sorting(mind, noun, draft.group):
                # "Devices by serial" are rows in that order, "devices by role" are counted.
                draft.want, draft.sort = "find", [Order(field=draft.group, descending=False)]
                draft.group = None
        seconds = [orders.grouping(mind, noun, each) for each in arranging.beside] if draft.group else [None]
        draft.columns = [each for each in seconds if each] if draft.group and arranging.beside else draft.columns
        draft.unused += arranging.beside if None in seconds else []
    if draft.want == "count" and draft.group is None and noun is not None and _figures(mind, noun, draft.columns):
        # "How many seats does X have": the figure is the thing's own.
        draft.want = "inspect"
    if draft.want == "count" and draft.columns and SUMMED.issuperset(draft.columns):
        # "How much memory do these have?" counts no objects.
        one = noun is not None and len(noun.names) == 1 and draft.group is None
        draft.want, draft.report = ("inspect", None) if one else ("report", "sums")
    if arranging.csv:
        draft.report = "csv"
        draft.want = "find" if draft.want == "inspect" else draft.want
    return draft


def _of_one(mind: Mind, noun: Noun, items: Sequence[Item], draft: Draft) -> None:
    """Read "contact email of Nora Quist" as the email of that contact, not as contacts with such an email."""
    if len(noun.where) != 1 or noun.names or noun.plural or noun.kind is None:
        return
    condition = noun.where[0]
    field = mind.catalogue[noun.kind].fields.get(condition.field or "")
    if field is None or field.kind != "string" or condition.op != "eq" or len(condition.values) != 1:
        return
    name = condition.values[0]
    hits = tuple(
        hit for item in items if item.text == name for hit in item.hits if hit.type == noun.kind and hit.score == 1.0
    )
    if hits and field.name != mind.catalogue[noun.kind].name_field:
        noun.names, noun.where, noun.hits[name] = [name], [], hits
        draft.grounds[name] = hits
        draft.columns.append(field.name)


def _ranked(mind: Mind, noun: Noun, by: Item, draft: Draft) -> bool:
    """Read "top 3 manufacturers by devices", where no counter tells it, as the devices of each, counted; say whether it can."""
    for kind in by.kinds:
        ways = [link for link in mind.catalogue.ways(kind, noun.kind or "") if not link.path and link.back is None]
        if ways:
            draft.noun = Noun(kinds=(kind,), plural=True, said=True, word=by.norm)
            draft.want, draft.group = "count", ways[0].name
            return True
    return False


def _settle(mind: Mind, noun: Noun, builder: Builder, draft: Draft) -> None:
    """Settle the type of a noun that only its names tell, by the fields asked of it."""
    if noun.hits and not noun.said:
        kinds = noun.kinds
        wanted = [item for item in builder.columns if values.field_of(mind, noun, item) or item.field]
        fitting = [
            kind
            for kind in kinds
            if all(values.field_of(mind, Noun(kinds=(kind,)), item) for item in wanted)
            and all(_shows(mind, kind, other) for other in builder.asked)
        ]
        best = (fitting or list(kinds))[:1]
        exact = {hit.type for some in noun.hits.values() for hit in some if hit.score == 1.0}
        same = (
            [kind for kind in (fitting or kinds) if kind in exact and kind != best[0] and kind != "extras.tag"]
            if best
            else []
        )
        for text in noun.names:
            hits = noun.hits.get(text, ())
            own = tuple(hit for hit in hits if hit.type in (best if not same else [*best, *same]) and hit.id)
            if own:
                draft.grounds[text] = own
        if same and best[0] in exact and not wanted:
            noun.kinds = ()
        elif best:
            noun.narrow(best[0])


def _shows(mind: Mind, kind: str, other: str) -> bool:
    return any(link.target == other and link.proof for link in mind.catalogue[kind].links.values())


def _columns(mind: Mind, items: list[Item], builder: Builder, arranging: Arranging, draft: Draft) -> None:
    noun = draft.noun
    if noun is None:
        return
    for kind in builder.asked:
        about = mind.catalogue[noun.kind or ""]
        name = field_to(builder, noun.kind or "", (kind,))
        ends = [each for each in _OTHER_END if each in about.fields]
        draft.columns += [name] if name else ends
        draft.attributes = bool(draft.columns)
    for item in [*builder.columns, *arranging.shown]:
        field = values.field_of(mind, noun, item) if noun.kinds else None
        if field is None:
            draft.unused.append(item)
        elif field not in draft.columns:
            draft.columns.append(field)
            draft.attributes = draft.attributes or item not in arranging.shown
    if noun.kinds and not draft.columns:
        draft.columns = _asked_of(mind, noun, items)
        draft.attributes = bool(draft.columns)
        if not draft.columns and any(item.means("ask", "other_end") for item in items):
            # What has no ends is not what was asked about.
            draft.penalty += 0.3


def _figures(mind: Mind, noun: Noun, columns: Sequence[str]) -> bool:
    fields = mind.catalogue[noun.kind or ""].fields if noun.kind else {}
    return (
        len(noun.names) == 1
        and bool(columns)
        and all(each in fields and fields[each].kind in ("integer", "decimal") for each in columns)
    )


def _asked_of(mind: Mind, noun: Noun, items: list[Item]) -> list[str]:
    """Return the fields that a question asks for without naming any: "where is X", "how tall is X", "when was X added"."""
    about = mind.catalogue[noun.kind or ""]
    ends = [each for each in _OTHER_END if each in about.fields]

    def asks(word: str) -> bool:
        return any(item.means("ask", word) and not _relative(items, at) for at, item in enumerate(items))

    if asks("other_end") or (asks("where") and ends and any(item.role("goes") for item in items)):
        return ends
    if asks("where"):
        return [each for each in _PLACE if each in about.fields or each in about.links][:6]
    if asks("owner") and "tenant" in about.fields:
        return ["tenant"]
    if asks("tall") and "u_height" in about.fields:
        return ["u_height"]
    if asks("when"):
        return [each for each in ("created", "last_updated", "time") if each in about.fields]
    return []


def _relative(items: Sequence[Item], at: int) -> bool:
    """Say whether a word like "where" begins what is said of the things before it: "ports where enabled is true"."""
    before, following = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
    return bool(before and before.kinds and following and (following.field or following.role("all")))


def _wanted(items: list[Item], builder: Builder, arranging: Arranging, draft: Draft) -> None:
    noun = draft.noun
    if any(item.means("want", "compare") for item in items):
        draft.want = "compare"
    elif arranging.group is not None or arranging.count:
        draft.want = "count"
    elif noun is None:
        draft.want = None
    else:
        one = noun.refers is not None and noun.refers.to in ("row", "thing") and not noun.where
        draft.want = "inspect" if one or (noun.names and not noun.plural) else "find"
    if noun is None:
        # "how many?" asks nothing by itself.
        draft.penalty += 0.5 if draft.want is not None else 0.0
        return
    if draft.want == "inspect":
        _inspected(items, builder, draft, noun)
    if draft.want in ("count", "find", "inspect") and noun.names and not noun.said and not draft.columns:
        _bearers(items, builder, draft, noun)
    if noun.refers is not None and not noun.kinds:
        draft.penalty += 1.5


def _inspected(items: list[Item], builder: Builder, draft: Draft, noun: Noun) -> None:
    """Read the rest of a question about one thing: what is in it, whether it is so, what nobody knows of it."""
    opening = next((item for item in items if not any(item.role(role) for role in _OPENING)), items[0])
    in_it = any(item.means("ask", "what") for item in items) and not draft.columns and opening.role("ask")
    place = next((at for at, item in enumerate(items) if item.hits and item.text in noun.names), None)
    before = items[place - 1] if place else None
    if before is not None and before.kinds:
        before = items[place - 2] if place and place > 1 else None
    if place is None and in_it and noun.refers is not None:
        before = next((item for item, it in pairwise(items) if it.role("it")), None)
    if in_it and not draft.unused and before is not None and before.means("in", "at") and noun.kind in _HOLDING:
        draft.want, draft.report = "report", _HOLDING[noun.kind]
    if items[0].role("be") or items[0].means("ask", "does"):
        links = builder.mind.catalogue[noun.kind].links if noun.kind else {}
        asked = [each for each in noun.where if each.join == "is" and each.field and each.field not in links]
        known = builder.mind.catalogue[noun.kind].fields if noun.kind else {}
        told = [each.field for each in asked if each.field in known]
        draft.columns += [each for each in told if each and each not in draft.columns]
        noun.where = [each for each in noun.where if each not in asked]
    unknown = items[0] if not items[0].known and not items[0].quoted and len(items) > 1 else None
    if not noun.said and not draft.columns and (_asks_unknown(items, draft) or unknown in draft.unused):
        draft.penalty += 1.5


def _bearers(items: list[Item], builder: Builder, draft: Draft, noun: Noun) -> None:
    """Read "how many C9200", "list all Cisco" as the devices that are so."""
    several = draft.want == "count" or any(item.norm in ("all", "all of", "any") for item in items)
    bearer = _BEARERS.get(noun.kind or "")
    ways = builder.mind.catalogue.ways(bearer, noun.kind or "") if bearer and several else ()
    if bearer is None or not ways or noun.where:
        return
    draft.noun = Noun(kinds=(bearer,), plural=True, said=True, where=[leaf(ways[0].name, "eq", noun.names)])
    draft.want = "count" if draft.want == "count" else "find"


def _asks_unknown(items: list[Item], draft: Draft) -> bool:
    """Say whether something is asked of a thing that nobody knows of it: "the weather in Akron"."""
    first = next((item for item in items if item.hits), None)
    asks = any(item.role("ask") for item in items)
    return asks and any(not item.known and (first is None or item.at < first.at) for item in draft.unused)


def _sorting(mind: Mind, noun: Noun, name: str) -> bool:
    """Say whether a field or link sorts objects into few groups."""
    about = mind.catalogue[noun.kind or ""]
    field = about.fields.get(name)
    return (
        name in about.links
        or (field is not None and field.kind in ("choice", "relation", "boolean", "tags"))
        or name == "color"
    )


def joined_to(mind: Mind, before: Draft, draft: Draft, items: Sequence[Item]) -> bool:
    """Let a clause that only asks for more of the same thing join the ask before it: "..., and in which VRF?".

    Args:
        mind: what the grammar knows.
        before: the ask before it.
        draft: the clause by itself.
        items: of the clause.

    Returns:
        Whether it joined.
    """
    owner, kinds = before.noun, next((item.kinds for item in items if item.kinds), ())
    if owner is None or owner.kind is None or not any(item.role("ask") for item in items):
        return False
    said = [item for item in items if item.content and not item.words]
    about = mind.catalogue[owner.kind]
    unit = next((item for item in items if item.role("unit")), None)
    if not said and unit is not None and "position" in about.fields and len(items) <= 4:
        # "... and in which unit?"
        before.columns += [] if "position" in before.columns else ["position"]
        before.attributes = True
        return True
    if len(said) != 1 or not said[0].kinds or owner.kind in said[0].kinds or said[0].hits:
        return False
    name = next((name for name, link in about.links.items() if link.target in kinds and link.proof), None)
    name = name or next((name for name, each in about.fields.items() if each.relation in kinds and each.readable), None)
    name = name or next((name for name, link in about.links.items() if link.target in kinds and name == "site"), None)
    columns = [name] if name else []
    if not columns and any(item.role("goes") for item in items):
        columns = [each for each in _OTHER_END if each in about.fields]
    if not columns:
        return False
    before.columns += [each for each in columns if each not in before.columns]
    before.attributes = True
    before.unused += draft.unused
    return True
