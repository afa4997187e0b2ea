"""Forgetting a person: all that is kept of them but the record."""

from dataclasses import dataclass

from orchestration.changes.record import Ledger
from orchestration.changes.store import Proposals
from orchestration.messages import Author
from orchestration.ports import Sessions, Vault


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed.

    Args:
        threads: threads that a person spoke in.
        proposals: changes they asked for.
        token: whether they had linked a token.
    """

    threads: int
    proposals: int
    token: bool


def forget(person: Author, sessions: Sessions, proposals: Proposals, vault: Vault, ledger: Ledger) -> Forgotten:
    """Remove what is kept of a person. The record stays, and notes that they are forgotten.

    Args:
        person: who.
        sessions: what threads remember.
        proposals: changes that wait, and what became of others.
        vault: their token.
        ledger: the record.
    """
    gone = Forgotten(sessions.forget(person.key), proposals.forget(person.key), vault.remove(person.key))
    ledger.note("forgotten", by=person, threads=gone.threads, proposals=gone.proposals, token=gone.token)
    return gone
