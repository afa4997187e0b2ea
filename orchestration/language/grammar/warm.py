"""Short questions in a warm thread: "which rack and unit?", "which have none?", "in which sites?"."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import orders, values
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import leaf
from orchestration.language.references import referents
from orchestration.language.spans import Item
from orchestration.sessions.session import Focus

# What may stand beside the attributes that are asked for.
_BESIDE_ATTRIBUTES = ("ask", "and", "all", "filler", "please", "be", "it", "that", "want", "in")

_ONE = frozenset(("one", "it", "that", "any", "them"))
_IN_WHICH = frozenset(("in which", "on which", "at which", "in what", "on what", "at what", "of which", "for which"))


def read_short(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Return the readings of a clause as a short question about what was shown.

    Args:
        mind: what the grammar knows.
        items: of the clause.
        focus: what was shown.
    """
    yield from _attributes(mind, items, focus)
    yield from _without_what_was_shown(mind, items, focus)
    yield from _where_they_are(mind, items, focus)


def ghost_of(focus: Focus) -> Noun:
    """Return what was selected before as a noun that goes on."""
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


def _attributes(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Read "which rack and unit?", "serial?" as asked of the thing that was shown, or of what it was asked for."""
    content = [item for item in items if item.content or item.role("unit")]
    silent = all(item in content or any(item.role(each) for each in _BESIDE_ATTRIBUTES) for item in items)
    if (
        not focus.things
        or not content
        or not silent
        or any(item.plural or item.hits or item.figure for item in content)
    ):
        return
    about = [each for each in referents(mind.topic, mind.catalogue, plural=False) if each.depth == 0]
    for each in about:
        if each.how not in ("thing", "named") or len(each.hits) != 1:
            continue
        noun = Noun(kinds=(each.type,))
        columns = [_attribute(mind, noun, item) for item in content]
        if all(columns) and (len(columns) > 1 or each.how == "named"):
            if each.how == "named":
                noun.names = [each.text]
            else:
                noun.refers = each.reference()
            draft = Draft(want="inspect", noun=noun, columns=[name for name in columns if name], attributes=True)
            draft.grounds = {each.text: each.hits} if each.how == "named" else {}
            draft.penalty = -0.1
            yield draft
        if all(columns):
            return


def _without_what_was_shown(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Read "which don't have one?", "which have none?" as those without the attribute that the list was to show."""
    words = " ".join(item.norm for item in items).split()
    lacks = any(item.role("without") for item in items) and bool(_ONE.intersection(words))
    none = any(item.role("with") or item.means("ask", "who") for item in items) and "none" in words
    if not (lacks or none) or any(item.content for item in items) or focus.listing is None:
        return
    if focus.type is None or focus.type not in mind.catalogue:
        return
    about = mind.catalogue[focus.type]
    asked = [name for name in focus.columns if name in about.fields and name != about.name_field]
    if len(asked) != 1:
        return
    ghost = ghost_of(focus)
    ghost.where.append(leaf(asked[0], "empty"))
    draft = Draft(want="find", noun=ghost, grounds=dict(focus.grounds), penalty=-0.3)
    yield draft


def _where_they_are(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Read "in which sites?" after a list as these, counted by site."""
    kinds = [item for item in items if item.kinds]
    asks = bool(items) and bool(_IN_WHICH.intersection((items[0].norm,)))
    if focus.want != "find" or focus.listing is None or len(focus.rows) < 2 or not asks or len(kinds) != 1:
        return
    if any(item.content and item is not kinds[0] for item in items) or not kinds[0].plural:
        return
    ghost = ghost_of(focus)
    group = orders.grouping(mind, ghost, kinds[0])
    if group is not None:
        yield Draft(want="count", noun=ghost, group=group, grounds=dict(focus.grounds), penalty=-0.2)


def _attribute(mind: Mind, noun: Noun, item: Item) -> str | None:
    """Return the field of a thing that a word asks for: its rack, its unit, its serial."""
    about = mind.catalogue[noun.kind or ""]
    if item.role("unit") and "position" in about.fields:
        return "position"
    related = (name for name, each in about.fields.items() if each.relation in item.kinds and each.readable)
    return next(related, None) or values.field_of(mind, noun, item)
