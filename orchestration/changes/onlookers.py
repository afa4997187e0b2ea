"""Those who read along: what another must confirm is shown to them, and so may hold only what the place's own rights show."""

from dataclasses import dataclass

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.door import PolicyDoor, is_direct, is_shared
from orchestration.changes.draft import drafted
from orchestration.changes.proposal import Draft
from orchestration.changes.wish import Wish
from orchestration.errors import Misconfigured, Refused
from orchestration.messages import Address
from orchestration.ports import Inventories, Inventory


@dataclass(frozen=True, slots=True)
class Onlookers:
    """Finds out what the others in a place may see of a change.

    Args:
        door: knows the place's token.
        inventories: opens NetBox with it.
        catalogue: all object types.
    """

    door: PolicyDoor
    inventories: Inventories
    catalogue: Catalogue

    def see(self, address: Address, wishes: tuple[Wish, ...], draft: Draft, inventory: Inventory) -> bool:
        """Say whether others there may see a change whole: by what the place's own rights read the same comes of the same wishes.

        Whether the place's own rights could write it is of no account: it is written with those of who confirms it.

        Args:
            address: where it was asked for.
            wishes: what was asked for.
            draft: what that came to.
            inventory: the NetBox it was drafted on, with the asker's rights.

        Raises:
            Unavailable: NetBox is away.
        """
        if not is_shared(address):
            return not is_direct(address)
        try:
            with self.inventories.open(self.door.place_token(address), "onlookers") as theirs:
                if theirs.identity == inventory.identity:
                    return True
                return drafted(wishes, theirs, self.catalogue, writer=inventory) == draft
        except (Refused, Misconfigured):
            return False
