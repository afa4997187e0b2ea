"""Listings as a file: all rows with all columns, as a spreadsheet takes them."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.catalogue.types import ObjectType
from orchestration.errors import NotFound, NotUnderstood
from orchestration.messages import File, Notice, Part, prose
from orchestration.messages.spreadsheet import as_csv
from orchestration.ports import Query
from orchestration.sessions.listing import Listing
from orchestration.tools.cells import at, name_of, text_of
from orchestration.tools.columns import Shown, chosen, hosted, needed, shown_of, without_host
from orchestration.tools.draft import Draft
from orchestration.tools.going_on import GONE
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Going
from orchestration.tools.proof import Row
from orchestration.tools.rows import LONGEST_PAGE, by_ids
from orchestration.tools.wording import number, plural

CSV = "csv"
# Ten requests of a thousand rows; who needs more takes NetBox's own export.
MOST_ROWS = 10_000
LONGEST_NAME = 60


def export(kit: Kit, going: Going, results: Mapping[str, Any]) -> Draft:
    """Give a listing as a file, read again with the rights of whoever asks.

    Args:
        kit: of the turn.
        going: which listing; none names the one that another ask of the message has just made.
        results: of the steps it waits for.

    Raises:
        NotFound: the listing is gone, or another thread's.
        NotUnderstood: what was asked for is no listing.
    """
    made = next((each.listing for each in results.values() if isinstance(each, Draft) and each.listing), None)
    listing = made or (kit.sessions.listing(going.listing) if going.listing else None)
    if not going.listing and listing is None:
        raise NotUnderstood("That is no list, so there is no file of it.")
    if listing is None or listing.session != kit.session:
        raise NotFound(GONE, "Ask again and I list it anew.")
    parts: tuple[Part, ...]
    if listing.type:
        about = kit.catalogue[listing.type]
        columns = chosen(kit, about, listing.columns)
        parts = filed(kit, about, columns, _rows(kit, about, columns, listing), listing)
    else:
        parts = (_file(listing, listing.titles, listing.kept),)
    head = str(listing.extra.get("head", "")) or f"{plural(listing.total, 'row')}."
    before = () if made else (prose(head),)
    return Draft("find", (*before, *parts), rows_total=listing.total, understood=listing.understood)


def filed(
    kit: Kit, about: ObjectType, columns: Sequence[Shown], rows: Sequence[Row], listing: Listing
) -> tuple[Part, ...]:
    """Return rows as a file, and what it leaves out.

    Args:
        kit: of the turn.
        about: the rows' type.
        columns: to write, besides the name.
        rows: the records.
        listing: what was listed.
    """
    named = about.fields.get(about.name_field)
    titles = [named.label if named else about.singular, *map(_title, columns)]
    held = hosted(kit, about, columns, rows)
    cells = [[name_of(row, about), *(_cell(kit, row, each) for each in without_host(columns))] for row in held]
    file = _file(listing, titles, cells)
    if len(rows) >= listing.total:
        return (file,)
    told = f"The file holds {number(len(rows))} of {number(listing.total)} {about.plural}"
    why = (
        ", as many as I write into one; narrow it for the rest"
        if listing.total > MOST_ROWS
        else "; the rest is gone since, or not for you to see"
    )
    return (file, Notice(level="warning", text=f"{told}{why}."))


def further(kit: Kit, listing: Listing, fields: Sequence[str], rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows of a listing beyond those at hand too, page by page at once, up to 10,000 in all."""
    begin, end = len(rows), min(listing.total, MOST_ROWS)
    queries = [
        Query(
            type=listing.type,
            params=listing.params,
            fields=tuple(fields),
            ordering=listing.ordering,
            limit=min(LONGEST_PAGE, end - offset),
            offset=offset,
        )
        for offset in range(begin, end, LONGEST_PAGE)
    ]
    found = {row["id"]: row for row in (*rows, *(row for page in kit.pages(queries) for row in page.rows))}
    return tuple(found.values())


def _rows(kit: Kit, about: ObjectType, columns: Sequence[Shown], listing: Listing) -> tuple[Row, ...]:
    fields = needed(about, columns)
    if listing.total > len(listing.ids):
        return further(kit, listing, fields, ())
    found = by_ids(kit, about.key, listing.ids, fields)
    return tuple(found[each] for each in listing.ids if each in found)


def _file(listing: Listing, titles: Sequence[str], cells: Sequence[Sequence[str]]) -> File:
    name = re.sub(r"[^a-z0-9.]+", "-", listing.understood.lower()).strip("-.")[:LONGEST_NAME].strip("-.") or "rows"
    alt = f"{plural(len(cells), 'row')} with {plural(len(titles), 'column')} as CSV"
    return File(alt=alt, name=f"{name}.csv", media_type="text/csv", content=b64encode(as_csv(titles, cells)))


def _title(column: Shown) -> str:
    unit = column.field.unit if column.field is not None else ""
    return f"{column.title} ({unit})" if unit else column.title


def _cell(kit: Kit, row: Row, column: Shown) -> str:
    """Return a cell: figures bare, for a spreadsheet reckons with them; of several values all."""
    value = at(row, column.at)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, list) and any(not isinstance(each, list) for each in value):
        return ", ".join(text for each in value if (text := text_of(each, column.field)))
    return shown_of(kit, row, column)
