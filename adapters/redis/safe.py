"""Small secrets of the program's own in Redis, encrypted: tokens of the workspaces it is installed in."""

import structlog
from redis import Redis

from adapters.redis.cipher import Cipher
from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX

log = structlog.get_logger(__name__)


class RedisSafe:
    """Keeps secrets under names.

    Args:
        client: where.
        secret: what the key is derived from.
    """

    def __init__(self, client: Redis, secret: bytes) -> None:
        self._client = client
        self._cipher = Cipher(secret, "netbot safe")

    @store_errors()
    def keep(self, name: str, plain: bytes) -> None:
        """Keep a secret in the place of any before."""
        self._client.set(_key(name), self._cipher.seal(plain, name))

    @store_errors()
    def find(self, name: str) -> bytes | None:
        """Return a secret; None where there is none, or where it cannot be decrypted with the key there is."""
        kept = self._client.get(_key(name))
        if not isinstance(kept, bytes):
            return None
        plain = self._cipher.open(kept, name)
        if plain is None:
            log.warning("secret_not_decrypted", name=name)
        return plain

    @store_errors()
    def remove(self, name: str) -> bool:
        """Remove a secret; say whether there was one."""
        return bool(self._client.delete(_key(name)))


def _key(name: str) -> str:
    return f"{PREFIX}safe:{name}"
