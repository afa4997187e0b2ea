"""How many for each pair of two values: devices per site and role."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from orchestration.catalogue.types import ObjectType
from orchestration.errors import TooMuch
from orchestration.sessions.session import Focus
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.filling import fill
from orchestration.tools.grouping import MOST_ROWS, NONE, By, by_of, counts, values_of
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, bare
from orchestration.tools.rows import everything
from orchestration.tools.wording import after, counted, first_upper, number, plural


def cross(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Count the objects of a search for each pair of values of two fields; the rows themselves tell.

    Args:
        kit: of the turn.
        asked: the ask: its group is the first field, its one column the second.
        results: of the steps the search waits for.

    Raises:
        NotUnderstood: there is nothing of that name to group by.
        TooMuch: there are more rows than a few requests bring, or they do not show both; offers one grouping at a time.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    first, second = (by_of(kit.catalogue, about, each) for each in (asked.ask.group or "", asked.ask.columns[0]))
    shown = [each.shown for each in (first, second) if each.shown is not None]
    if len(shown) < 2 or (asked.measured or 0) > MOST_ROWS:
        raise _one_at_a_time(about, first, second)
    rows = everything(kit, search, tuple(dict.fromkeys(("id", *(each.partition(".")[0] for each in shown))))).rows
    pairs = Counter(pair for row in rows for pair in product(_names(row, first), _names(row, second)))
    wholes = Counter(name for row in rows for name in _names(row, first))
    order = sorted(pairs, key=lambda pair: (-wholes[pair[0]], pair[0].casefold(), -pairs[pair], pair[1].casefold()))
    table = [(one, other, number(pairs[one, other])) for one, other in order]
    many = [
        plural(len({pair[at] for pair in pairs}), by.label, kit.catalogue[by.link.target].plural)
        if by.link
        else plural(len({pair[at] for pair in pairs}), f"{by.label} value")
        for at, by in enumerate((first, second))
    ]
    phrase = after(search.phrase)
    head = f"{counted(len(rows), about)}{phrase}{',' if phrase else ''} in {many[0]} and {many[1]}."
    told = (about.plural, search.said, f"per {first.label} and {second.label}")
    understood = " · ".join(each for each in told if each)
    titles = (first_upper(first.label), first_upper(second.label), first_upper(about.plural))
    kept = kept_table(kit, titles, table, head=head, understood=understood, right={2})
    focus = Focus(
        want="count",
        selection=asked.selection,
        grounds=dict(asked.grounds),
        group=first.name,
        columns=(second.name,),
    )
    return counts(kit, about, kept, head, understood, focus)


def _names(row: Row, by: By) -> Sequence[str]:
    return [text_of(value) or str(bare(value) or "") or NONE for value in values_of(row, by)]


def _one_at_a_time(about: ObjectType, first: By, second: By) -> TooMuch:
    offers = tuple(f"How many {about.plural} are there per {each.label}?" for each in (first, second))
    text = f"I cannot count {about.plural} by {first.label} and {second.label} at once here."
    return TooMuch(text, "By one of them I can.", offers)
