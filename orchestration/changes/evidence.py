"""What NetBox's own change log tells of a write whose answer never came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestration.changes.proposal import Done
from orchestration.ports import Inventory, Operation, Query

# Servers' clocks differ; the log is looked at from so many seconds before the write on.
_SKEW = 600.0
_PAGE, _PAGES = 200, 10
_LOG = "core.objectchange"


class CannotTell(Exception):
    """The log cannot be read far enough to tell."""


@dataclass(frozen=True, slots=True)
class Marker:
    """How the log's entries of one step are recognised: no two steps have the same.

    Args:
        proposal: id of the proposal.
        step: its place among the steps.
        by: name of who confirmed.
    """

    proposal: str
    step: int
    by: str

    @property
    def begins(self) -> str:
        """What the message in the change log begins with."""
        return f"{self.proposal}/{self.step} "

    @property
    def message(self) -> str:
        """The message for the change log, which holds 200 characters."""
        return f"{self.begins}confirmed by {self.by} in chat"[:200]


def looked_up(inventory: Inventory, operations: tuple[Operation, ...], marker: Marker, sent_at: float) -> Done | None:
    """Look whether NetBox has taken a step.

    Args:
        inventory: NetBox.
        operations: of the step: one type, one kind.
        marker: what its entries in the log are recognised by.
        sent_at: when it was about to be sent, seconds since the epoch.

    Returns:
        The step as NetBox has it; None where its log shows nothing of it, at this moment.

    Raises:
        CannotTell: there are more entries than can be looked through.
        NetbotError: the log cannot be read.
    """
    first = operations[0]
    ours = sorted(_entries(inventory, first, marker, sent_at - _SKEW), key=lambda each: int(each["id"]))
    if not ours:
        return None
    names = {int(each["changed_object_id"]): _name(each) for each in ours}
    # The log tells the ids of what was made, in order; what was there already has its own, be the entry of one missing or not.
    ids = tuple(names) if first.op == "create" else tuple(each.id or 0 for each in operations)
    return Done(
        ids=ids,
        names=tuple(names.get(each, "") for each in ids),
        urls=tuple("" if first.op == "delete" else inventory.page(first.type, each) for each in ids),
        request_id=str(ours[0].get("request_id", "")),
    )


def _entries(inventory: Inventory, like: Operation, marker: Marker, since: float) -> list[dict[str, Any]]:
    """Return the log's entries that bear the marker, looking from the newest back to a moment."""
    for page in range(_PAGES):
        query = Query(
            type=_LOG,
            params=(("changed_object_type", like.type), ("action", like.op)),
            fields=("id", "time", "message", "changed_object_id", "changed_object", "object_repr", "request_id"),
            ordering="-time",
            limit=_PAGE,
            offset=page * _PAGE,
            fresh=True,
        )
        rows = inventory.list(query).rows
        # A step is one transaction: its entries stand together, and a hundred at most, as a change has operations.
        if ours := [each for each in rows if str(each.get("message", "")).startswith(marker.begins)]:
            return ours if len(rows) < _PAGE or ours[-1] is not rows[-1] else ours + _rest(inventory, query, marker)
        if len(rows) < _PAGE or datetime.fromisoformat(rows[-1]["time"]).timestamp() < since:
            return []
    raise CannotTell


def _rest(inventory: Inventory, query: Query, marker: Marker) -> list[dict[str, Any]]:
    """Return the marked entries of the page behind one that ends with marked ones."""
    behind = inventory.list(query.model_copy(update={"offset": query.offset + _PAGE})).rows
    return [each for each in behind if str(each.get("message", "")).startswith(marker.begins)]


def _name(entry: Mapping[str, Any]) -> str:
    """Return what the object of an entry is called; NetBox before 4.5 writes no name, and shows the object where it is there still."""
    return str(entry.get("object_repr") or (entry.get("changed_object") or {}).get("display", ""))
