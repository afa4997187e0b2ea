"""A person's own NetBox token: checked when it is given, used for what they read and write, removed when they say so."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import SecretStr

from orchestration.changes.record import Ledger
from orchestration.errors import NotAllowed, NotFound
from orchestration.messages import Author
from orchestration.ports import Inventories, Inventory, Linked, Query, Vault

_CHECK = "authentication-check"


@dataclass(frozen=True, slots=True)
class Linking:
    """Links people's tokens.

    Args:
        vault: keeps them.
        inventories: opens NetBox with one.
        ledger: the record; tokens are not in it.
        clock: seconds since the epoch.
    """

    vault: Vault
    inventories: Inventories
    ledger: Ledger
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
            user = _user(inventory)
        linked = Linked(token=token, user=user, at=self.clock())
        self.vault.keep(person.key, linked)
        self.ledger.note("linked", by=person, user=user)
        return linked

    def unlink(self, person: Author) -> bool:
        """Remove a person's token; say whether there was one."""
        removed = self.vault.remove(person.key)
        if removed:
            self.ledger.note("unlinked", by=person)
        return removed


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
