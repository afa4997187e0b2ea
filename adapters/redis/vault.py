"""People's own NetBox tokens in Redis, encrypted: whoever reads the store, its dumps or its replicas, reads none of them.

Each is bound to its person: a ciphertext put in another person's place decrypts to nothing.
"""

import json

import structlog
from redis import Redis

from adapters.redis.cipher import Cipher
from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from orchestration.errors import Misconfigured
from orchestration.ports import Linked

log = structlog.get_logger(__name__)


class RedisVault:
    """`orchestration.ports.Vault` on Redis.

    Args:
        client: where it is kept.
        secret: what the key is derived from; None where there is none, and nobody can link a token.
    """

    def __init__(self, client: Redis, secret: bytes | None) -> None:
        self._client = client
        self._cipher = None if secret is None else Cipher(secret, "netbot vault")

    @store_errors()
    def keep(self, person: str, linked: Linked) -> None:
        """Keep a person's token in the place of any before.

        Raises:
            Misconfigured: there is no key to encrypt with.
        """
        if self._cipher is None:
            raise Misconfigured(
                "Tokens cannot be kept: NETBOT_VAULT_KEY is not set.",
                "Set it to a random text of 32 characters or more.",
            )
        plain = json.dumps({**linked.model_dump(), "token": linked.token.get_secret_value()})
        self._client.set(_key(person), self._cipher.seal(plain.encode(), person))

    @store_errors()
    def find(self, person: str) -> Linked | None:
        """Return a person's token; None where there is none, or where it cannot be decrypted with the key there is."""
        kept = self._client.get(_key(person))
        if not isinstance(kept, bytes):
            return None
        plain = None if self._cipher is None else self._cipher.open(kept, person)
        if plain is not None:
            return Linked.model_validate_json(plain)
        log.warning("token_not_decrypted", person=person)
        return None

    @store_errors()
    def remove(self, person: str) -> bool:
        """Remove a person's token; say whether there was one."""
        return bool(self._client.delete(_key(person)))


def _key(person: str) -> str:
    return f"{PREFIX}vault:{person}"
