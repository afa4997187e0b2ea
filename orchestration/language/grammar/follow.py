"""Going on about what the thread was about: "only the active ones", "and in Albany?", "how many is that?"."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import ordering
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.clause import drafted
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Condition
from orchestration.language.spans import Item
from orchestration.sessions.session import Focus

# A message that reads well as going on is taken so: people write short when the thread is warm.
LEAN = 0.02
_PLACES = frozenset(("site", "region", "location", "rack", "site_group", "cluster"))


def read_follow_up(mind: Mind, items: Sequence[Item]) -> Iterator[list[Draft]]:
    """Return the readings of a clause as going on about the last thing.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    focus = next((each for each in mind.topic.focus if each.selection is not None), None)
    if focus is None or not (how := _how(items)):
        return
    ghost = _ghost(focus)
    left, arranging = ordering.peel(list(items))
    builder = Builder(mind, left, ghost)
    known = len(ghost.where)
    builder.read()
    if builder.main is not ghost:
        return
    added = ghost.where[known:]
    if how == "replace":
        ghost.where = [*_kept(ghost.where[:known], added), *added]
    draft = drafted(mind, list(items), builder, arranging)
    if (
        not added
        and builder.last != "renamed"
        and not (
            arranging.by
            or arranging.group
            or arranging.count
            or arranging.limit
            or draft.columns
            or arranging.descending is not None
            or arranging.csv
        )
    ):
        return
    draft.grounds = {**{text: hits for text, hits in focus.grounds.items()}, **draft.grounds}
    _as_before(draft, focus, added=bool(added), arranged=bool(arranging.count or arranging.group))
    draft.unused = [item for item in draft.unused if item.role("filler") is None]
    yield [draft]


def _how(items: Sequence[Item]) -> str:
    """Say how a clause goes on: it adds ("only ..."), or puts something in another's place ("and in ..."); empty where it does not."""
    first = items[0]
    words = {item.norm for item in items}
    if (
        first.role("only")
        or first.role("not")
        or first.role("without")
        or first.role("with")
        or first.role("sort")
        or first.role("group")
    ):
        return "add"
    if any(item.role("ones") for item in items) or any(
        item.role("it") and item.norm in ("that", "the one") for item in items
    ):
        return "add"
    if (
        first.role("and")
        or first.means("want", "inspect")
        or first.role("in")
        or "same" in words
        or "the same" in words
        or first.norm in ("no", "meant", "sorry")
    ):
        return "replace"
    if any(item.role(role) for item in items for role in ("sort", "direction", "csv", "columns")) or any(
        item.role("and") for item in items[:1]
    ):
        return "add"
    return ""


def _ghost(focus: Focus) -> Noun:
    selection = focus.selection
    if selection is None:
        return Noun()
    kind = selection.type or focus.type
    return Noun(
        kinds=(kind,) if kind else (),
        names=list(selection.names),
        where=list(selection.where),
        refers=selection.refers,
        said=True,
        plural=focus.want in ("find", "count"),
    )


def _kept(where: Sequence[Condition], added: Sequence[Condition]) -> list[Condition]:
    """Return the conditions that new ones do not take the place of."""
    fields = {each.field for each in added if each.join == "is"}
    if fields & {"site", "region"}:
        fields |= {"site", "region", "location"}
    return [each for each in where if each.field not in fields]


def _as_before(draft: Draft, focus: Focus, *, added: bool, arranged: bool) -> None:
    """Let a follow-up want what was wanted before, unless it says otherwise."""
    del added
    if arranged or draft.want == "compare":
        return
    if focus.want in ("report", "picture") and focus.report and not draft.columns:
        draft.want, draft.report = ("picture" if focus.want == "picture" else "report"), focus.report
    elif focus.want == "count" and focus.group is not None:
        draft.want, draft.group = "count", focus.group
    elif focus.want == "count" and draft.want == "find" and not draft.sort:
        draft.want = "count"
    if not draft.columns and focus.columns and focus.want == "inspect":
        draft.columns = list(focus.columns)
