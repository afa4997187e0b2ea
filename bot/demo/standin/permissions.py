"""Who a token stands for, and what it may see and do."""

from dataclasses import dataclass, field

from bot.demo.standin.errors import Forbidden
from bot.demo.standin.filters import equal
from bot.demo.standin.store import Ids, Store

# What the reader of one tenant may see.
READABLE = frozenset({"dcim.site", "dcim.device"})


@dataclass(frozen=True)
class Token:
    """A token and what it allows.

    Args:
        secret: the whole token; `nbt_...` comes as Bearer, any other as Token.
        username: the user it stands for.
        writes: whether it may change things.
        tenant: the slug of the one tenant whose sites and devices it may see; None for everything.
    """

    secret: str = field(repr=False)
    username: str
    writes: bool = True
    tenant: str | None = None

    def require(self, type_name: str, *, write: bool = False) -> None:
        """Refuse what the token may never do with a type.

        Raises:
            Forbidden: it may not.
        """
        if (write and not (self.writes and self.tenant is None)) or (
            self.tenant is not None and type_name not in READABLE
        ):
            raise Forbidden

    def visible(self, store: Store, type_name: str) -> Ids | None:
        """Return the ids of a type's objects that the token may see, None for all."""
        if self.tenant is None:
            return None
        tenants = equal(store, "tenancy.tenant", "slug", self.tenant)
        return {number for tenant in tenants for number in store.index(type_name, "tenant").get(tenant, ())}


def authenticate(tokens: list[Token], header: str) -> Token:
    """Return the token that an Authorization header carries.

    Raises:
        Forbidden: there is none, or nobody's (NetBox answers 403, not 401).
    """
    kind, _, secret = header.partition(" ")
    if kind.lower() not in ("bearer", "token") or not secret:
        raise Forbidden("Authentication credentials were not provided.")
    for token in tokens:
        # A token of the second version is key and secret; the first version's is the secret alone.
        if secret == token.secret or (kind.lower() == "token" and secret == token.secret.partition(".")[2]):
            return token
    raise Forbidden(f"Invalid v{2 if secret.startswith('nbt_') else 1} token")
