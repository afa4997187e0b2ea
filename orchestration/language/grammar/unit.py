"""What stands in one unit of a rack: "what is in U10 of rack R1", "and in U11?"."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, of_selection
from orchestration.language.spans import Item

RACK, REPORT = "dcim.rack", "rack_unit"


def read_unit(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of "what is in U10 of rack R1": the elevation of that unit.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    unit = next(
        (item for item in items if item.figure is not None and item.figure.kind in {"unit", "units"} and not item.hits),
        None,
    )
    if unit is not None and (again := _again(mind, items, unit)) is not None:
        yield again
        return
    free = [item for item in items if item.means("state", "empty")]
    asked = free or any(item.role("ask") or item.means("want", "find") for item in items[:2])
    # "U10 free" is one unit, "10U free" are ten.
    if unit is None or unit.figure is None or not asked or (free and unit.figure.kind == "units"):
        return
    builder = Builder(mind, [item for item in items if not any(item is each for each in (unit, *free))]).read()
    noun = builder.main
    if noun is None or RACK not in noun.kinds or not (noun.names or noun.refers):
        return
    noun.narrow(RACK)
    for text in noun.names:
        builder.ground(text, tuple(hit for hit in noun.hits.get(text, ()) if hit.type == RACK))
    draft = Draft(want="report", report=REPORT, noun=noun, size=int(float(unit.figure.low)))
    draft.grounds, draft.missing, draft.unused = builder.grounds, builder.missing, builder.unused
    draft.penalty = builder.penalty - 0.1
    yield draft


def _again(mind: Mind, items: Sequence[Item], unit: Item) -> Draft | None:
    """Return the last question for another unit: "and in U11?"."""
    focus = next((each for each in mind.topic.focus[:2] if each.report == REPORT and each.selection is not None), None)
    others = [item for item in items if item is not unit]
    if focus is None or focus.selection is None or unit.figure is None or any(item.content for item in others):
        return None
    noun = of_selection(focus.selection)
    noun.kinds = (RACK,)
    size = int(float(unit.figure.low))
    return Draft(want="report", report=REPORT, noun=noun, size=size, grounds=dict(focus.grounds), penalty=-0.3)
