"""Which objects have the same value of a field: serial numbers, names, MAC addresses that are there twice."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from orchestration.catalogue.types import ObjectType
from orchestration.errors import NotUnderstood
from orchestration.messages import Run, prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.filling import fill
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.pieces import tabled, understood
from orchestration.tools.rows import everything
from orchestration.tools.wording import after, counted, first_upper, inline, plural


def shared_values(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List the objects of a search that share a value with another of them; an empty value is none.

    Args:
        kit: of the turn.
        asked: the ask; its first column is the field.
        results: of the steps the search waits for.

    Raises:
        NotUnderstood: objects of the type have no such field.
        TooMuch: there are too many objects to read.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    field = about.fields.get(asked.ask.columns[0]) if asked.ask.columns else None
    if field is None or not field.readable:
        raise NotUnderstood(f"I do not see which field of {about.plural} to compare.")
    within = tuple(each for each in (about.within, *about.also_within) if each)
    fields = tuple(dict.fromkeys(("id", "display", about.name_field, *within, field.name)))
    rows = everything(kit, search, fields).rows
    shared = _shared(rows, field.name)
    label, among = inline(field.label), f"{counted(len(rows), about)}{after(search.phrase)}"
    amount = sum(map(len, shared.values()))
    head = f"{plural(len(shared), label, f'values of {label}')} shared by {plural(amount, about.singular, about.plural)}, among {among}."
    if not rows:
        head = f"No {about.plural}{after(search.phrase)}."
    elif not shared:
        head = f"No two share {'an' if label[:1] in 'aeiou' else 'a'} {label}, among {among}."
    titles = (
        first_upper(label),
        first_upper(about.singular),
        *(first_upper(about.fields[each].label) for each in within),
    )
    cells: list[tuple[Run | str, ...]] = [
        (text_of(row.get(field.name)), _link(kit, about, row), *(text_of(row.get(each)) for each in within))
        for value in sorted(shared)
        for row in shared[value]
    ]
    told = understood(about.plural, search.said, f"the same {label}")
    kept = kept_table(kit, titles, cells, head=head, understood=told)
    return tabled(kit, asked, [prose(head)], kept, about.key, [])


def _shared(rows: tuple[Row, ...], field: str) -> dict[str, list[Row]]:
    """Return the rows of each value that several have, whatever its case."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if value := text_of(row.get(field)).strip().casefold():
            held[value].append(row)
    return {value: some for value, some in held.items() if len(some) > 1}


def _link(kit: Kit, about: ObjectType, row: Row) -> Run:
    return Run(text=name_of(row, about), url=kit.inventory.page(about.key, row["id"]))
