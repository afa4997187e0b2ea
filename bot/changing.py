"""What changes need, wired: the policy, the door, the desk, the record, and the commands around them."""

import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from redis import Redis

from adapters.redis.locks import RedisLocks
from adapters.redis.proposals import RedisProposals
from adapters.redis.quotas import RedisQuotas
from adapters.redis.record import RedisRecord
from adapters.redis.traces import RedisTraces
from adapters.redis.vault import RedisVault
from adapters.terminal.listener import owner
from bot.anchoring import anchor_of
from bot.settings import Settings, redis_url
from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.apply import Applier, Patience
from orchestration.changes.confirming import Confirming
from orchestration.changes.desk import Desk
from orchestration.changes.door import PolicyDoor
from orchestration.changes.linking import Unlinking
from orchestration.changes.making import Maker
from orchestration.changes.onlookers import Onlookers
from orchestration.changes.policy import Policy, open_to_terminal
from orchestration.changes.policy_file import read_policy
from orchestration.changes.record import Ledger
from orchestration.changes.rights import Rights
from orchestration.errors import Misconfigured
from orchestration.ports import Inventories

KEY_FILE = "key"


@dataclass(frozen=True, slots=True)
class Changing:
    """What changes need.

    Args:
        policy: who may what.
        door: who is answered, with whose rights.
        desk: takes changes in.
        proposals: changes that wait; the caretaker rings for those whose time is over.
        vault: people's own tokens.
        ledger: the record.
    """

    policy: Policy
    door: PolicyDoor
    desk: Desk
    proposals: RedisProposals
    vault: RedisVault
    ledger: Ledger


def open_changing(
    settings: Settings,
    client: Redis,
    catalogue: Catalogue,
    inventories: Inventories | None = None,
    environment: Mapping[str, str] | None = None,
) -> Changing:
    """Wire it.

    Args:
        settings: what was set.
        client: the store.
        catalogue: all object types.
        inventories: opens NetBox; None where nothing is proposed, in listeners.
        environment: where the tokens are that the policy names; the process's own unless given.

    Raises:
        Misconfigured: the policy cannot be used, each fault with its line, or the key cannot be kept.
    """
    policy = open_policy(settings, catalogue)
    proposals, vault, ledger = RedisProposals(client), open_vault(settings, client), open_ledger(settings, client)
    rights = Rights(policy, vault)
    tokens = _tokens(policy, os.environ if environment is None else environment)
    patience = Patience(request=settings.netbox_timeout)
    applier = Applier(proposals, RedisLocks(client), ledger, catalogue, patience)
    door = PolicyDoor(policy, vault, RedisQuotas(client), tokens)
    onlookers = None if inventories is None else Onlookers(door, inventories, catalogue)
    return Changing(
        policy=policy,
        door=door,
        desk=Desk(catalogue, Confirming(proposals, rights, Maker(proposals, rights, ledger, onlookers), applier)),
        proposals=proposals,
        vault=vault,
        ledger=ledger,
    )


def open_policy(settings: Settings, catalogue: Catalogue) -> Policy:
    """Return the policy of the file that is set; where none is, the terminal's people may all and nobody else is answered.

    Raises:
        Misconfigured: it cannot be read, or used.
    """
    if settings.policy is None:
        return open_to_terminal()
    try:
        text = settings.policy.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        reason = getattr(wrong, "strerror", None) or "it is no text"
        raise Misconfigured(
            f"The policy {settings.policy} cannot be read: {reason}.", "Check NETBOT_POLICY."
        ) from wrong
    return read_policy(text, [each.key for each in catalogue], owner().key)


def open_unlinking(settings: Settings, client: Redis) -> Unlinking:
    """Return what removes people's own tokens."""
    return Unlinking(open_vault(settings, client), open_ledger(settings, client), RedisTraces(client))


def open_vault(settings: Settings, client: Redis) -> RedisVault:
    """Return the vault, with the key of the settings or of this machine."""
    return RedisVault(client, secret_of(settings))


def open_ledger(settings: Settings, client: Redis) -> Ledger:
    """Return the record, with a key of its own that is derived from the same secret.

    Raises:
        Misconfigured: REDIS_URL is not set, or the key cannot be kept.
    """
    key = hmac.digest(secret_of(settings), b"netbot record", "sha256")
    return Ledger(RedisRecord(client), key, anchor_of(settings.home, redis_url(settings)))


def secret_of(settings: Settings) -> bytes:
    """Return NETBOT_VAULT_KEY; where it is not set, a key that is made once and kept in the state folder.

    Raises:
        Misconfigured: it can be neither read nor made.
    """
    if settings.vault_key is not None:
        return settings.vault_key.get_secret_value().encode()
    path = settings.home / KEY_FILE
    try:
        return _kept_key(path)
    except OSError as wrong:
        reason = wrong.strerror or "it cannot be used"
        raise Misconfigured(
            f"The key {path} cannot be used: {reason}.", "Set NETBOT_VAULT_KEY, or another NETBOT_HOME."
        ) from wrong


def _kept_key(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        # Whole before it has its name: another process that starts at the same moment reads all of it or makes its own.
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_bytes()


def _tokens(policy: Policy, environment: Mapping[str, str]) -> dict[str, SecretStr]:
    named = {*policy.tokens.values(), *(place.token for place in policy.places if place.token)}
    return {name: SecretStr(environment[name].strip()) for name in named if environment.get(name, "").strip()}
