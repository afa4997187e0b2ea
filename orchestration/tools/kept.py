"""Tables whose rows are no objects: kept whole, so that they can go on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import uuid4

from orchestration.messages import Button, Column, Run, Table
from orchestration.sessions.listing import Listing
from orchestration.tools.kit import Kit
from orchestration.tools.snapshot import MOST_KEPT, more_button


@dataclass(frozen=True, slots=True)
class Kept:
    """A table and the listing behind it.

    Args:
        table: the first rows.
        listing: all of them, up to 1,000.
        buttons: for the next rows.
    """

    table: Table
    listing: Listing
    buttons: tuple[Button, ...]


def kept_table(
    kit: Kit,
    titles: Sequence[str],
    rows: Sequence[Sequence[Run | str]],
    *,
    head: str,
    understood: str,
    right: Collection[int] = (),
) -> Kept:
    """Return the first rows as a table, all of them as a listing; columns that are empty in all rows are left out.

    Args:
        kit: of the turn.
        titles: of the columns.
        rows: cells, plain or with a link.
        head: the first line of the answer.
        understood: the reading in a few words.
        right: columns that align right.
    """
    runs = [[cell if isinstance(cell, Run) else Run(text=cell) for cell in row] for row in rows[:MOST_KEPT]]
    filled = [at for at in range(len(titles)) if not runs or any(row[at].text for row in runs)]
    cells = tuple(tuple(row[at] for at in filled) for row in runs)
    columns = tuple(Column(title=titles[at], align="right" if at in right else "left") for at in filled)
    listing = Listing(
        id=uuid4().hex[:12],
        session=kit.session,
        understood=understood,
        total=len(cells),
        kept=tuple(tuple(cell.text for cell in row) for row in cells),
        titles=tuple(titles[at] for at in filled),
        instance=kit.inventory.instance,
        identity=kit.inventory.identity,
        read_at=kit.now(),
        turn=kit.turn,
        shown=min(kit.rows, len(cells)),
        extra={"head": head, "from": 0, "right": [place for place, at in enumerate(filled) if at in right]},
    )
    return Kept(Table(columns=columns, rows=cells[: kit.rows]), listing, more_button(listing, kit.rows))
