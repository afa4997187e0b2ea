"""Listings as fixed snapshots: what was found is kept by ids, so that more of it neither repeats nor skips."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from orchestration.catalogue.types import ObjectType
from orchestration.language.reading import NameHit
from orchestration.messages import Button
from orchestration.sessions.listing import Listing
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.kit import Kit
from orchestration.tools.proof import Row
from orchestration.tools.rows import Rows, page
from orchestration.tools.search import Search

MOST_KEPT = 1000
MOST_REMEMBERED = 50
# A message grows to so many rows, then goes on in a new one.
MOST_IN_ONE = 50


def ids_of(kit: Kit, search: Search, found: Rows, ordering: str) -> tuple[Row, ...]:
    """Return the rows of a snapshot, up to 1,000, with id and status: those at hand, or else read by one slim request."""
    if found.whole or len(found.rows) >= MOST_KEPT:
        return found.rows[:MOST_KEPT]
    fields = ("id", "status") if "status" in kit.catalogue[search.type].fields else ("id",)
    bare = replace(
        search, branches=tuple(tuple(replace(term, shows=None) for term in branch) for branch in search.branches)
    )
    # The page proved the filters; their fields would make a thousand rows heavy.
    return page(kit, bare, fields, ordering, MOST_KEPT).rows


def snapshot(
    kit: Kit,
    found: Rows,
    kept: Sequence[Row],
    total: int,
    *,
    columns: Sequence[str],
    ordering: str,
    understood: str,
    head: str,
) -> Listing:
    """Return the listing of what was found.

    Args:
        kit: of the turn.
        found: the rows read.
        kept: the rows of the snapshot, in order.
        total: rows there are.
        columns: names of the columns shown.
        ordering: NetBox's ordering.
        understood: the reading in a few words.
        head: the first line of the answer, for the message that grows.
    """
    return Listing(
        id=uuid4().hex[:12],
        session=kit.session,
        type=found.type,
        understood=understood,
        ids=tuple(row["id"] for row in kept),
        # What was compared here, no filter finds again: such a listing ends where its ids do.
        total=total if found.params is not None else min(total, len(kept)),
        params=found.params or (),
        ordering=ordering,
        columns=tuple(columns),
        instance=kit.inventory.instance,
        identity=kit.inventory.identity,
        read_at=kit.now(),
        turn=kit.turn,
        shown=min(kit.rows, total),
        extra={"head": head, "from": 0, "here": found.params is None},
    )


def more_button(listing: Listing, rows: int) -> tuple[Button, ...]:
    """Return the button for the next rows; none where all are shown."""
    left = listing.total - listing.shown
    if left <= 0:
        return ()
    label = f"Show {rows:,} of {left:,} more" if left > rows else f"Show the last {left:,}"
    return (Button(label=label, ref=f"more:{listing.id}:{listing.shown}"),)


def remembered(about: ObjectType, rows: Sequence[Row]) -> tuple[NameHit, ...]:
    """Return rows as the thread remembers them, for "the second one"."""
    return tuple(hit_of(about, row) for row in rows[:MOST_REMEMBERED] if "id" in row)


def hit_of(about: ObjectType, row: Row) -> NameHit:
    """Return an object as a name with what tells it apart."""
    within = next(
        (text for each in (about.within, *about.also_within) if each and (text := text_of(row.get(each)))), ""
    )
    return NameHit(type=about.key, id=row["id"], name=name_of(row, about), within=within)
