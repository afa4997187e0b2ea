"""Two things or more beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from orchestration.catalogue.types import ObjectType
from orchestration.messages import Column, Run, Table, prose
from orchestration.sessions.session import Focus
from orchestration.tools.absent import missing
from orchestration.tools.cells import at, is_numeric, name_of, text_of
from orchestration.tools.columns import Shown, column_of, hosted, without_host
from orchestration.tools.draft import Draft
from orchestration.tools.filling import fill
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.rows import page
from orchestration.tools.snapshot import remembered
from orchestration.tools.wording import counted, inline, listed

MOST_COMPARED = 5


def compare(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show things beside each other: the attributes asked for, or those in which they differ.

    Args:
        kit: of the turn.
        asked: the ask, its search, its columns the attributes.
        results: of the steps the search waits for.

    Raises:
        NotFound: one of them is not there.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    found = page(kit, search, (), "", MOST_COMPARED)
    if search.names and len(found.rows) < len(search.names):
        known = {name_of(row, about).casefold() for row in found.rows}
        lost = next((name for name in search.names if name.casefold() not in known), search.names[0])
        raise missing(kit, about, replace(search, names=(lost,)), asked.near)
    columns = [column_of(kit, about, name) for name in asked.ask.columns if name != about.name_field]
    rows = hosted(kit, about, columns, found.rows)
    columns = list(without_host(columns)) or _differing(kit, about, rows)
    titles = (
        Column(title=""),
        *(Column(title=name_of(row, about), align="right" if _numeric(columns) else "left") for row in rows),
    )
    cells = tuple(
        (Run(text=each.title), *(Run(text=text_of(at(row, each.at), each.field) or "none") for row in rows))
        for each in columns
    )
    hits = remembered(about, rows)
    return Draft(
        intent="compare",
        parts=(prose(_head(about, columns, rows)), *((Table(columns=titles, rows=cells),) if cells else ())),
        understood=f"{about.plural} · {search.said}",
        url=kit.inventory.page(about.key, None, found.params) if found.params is not None else None,
        focus=Focus(
            want="compare",
            selection=asked.selection,
            type=about.key,
            rows=hits,
            things=hits,
            grounds=dict(asked.grounds),
        ),
    )


def _numeric(columns: Sequence[Shown]) -> bool:
    return all(is_numeric(each.field) for each in columns)


def _differing(kit: Kit, about: ObjectType, rows: Sequence[Row]) -> list[Shown]:
    names = [*about.facts, *about.counters, *(name for name in about.fields if name not in about.facts)]
    differ = [
        name
        for name in dict.fromkeys(names)
        if name in about.fields and about.fields[name].readable and name not in _OWN
        and len({text_of(row.get(name), about.fields[name]) for row in rows}) > 1
    ]  # fmt: skip
    return [column_of(kit, about, name) for name in differ[:15] if name != about.name_field]


_OWN = frozenset({"id", "url", "display", "display_url", "slug", "created", "last_updated", "custom_fields"})


def _head(about: ObjectType, columns: Sequence[Shown], rows: Sequence[Row]) -> str:
    """Return the first line: for one attribute who has what, else what is compared."""
    if len(columns) == 1:
        told = [f"{name_of(row, about)} {text_of(at(row, columns[0].at), columns[0].field) or 'none'}" for row in rows]
        return f"{columns[0].title}: {listed(told)}."
    if not columns:
        return f"{counted(len(rows), about)}, alike in all that NetBox has of them."
    return f"{counted(len(rows), about)} compared by {listed([inline(each.title) for each in columns[:4]])}."
