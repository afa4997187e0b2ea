"""A person's own NetBox token: checked when it is given, used for what they read and write, removed when they say so."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import SecretStr

from orchestration.changes.record import Ledger
from orchestration.errors import NotAllowed, NotFound
from orchestration.messages import Author
from orchestration.ports import Inventories, Inventory, Linked, Query, Traces, Vault, scope_of

_CHECK = "authentication-check"


@dataclass(frozen=True, slots=True)
class Unlinking:
    """Removes people's tokens.

    Args:
        vault: keeps them.
        ledger: the record; tokens are not in it.
        traces: what was read with them.
    """

    vault: Vault
    ledger: Ledger
    traces: Traces

    def unlink(self, person: Author) -> bool:
        """Remove a person's token and what was read with it; say whether there was one."""
        removed = self.clear(person)
        if removed:
            self.ledger.note("unlinked", by=person)
        return removed

    def clear(self, person: Author) -> bool:
        """Do so without a word in the record."""
        linked = self.vault.find(person.key)
        removed = self.vault.remove(person.key)
        if linked is not None and linked.scope:
            self.traces.unread(linked.scope, person.key)
        return removed


@dataclass(frozen=True, slots=True)
class Linking:
    """Links people's tokens.

    Args:
        unlinking: removes those before.
        inventories: opens NetBox with one.
        clock: seconds since the epoch.
    """

    unlinking: Unlinking
    inventories: Inventories
    clock: Callable[[], float] = time.time

    def link(self, person: Author, token: SecretStr) -> Linked:
        """Check a token and keep it in the place of any before.

        Args:
            person: whose it is.
            token: as NetBox showed it when it was made.

        Returns:
            What is kept; `user` says whose token NetBox says it is, empty where it does not.

        Raises:
            Misconfigured: NetBox does not take the token, or there is no key to keep it with.
            NetBoxUnavailable: NetBox cannot be asked.
        """
        with self.inventories.open(token.get_secret_value(), "link") as inventory:
            linked = Linked(token=token, user=_user(inventory), at=self.clock(), scope=scope_of(inventory))
        self.unlinking.clear(person)
        self.unlinking.vault.keep(person.key, linked)
        self.unlinking.ledger.note("linked", by=person, user=linked.user)
        return linked


def _user(inventory: Inventory) -> str:
    """Return whose token it is; NetBox tells since 4.5. Before, a read shows whether the token is taken at all."""
    try:
        told = inventory.fetch(_CHECK, fresh=True).body
    except (NotFound, NotAllowed):
        # That a list may not be seen says that the token is known.
        with contextlib.suppress(NotAllowed):
            inventory.list(Query(type="dcim.site", fields=("id",), limit=1, fresh=True))
        return ""
    return str(told.get("username", "")) if isinstance(told, dict) else ""
