"""What numbers of objects come to together: the memory of a cluster's machines, the length of all cables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.catalogue.types import Field
from orchestration.errors import NotUnderstood
from orchestration.messages import Notice, Part, prose
from orchestration.sessions.session import Focus
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.filling import fill
from orchestration.tools.grouping import NONE, By, by_of, values_of
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.pieces import facts
from orchestration.tools.rows import everything
from orchestration.tools.wording import after, counted, first_upper, inline, listed, number, plural

# The unit of these stands in a field of its own, for each object.
_UNIT_FIELDS = {"length": "length_unit", "weight": "weight_unit", "distance": "distance_unit"}


def sums(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Add up numbers of all objects of a search.

    Args:
        kit: of the turn.
        asked: the ask; its columns are the fields to add up.
        results: of the steps the search waits for.

    Raises:
        NotUnderstood: a field is no number.
        Refused: there are too many objects to read.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    fields = [
        field
        for name in asked.ask.columns
        if (field := about.fields.get(name)) and field.kind in {"integer", "decimal"}
    ]
    if not fields:
        raise NotUnderstood(f"I do not see which number of {about.plural} to add up.")
    units = [unit for field in fields if (unit := _UNIT_FIELDS.get(field.name)) in about.fields]
    by = by_of(kit.catalogue, about, asked.ask.group) if asked.ask.group else None
    if by is not None and by.shown is None:
        raise NotUnderstood(
            f"{about.plural[:1].upper()}{about.plural[1:]} do not show their {by.label}, by which to add up."
        )
    shown = [by.shown.partition(".")[0]] if by is not None and by.shown else []
    wanted = ("id", *(field.name for field in fields), *(each for each in units if each), *shown)
    rows = everything(kit, search, tuple(dict.fromkeys(wanted))).rows
    told = [_told(field, rows) for field in fields]
    whose = f"{counted(len(rows), about)}{after(search.phrase)}"
    head = (
        f"{listed([f'{total} of {inline(field.label)}' for field, total in zip(fields, told, strict=True)])}: {whose}."
    )
    if len(fields) == 1:
        head = f"{whose}: {told[0]} {inline(fields[0].label)} in total."
    if by is not None:
        return _grouped(kit, asked, head, by, fields, rows)
    without = {
        field.label: missing for field in fields if (missing := sum(_figure(row, field) is None for row in rows))
    }
    parts: list[Part] = [prose(head), *_spread(fields, rows)]
    if without and rows:
        parts.append(
            Notice(
                text="; ".join(
                    f"{plural(missing, 'of these has', 'of these have')} no {inline(label)}"
                    for label, missing in without.items()
                )
                + "."
            )
        )
    selection = asked.selection
    return Draft(
        "report",
        tuple(parts),
        understood=" · ".join(
            each
            for each in (about.plural, search.said, f"sum of {listed([inline(field.label) for field in fields])}")
            if each
        ),
        focus=Focus(want="find", selection=selection, type=about.key, grounds=dict(asked.grounds)),
    )


def _grouped(kit: Kit, asked: Asked, head: str, by: By, fields: Sequence[Field], rows: Sequence[Row]) -> Draft:
    """Return the sums for each value of what is grouped by, the most first."""
    about = kit.catalogue[asked.searching.type]
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for value in values_of(row, by):
            groups.setdefault(text_of(value) or NONE, []).append(row)
    ranked = sorted(groups.items(), key=lambda each: (-sum(_figure(row, fields[0]) or 0 for row in each[1]), each[0]))
    table = [
        (
            name,
            number(len(members)),
            *(cell for field in fields for cell in (_told(field, members), _average(field, members))),
        )
        for name, members in ranked
    ]
    titles = [first_upper(by.label), first_upper(about.plural)]
    titles += [title for field in fields for title in (field.label, f"{field.label}, average")]
    said = f"sum of {listed([inline(field.label) for field in fields])} per {by.label}"
    understood = " · ".join(each for each in (about.plural, asked.searching.said, said) if each)
    kept = kept_table(kit, titles, table, head=head, understood=understood, right=range(1, len(titles)))
    return Draft(
        "report",
        (prose(head), kept.table),
        buttons=kept.buttons,
        rows_total=kept.listing.total,
        understood=understood,
        shown=kept.listing.shown,
        listing=kept.listing,
        focus=Focus(want="find", selection=asked.selection, type=about.key, grounds=dict(asked.grounds)),
    )


def _average(field: Field, rows: Sequence[Row]) -> str:
    """Return what one of those that have the number has on average; empty where none has, or their units differ."""
    figures = [value for row in rows if (value := _figure(row, field)) is not None]
    units = {text_of(row.get(_UNIT_FIELDS.get(field.name, ""))) or field.unit for row in rows}
    return (
        f"{number(round(sum(figures) / len(figures), 2))} {min(units)}".strip() if figures and len(units) == 1 else ""
    )


def _figure(row: Row, field: Field) -> float | None:
    value = row.get(field.name)
    return None if value in (None, "") else float(value)


def _told(field: Field, rows: Sequence[Row]) -> str:
    """Return a sum with its unit; of several units one sum each."""
    totals: Counter[str] = Counter()
    for row in rows:
        unit = text_of(row.get(_UNIT_FIELDS.get(field.name, ""))) or field.unit
        totals[unit] += _figure(row, field) or 0  # type: ignore[assignment]
    return listed([f"{number(round(total, 2))} {unit}".strip() for unit, total in totals.items()]) or "0"


def _spread(fields: Sequence[Field], rows: Sequence[Row]) -> tuple[Part, ...]:
    if len(fields) != 1:
        return ()
    values = [value for row in rows if (value := _figure(row, fields[0])) is not None]
    if len(values) < 2:
        return ()
    unit = fields[0].unit
    pairs = [("Average", sum(values) / len(values)), ("Least", min(values)), ("Most", max(values))]
    return (facts([(label, f"{number(round(value, 2))} {unit}".strip()) for label, value in pairs]),)
