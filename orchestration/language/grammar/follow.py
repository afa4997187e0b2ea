"""Going on about what the thread was about: "only the active ones", "and in Albany?", "and VLANs?", "how many is that?"."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import ordering, orders, values
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.clause import drafted
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.grammar.eaches import older_with, read_each
from orchestration.language.grammar.othertypes import of_other_type
from orchestration.language.grammar.rolenames import roles_of
from orchestration.language.grammar.warm import ghost_of, read_short
from orchestration.language.intent import Condition, Reference, leaf
from orchestration.language.spans import Item
from orchestration.sessions.session import Focus

# A message that reads well as going on is taken so: people write short when the thread is warm.
LEAN = 0.02
# A follow-up may name a place of another kind in the old one's stead.
_PLACES = frozenset(("site", "region", "site_group"))
_DEMONSTRATIVE = frozenset(("that", "this", "these", "those", "same", "the same"))
_POINTING = frozenset(("it", "its", "their", "his", "her", "they", "him", "there"))


def read_follow_up(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the readings of a clause as going on about the last thing.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    if _only_a_file(items):
        latest = mind.topic.focus[0] if mind.topic.focus else None
        shown = latest is not None and bool(latest.things) and not (latest.listing or latest.table)
        reference = Reference(to="thing" if shown else "listing", position=None, ask=None, type=None)
        yield Draft(want="find", noun=Noun(refers=reference, said=True, plural=True), report="csv", penalty=-0.2)
        return
    focus = next((each for each in mind.topic.focus if each.selection is not None), None)
    if focus is None or focus.selection is None or not items:
        return
    left, _ = ordering.peel(list(items))
    yield from read_each(mind, items, focus)
    asked = first_kind(left)
    if asked is not None and items[0].role("ask") and any(item.norm == "it" for item in items):
        # "Which rack is it in?" is asked of what was last talked about, whatever else the thread has named before.
        yield from _field_of_thing(mind, items, asked, focus)
    yield from read_short(mind, items, focus)
    if not (how := _how(items, left, focus)):
        return
    focus = older_with(mind, items, focus) if how == "add" else focus
    if focus.selection is None:
        return
    if focus.want == "compare":
        yield from _compared(mind, items, focus)
    kind = first_kind(left)
    if kind is not None and not (set(kind) & {focus.selection.type, focus.type}):
        if how == "replace":
            yield from _field_of_thing(mind, items, kind, focus)
            yield from of_other_type(mind, items, focus)
        return
    if how == "replace" and any(item.norm in ("the one", "one", "ones", "the ones") for item in items):
        yield from _other_owner(mind, items, focus)
    which = _which_are(items, focus)
    for draft in _amended(mind, items, focus, how):
        if which:
            # By itself it would be a question of its own about all there are.
            draft.penalty -= 0.2
        yield draft


def _only_a_file(items: Sequence[Item]) -> bool:
    """Say whether a clause wants what was listed as a file and says nothing else: "export that", "can I have this as a CSV?"."""
    wanted = [item for item in items if item.role("csv") or (item is items[0] and item.norm == "export")]
    return bool(wanted) and all(item in wanted or not (item.content or item.role("report")) for item in items)


def _amended(mind: Mind, items: Sequence[Item], focus: Focus, how: str) -> Iterator[Draft]:
    ghost = ghost_of(focus.model_copy(update={"selection": focus.whole}) if _ranked_anew(items, focus) else focus)
    # The joint that begins a follow-up joins it to the thread, not to its conditions.
    left, arranging = ordering.peel([item for item in items if item is not items[0] or not item.role("and")])
    builder = Builder(mind, left, ghost)
    known = len(ghost.where)
    builder.read()
    if builder.main is not ghost:
        return
    added = ghost.where[known:]
    ghost.where = [*_kept(ghost.where[:known], added, how), *added]
    draft = drafted(mind, list(items), builder, arranging)
    arranged = (
        arranging.by
        or arranging.limit
        or arranging.descending is not None
        or arranging.csv
        or arranging.newest
        or (arranging.by_number and focus.group is not None)
    )
    counted = arranging.count or arranging.group
    if not (added or arranged or counted or draft.columns or builder.last == "renamed"):
        return
    elsewhere = any(each.field in (*_PLACES, "location") for each in added) and builder.last != "renamed"
    kept = {text: hits for text, hits in focus.grounds.items() if not (elsewhere and text in ghost.names)}
    # "And the one in Oslo?" may be another of the name than the one that was chosen.
    draft.anew = [text for text in ghost.names if text not in kept]
    draft.grounds = {**kept, **draft.grounds}
    if not counted and draft.want != "compare":
        _as_before(draft, _listed_before(mind, focus) if added or arranged else focus)
    if draft.group is not None:
        draft.sort = orders.order_of_groups(arranging)
    room = any(item.role("unit") or item.role("space") or item.means("ask", "tall") for item in items)
    if (room or (added and ghost.names)) and any(item.means("state", "empty") for item in items):
        # "Any free /28?" after a prefix asks for room in it, not whether it is so.
        draft.penalty += 0.5
    yield draft


def _ranked_anew(items: Sequence[Item], focus: Focus) -> bool:
    """Say whether the first of all are asked for once more, by another rank: "and the 5 oldest?" after the newest 5."""
    ranks = any((item.role("top") or item.role("newest")) and not item.kinds for item in items)
    return focus.whole is not None and ranks and not any(item.role("ones") for item in items)


def _how(items: Sequence[Item], left: Sequence[Item], focus: Focus) -> str:
    """Say how a clause goes on: "add" to the conditions, or "replace" some; empty where it does not go on."""
    first = items[0]
    if any(_points(left, at) or _points_elsewhere(left, at, focus) for at in range(len(left))):
        return ""
    if any(
        first.role(role)
        for role in ("only", "not", "without", "with", "sort", "group", "tagged", "csv", "columns", "state")
    ):
        return "add"
    if any(item.role("group") for item in items) and not any(item.content for item in left):
        # "How many per site?"
        return "add"
    # "Show me X" after a report wants X itself; after a list it may want the same list of X.
    reported = focus.want in ("report", "picture")
    shown = first.means("want", "inspect")
    if first.role("meant") or first.role("and") or (shown and not reported) or first.role("in"):
        return "replace"
    if any(item.norm in ("same", "the same") or item.role("meant") for item in items[:4]):
        return "replace"
    if any(item.role("ones") or item.norm in ("that", "the one", "these", "which one") for item in items):
        return "add"
    if _which_are(items, focus):
        return "add"
    if any(item.role(role) for item in items for role in ("sort", "direction", "csv", "columns")):
        return "add"
    content = [item for item in items if item.content and not item.words]
    told = any(item.role("want") and not item.means("want", "count") for item in items)
    wanted = reported and not told and focus.selection is not None and not focus.selection.names
    if wanted and len(content) == 1:
        return "replace"
    if (
        focus.things
        and len(content) == 1
        and (content[0].kinds or _is_port(content[0]))
        and not told
        and not any(item.norm == "all" for item in items)
    ):
        # "cables?" of the thing that was just shown; "who is the provider?".
        return "replace"
    if not any(item.kinds or item.hits for item in content) and not told:
        # "top 3", "how many are active?": no word says of what.
        return "add"
    return ""


def _which_are(items: Sequence[Item], focus: Focus) -> bool:
    """Say whether a clause asks which of what was listed are of some kind: "which are switches?", "how many are routers?"."""
    if focus.want != "find" or focus.listing is None or not items:
        return False
    asked = items[0].norm in ("which", "which one") or items[0].means("want", "count")
    rest = [item for item in items[1:] if not item.role("ones")]
    if not asked or len(rest) < 2:
        return False
    if rest[0].role("be"):
        return rest[1].norm != "there"
    # "Which go to Oslo?", "which have no tenant?", "how many of those are in Oslo?".
    goes = rest[0].role("goes") is not None and rest[1].role("in") is not None
    owns = (rest[0].role("with") or rest[0].role("without")) is not None
    return goes or owns


def _is_port(item: Item) -> bool:
    return item.figure is not None and item.figure.kind == "port" and not item.hits


def _points(items: Sequence[Item], at: int) -> bool:
    """Say whether an item stands for something by itself: "its", "the second one"; not "how many are there"."""
    item, before = items[at], items[at - 1] if at else None
    if item.role("ordinal") or item.norm in ("that one", "this one"):
        return True
    if item.norm == "there" and before is not None and (before.role("be") or before.role("ask")):
        return False
    # A tenant called "Corporate IT" stands for itself.
    return not item.hits and bool(_POINTING.intersection(item.norm.split()))


def _points_elsewhere(items: Sequence[Item], at: int, focus: Focus) -> bool:
    """Say whether "that cluster" stands for something else than what the thread is about."""
    following = items[at + 1] if at + 1 < len(items) else None
    if items[at].norm not in _DEMONSTRATIVE or items[at].after or following is None or not following.kinds:
        return False
    about = {focus.type, focus.selection.type if focus.selection is not None else None}
    return bool(first_kind(items)) and not about & set(following.kinds)


def first_kind(items: Sequence[Item]) -> tuple[str, ...] | None:
    """Return the types of the first type word that stands before any name; None where a message names no type of its own.

    Args:
        items: of the message.
    """
    for item, following in zip(items, [*items, None][1:], strict=True):
        if _is_port(item):
            return ("dcim.interface",)
        if item.kinds and not item.role("tagged"):
            named = following is not None and any(hit.type in item.kinds for hit in following.hits)
            return None if named and not item.after else item.kinds
        if roles_of(item):
            return ("dcim.device",)
        narrows = (item.role("in") and items[0] is not item) or (
            (item.role("with") or item.role("without")) and not item.role("ask")
        )
        if item.hits or item.figure or (narrows and not item.content):
            return None
    return None


def _kept(where: Sequence[Condition], added: Sequence[Condition], how: str) -> list[Condition]:
    """Return the conditions that new ones do not take the place of."""
    fields = {each.field for each in added if each.join == "is"} - {None, "tags", "name"}
    if how == "replace":
        fields |= {each.field for each in added if each.join == "is"}
        fields |= _PLACES | {"location"} if fields & _PLACES else set()
    return [each for each in where if each.field not in fields or each.join != "is"]


def _listed_before(mind: Mind, focus: Focus) -> Focus:
    """Return the listing that a bare "how many is that?" counted: what follows goes on about that."""
    if focus.want != "count" or focus.group is not None:
        return focus
    for older in mind.topic.focus[1:3]:
        if older.want == "find" and older.selection == focus.selection:
            return older
    return focus


def _as_before(draft: Draft, focus: Focus) -> None:
    """Let a follow-up want what was wanted before, unless it says otherwise."""
    if focus.want in ("report", "picture") and focus.report and not draft.columns:
        draft.file = draft.report == "csv"
        draft.want, draft.report = ("picture" if focus.want == "picture" else "report"), focus.report
        draft.size, draft.sort = draft.size or focus.size, draft.sort or list(focus.sort)
    elif focus.want == "find" and draft.want == "find" and not draft.sort:
        draft.sort = list(focus.sort)
    elif focus.want == "count" and focus.group is not None:
        draft.want, draft.group, draft.columns = "count", focus.group, list(focus.columns)
    elif focus.want == "count" and draft.want == "find" and not draft.sort:
        draft.want = "count"
    if not draft.columns and focus.columns and focus.want == "inspect":
        draft.columns = list(focus.columns)


def _field_of_thing(mind: Mind, items: Sequence[Item], kinds: Sequence[str], focus: Focus) -> Iterator[Draft]:
    """Read "who is the provider?" as asked of the thing that was just shown."""
    content = [item for item in items if item.content and not item.words]
    thing = focus.things[0] if focus.things else None
    if thing is None or len(content) != 1 or content[0].plural:
        return
    about = mind.catalogue[thing.type]
    name = next((name for name, each in about.fields.items() if each.relation in kinds and each.readable), None)
    if name is None:
        return
    reference = Reference(to="thing", position=None, ask=None, type=thing.type)
    noun = Noun(kinds=(thing.type,), refers=reference)
    yield Draft(want="inspect", noun=noun, columns=[name], attributes=True, penalty=-0.1)


def _compared(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Read "devices and racks" as what is to be compared of the things just compared."""
    ghost = ghost_of(focus)
    draft = Draft(want="compare", noun=ghost, grounds=dict(focus.grounds))
    for item in items:
        if not (item.kinds or item.field):
            continue
        column = orders.counter_of(mind, ghost, item) or values.field_of(mind, ghost, item)
        if column is None:
            draft.unused.append(item)
        else:
            draft.columns.append(column)
    if draft.columns:
        yield draft


def _other_owner(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Read "same for the one in Utica": the same of another object, told apart as the first one was."""
    selection = focus.selection
    if selection is None:
        return
    for place, condition in enumerate(selection.where):
        link = mind.catalogue[selection.type].links.get(condition.field or "") if selection.type else None
        older = next(
            (
                each
                for each in mind.topic.focus
                if link and each.selection and each.selection.type == link.target and each.selection.where
            ),
            None,
        )
        if older is None or link is None:
            continue
        for draft in _amended(mind, items, older, "replace"):
            if draft.noun is None:
                continue
            ghost = ghost_of(focus)
            ghost.where[place] = leaf(condition.field or "", "eq", selection=draft.noun.selection())
            draft.noun, draft.attributes = ghost, False
            draft.grounds = {**focus.grounds, **draft.grounds}
            draft.want, draft.columns = "find", list(focus.columns)
            _as_before(draft, focus)
            draft.penalty -= 0.1
            yield draft
