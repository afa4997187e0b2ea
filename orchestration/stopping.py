"""A NetBox that is asked no more once the turn is not wanted: what reads for long ends at its next question, not at its next step."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from orchestration.ports import Answered, Inventory, Meter, Operation, Page, Query, Withdrawn, Written

_STOP = re.compile(r"(please )?(stop|halt|abort)( (it|that|this|now|working))*( please)?", re.IGNORECASE)


def means_stop(text: str) -> bool:
    """Say whether a message asks for what is worked on to be stopped: such a message does not wait its turn."""
    return bool(_STOP.fullmatch(" ".join(text.replace(",", " ").strip(" .!").split())))


def told(taken: Withdrawn) -> str:
    """Return what to say of what was taken back."""
    if taken.working:
        return "Stopping at the next step; a change that is being written is finished first."
    if taken.waiting:
        return "Stopped. Nothing was changed."
    return "Nothing of yours is being worked on here. Only whoever asked, or an administrator, can stop it."


@dataclass(frozen=True, slots=True)
class Stoppable:
    """`orchestration.ports.Inventory` that looks whether the turn is wanted before it asks a list or a path.

    Args:
        inventory: the NetBox.
        look: raises Stopped where the turn is not wanted any more.
    """

    inventory: Inventory
    look: Callable[[], None]

    @property
    def instance(self) -> str:
        """Which NetBox."""
        return self.inventory.instance

    @property
    def identity(self) -> str:
        """Whose rights."""
        return self.inventory.identity

    @property
    def own_token(self) -> bool:
        """Whether the rights are somebody's own."""
        return self.inventory.own_token

    def list(self, query: Query) -> Page:
        """Ask a list. Raises Stopped too."""
        self.look()
        return self.inventory.list(query)

    def fetch(self, path: str, params: Sequence[tuple[str, str]] = (), *, fresh: bool = False) -> Answered:
        """GET a path. Raises Stopped too."""
        self.look()
        return self.inventory.fetch(path, params, fresh=fresh)

    def options(self, type_: str, op: Literal["create", "update"] = "create") -> Mapping[str, Any]:
        """Return the fields a create or an update takes."""
        return self.inventory.options(type_, op)

    def write(self, operations: Sequence[Operation], message: str, until: float) -> Written:
        """Write: what has begun is not stopped."""
        return self.inventory.write(operations, message, until)

    def meter(self) -> Meter:
        """Return what was asked of NetBox so far."""
        return self.inventory.meter()

    def page(self, type_: str, id_: int | None = None, params: Sequence[tuple[str, str]] = ()) -> str:
        """Return the address of an object or a list in NetBox's own pages."""
        return self.inventory.page(type_, id_, params)
