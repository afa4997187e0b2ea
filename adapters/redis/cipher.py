"""Encryption of what is kept in Redis: AES-256-GCM with a fresh nonce each, bound to where it is kept.

A ciphertext put in another's place decrypts to nothing. The key is derived from a secret of the settings and never stored.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


@lru_cache(maxsize=8)
def _derived(secret: bytes, purpose: str) -> bytes:
    """Derive a key; remembered in this process, for each work horse needs it at once."""
    return HKDF(SHA256(), 32, None, purpose.encode()).derive(secret)


class Cipher:
    """Seals and opens.

    Args:
        secret: what the key is derived from.
        purpose: keeps keys for different things apart.
    """

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = AESGCM(_derived(secret, purpose))

    def seal(self, plain: bytes, bound: str) -> bytes:
        """Encrypt.

        Args:
            plain: what.
            bound: where it is kept; it opens nowhere else.
        """
        nonce = os.urandom(_NONCE)
        return nonce + self._key.encrypt(nonce, plain, bound.encode())

    def open(self, sealed: bytes, bound: str) -> bytes | None:
        """Decrypt; None where it was sealed with another key, or for another place."""
        try:
            return self._key.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound.encode())
        except InvalidTag:
            return None
