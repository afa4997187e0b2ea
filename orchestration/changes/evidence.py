"""What NetBox's own change log tells of a write whose answer never came."""

from dataclasses import dataclass
from datetime import UTC, datetime

from orchestration.changes.proposal import Done
from orchestration.ports import Inventory, Operation, Query

# Servers' clocks differ; the log is looked at from so many seconds before the write on.
_SKEW = 600.0
_MOST = 1000
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
    kind, type_ = operations[0].op, operations[0].type
    since = datetime.fromtimestamp(sent_at - _SKEW, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    page = inventory.list(
        Query(
            type=_LOG,
            params=(("changed_object_type", type_), ("action", kind), ("time_after", since)),
            fields=("id", "message", "changed_object_id", "object_repr", "request_id"),
            ordering="-time",
            limit=_MOST,
            fresh=True,
        )
    )
    ours = sorted(
        (each for each in page.rows if str(each.get("message", "")).startswith(marker.begins)),
        key=lambda each: each["id"],
    )
    if not ours:
        if page.total > len(page.rows):
            raise CannotTell
        return None
    ids = tuple(int(each["changed_object_id"]) for each in ours)
    return Done(
        ids=ids,
        names=tuple(str(each["object_repr"]) for each in ours),
        urls=tuple(inventory.page(type_, each) for each in ids),
        request_id=str(ours[0].get("request_id", "")),
    )
