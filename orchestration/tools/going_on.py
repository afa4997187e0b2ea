"""Show more: the next rows of a listing, read again by their ids, with the rights of whoever asks."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from orchestration.errors import NotAllowed, NotFound
from orchestration.messages import Column, Notice, Part, Run, Table, prose
from orchestration.ports import Query
from orchestration.sessions.listing import Listing
from orchestration.tools.columns import chosen, hosted, needed, table, without_host
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Going
from orchestration.tools.rows import LONGEST_PAGE, by_ids
from orchestration.tools.snapshot import MOST_IN_ONE, MOST_KEPT, more_button
from orchestration.tools.wording import number, plural

GONE = "That listing is no longer kept."
NOT_YOURS = "That list was read with other rights than yours."


def more(kit: Kit, going: Going, _: Mapping[str, Any]) -> Draft:
    """Show the next rows of a listing: in its message while that fits, else in a new one.

    Args:
        kit: of the turn.
        going: which listing, and from where.

    Raises:
        NotFound: the listing is gone, or another thread's, or of another NetBox.
        NotAllowed: its rows cannot be read again, and were read with other rights.
    """
    listing = kit.sessions.listing(going.listing)
    if listing is None or listing.session != kit.session or listing.instance not in {"", kit.inventory.instance}:
        raise NotFound(GONE, "Ask again and I list it anew.")
    pressed = going.shown
    if listing.identity not in {"", kit.inventory.identity}:
        listing, pressed = _for_another(kit, listing), None
    if listing.shown >= listing.total and pressed is None:
        return Draft(
            "more",
            (prose(f"That is all: {number(listing.total)} of {number(listing.total)} are shown."),),
            rows_total=listing.total,
        )
    start = int(listing.extra.get("from", 0))
    # A button pressed twice, or by two people at once, shows what is shown by now, and nothing twice.
    end = (
        listing.shown
        if pressed is not None and pressed < listing.shown
        else min(listing.total, listing.shown + kit.rows)
    )
    grows = pressed is not None and end - start <= max(MOST_IN_ONE, kit.rows)
    if not grows and end > listing.shown:
        start = listing.shown
    return _shown(kit, listing, start, end, grows=grows)


def _for_another(kit: Kit, listing: Listing) -> Listing:
    """Return a listing of their own to somebody with other rights than it was read with: of the same rows, those they may see."""
    if not listing.type:
        raise NotAllowed(NOT_YOURS, "Ask for it yourself.")
    seen = by_ids(kit, listing.type, listing.ids, ("id",))
    total = len(seen)
    if listing.total > len(listing.ids):
        query = Query(type=listing.type, params=listing.params, fields=("id",), limit=1)
        total = kit.inventory.list(query).total
    return listing.model_copy(
        update={
            "id": uuid4().hex[:12],
            "ids": tuple(each for each in listing.ids if each in seen),
            "total": total,
            "shown": sum(each in seen for each in listing.ids[: listing.shown]),
            "understood": "",
            "extra": {key: value for key, value in listing.extra.items() if key not in {"head", "from"}},
        }
    )


def _shown(kit: Kit, listing: Listing, start: int, end: int, *, grows: bool) -> Draft:
    cells, extra, gone = _cells(kit, listing, start, end)
    turn = listing.turn if grows else kit.turn
    onward = listing.model_copy(
        update={
            "shown": end,
            "turn": turn,
            "extra": {**listing.extra, **extra, "from": start},
            "identity": kit.inventory.identity,
        }
    )
    head = str(listing.extra.get("head", "")) if grows else ""
    head = head or f"Rows {number(start + 1)} to {number(end)} of {number(listing.total)}."
    parts: list[Part] = [prose(head), cells]
    if gone:
        parts.append(
            Notice(
                text=f"{plural(gone, 'row')} of these {'is' if gone == 1 else 'are'} gone since, or not for you to see."
            )
        )
    if end > MOST_KEPT:
        parts.append(Notice(text=f"Beyond the first {MOST_KEPT:,} the rows come in the order of their ids."))
    about = kit.catalogue[listing.type] if listing.type else None
    url = (
        kit.inventory.page(about.key, None, listing.params)
        if about and (listing.params or not listing.extra.get("here"))
        else None
    )
    return Draft(
        intent="more",
        parts=tuple(parts),
        buttons=more_button(onward, kit.rows),
        rows_total=listing.total,
        understood=listing.understood,
        shown=end,
        url=url,
        listing=onward,
        amends=listing.turn if grows else None,
    )


def _cells(kit: Kit, listing: Listing, start: int, end: int) -> tuple[Table, dict[str, Any], int]:
    if not listing.type:
        cells = tuple(tuple(Run(text=cell) for cell in row) for row in listing.kept[start:end])
        right = listing.extra.get("right", ())
        titles = enumerate(listing.titles)
        titled = tuple(Column(title=title, align="right" if at in right else "left") for at, title in titles)
        return Table(columns=titled, rows=cells), {}, 0
    about = kit.catalogue[listing.type]
    columns = chosen(kit, about, listing.columns) if listing.columns else ()
    ids = list(listing.ids[start:end])
    extra: dict[str, Any] = {}
    if end > len(listing.ids):
        further, extra = _beyond(kit, listing, end - max(start, len(listing.ids)))
        ids += further
    found = by_ids(kit, about.key, ids, needed(about, columns))
    rows = hosted(kit, about, columns, [found[each] for each in ids if each in found])
    return table(kit, about, without_host(columns), rows), extra, len(ids) - len(rows)


def _beyond(kit: Kit, listing: Listing, wanted: int) -> tuple[list[int], dict[str, Any]]:
    """Return ids beyond the snapshot in the order of ids, without those the snapshot showed, and where to go on."""
    seen, after = set(listing.ids), int(listing.extra.get("after", 0))
    ids: list[int] = []
    while len(ids) < wanted:
        params = (*listing.params, ("id__gt", str(after)))
        page = kit.inventory.list(
            Query(type=listing.type, params=params, fields=("id",), ordering="id", limit=LONGEST_PAGE)
        )
        fresh = [row["id"] for row in page.rows if row["id"] not in seen]
        ids += fresh[: wanted - len(ids)]
        if ids and len(ids) == wanted:
            return ids, {"after": ids[-1]}
        if len(page.rows) < LONGEST_PAGE:
            break
        after = page.rows[-1]["id"]
    return ids, {"after": ids[-1] if ids else after}
