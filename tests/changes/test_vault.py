"""The vault: a person's token is kept for that person alone, and can be read only with the key."""

import pytest
from pydantic import SecretStr

from adapters.redis.keys import PREFIX
from adapters.redis.vault import RedisVault
from orchestration.errors import Misconfigured
from orchestration.ports import Linked

TOKEN = "nbt_abcdefghijkl.0123456789012345678901234567890123456789"
LINKED = Linked(token=SecretStr(TOKEN), user="ada", at=1.0)


@pytest.fixture
def vault(redis_client):
    """A vault on an empty store."""
    return RedisVault(redis_client, b"a key of thirty-two characters or more")


def test_a_token_comes_back(vault):
    """What was kept for a person is found for that person."""
    vault.keep("slack/T1/U1", LINKED)

    assert vault.find("slack/T1/U1") == LINKED
    assert vault.find("slack/T1/U2") is None


def test_a_removed_token_is_gone(vault):
    """After removal nothing is found, and nothing is left to remove."""
    vault.keep("slack/T1/U1", LINKED)

    assert vault.remove("slack/T1/U1") is True
    assert vault.find("slack/T1/U1") is None
    assert vault.remove("slack/T1/U1") is False


def test_the_store_does_not_hold_the_token(vault, redis_client):
    """No part of the token, and not even its owner's name in NetBox, stands in the store in the clear."""
    vault.keep("slack/T1/U1", LINKED)
    kept = redis_client.get(f"{PREFIX}vault:slack/T1/U1")

    assert TOKEN[4:16].encode() not in kept
    assert b"ada" not in kept


def test_another_key_opens_nothing(vault, redis_client):
    """With another key, or none, there is no token."""
    vault.keep("slack/T1/U1", LINKED)

    assert RedisVault(redis_client, b"another key of thirty-two characters").find("slack/T1/U1") is None
    assert RedisVault(redis_client, None).find("slack/T1/U1") is None


def test_a_ciphertext_moved_to_another_person_opens_nothing(vault, redis_client):
    """Who can write the store cannot lend themselves somebody's token by copying it to their own name."""
    vault.keep("slack/T1/U1", LINKED)
    redis_client.copy(f"{PREFIX}vault:slack/T1/U1", f"{PREFIX}vault:slack/T1/U2")

    assert vault.find("slack/T1/U2") is None


def test_without_a_key_nothing_is_kept(redis_client):
    """Without a key linking is refused with what to do."""
    with pytest.raises(Misconfigured, match="NETBOT_VAULT_KEY"):
        RedisVault(redis_client, None).keep("slack/T1/U1", LINKED)
