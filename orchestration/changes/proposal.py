"""A proposal: a change that is worked out in full and waits for somebody to confirm it."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from orchestration.changes.wish import Given, Wish
from orchestration.messages import Address, Author, Changes, Frozen, Stored
from orchestration.ports import Operation

State = Literal["pending", "applying", "applied", "failed", "unknown", "cancelled", "expired", "superseded"]
ID = re.compile(r"p-[0-9a-f]{8}")

# 15 minutes are long enough to read a preview and short enough that its ground has hardly moved; a second person may be asleep.
SECONDS_TO_CONFIRM = 15 * 60
SECONDS_FOR_A_SECOND_PERSON = 24 * 60 * 60


class Touch(Frozen):
    """What an operation touches, for the limits of the policy.

    Args:
        op: what is done.
        type: to which type of object.
        tenants: names and slugs of the tenant it is or will be; empty for none.
        sites: names and slugs of the site it is or will be at; empty for none.
    """

    op: Literal["create", "update", "delete"]
    type: str
    tenants: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


class Draft(Frozen):
    """What wishes come to on the ground as it is now.

    Args:
        operations: the exact writes, in order; a relation to what another of them creates is written as `awaits` says.
        changes: the same for people: every field, what was derived and from what.
        done: what is said once it is done: "Created 1 VLAN in a site."; empty for what an older release drafted.
        notes: what else must not be missed: what is as it was asked to be already.
        back: of each operation, what would put the fields it changes back; empty for what an older release drafted.
        button: what the button that confirms it says: "Create VLAN 110".
        locks: natural keys of what is written and of what it was derived from; two drafts that share one must not be written at once.
        touches: what each operation touches.
    """

    operations: tuple[Operation, ...]
    changes: Changes
    done: str = ""
    notes: tuple[str, ...] = ()
    back: tuple[dict[str, Given], ...] = ()
    button: str
    locks: tuple[str, ...]
    touches: tuple[Touch, ...]


class Proposal(Stored):
    """A change that waits for its confirmation. It never changes; what becomes of it stands beside it.

    Args:
        id: "p-" and eight hexadecimal digits.
        wishes: what was asked for, so that it can be drafted again.
        draft: what that came to.
        instance: which NetBox.
        identity: with whose rights it was drafted.
        digest: of operations, instance and base versions.
        asker: who asked.
        address: where.
        turn: the turn whose message shows the preview.
        made_at, until: seconds since the epoch.
        by_second: somebody else than the asker must confirm it.
        intent: what was wanted, in a word.
    """

    id: str
    wishes: tuple[Wish, ...]
    draft: Draft
    instance: str
    identity: str
    digest: str
    asker: Author
    address: Address
    turn: str
    made_at: float
    until: float
    by_second: bool = False
    intent: str = "create"


class Done(Frozen):
    """A step that NetBox has taken.

    Args:
        ids: the objects' ids, in the order of the step's operations.
        names: what NetBox calls them.
        urls: their pages; empty for what is gone.
        request_id: X-Request-ID of the answer; empty where it was learnt from the change log and stands there no more.
    """

    ids: tuple[int, ...]
    names: tuple[str, ...]
    urls: tuple[str, ...]
    request_id: str = ""


class Progress(Stored):
    """What has become of a proposal.

    Args:
        by: who pressed the button that ended or began it.
        turn: the turn of that press.
        sent_at: when the step after `done` was about to be sent, seconds since the epoch; None where none is on its way.
        done: steps that NetBox has taken, in order.
        reason: why it failed, is unknown or was superseded, for people.
        ended_at: when it ended.
    """

    by: Author | None = None
    turn: str = ""
    sent_at: float | None = None
    done: tuple[Done, ...] = ()
    reason: str = ""
    ended_at: float | None = None


class Kept(Frozen):
    """A proposal as the store has it.

    Args:
        proposal: the proposal.
        state: where it stands.
        fence: grows each time a worker begins to apply it; a worker with an older one may not go on.
        held_until: until when the worker that applies it is believed alive, seconds since the epoch.
        progress: what has become of it.
    """

    proposal: Proposal
    state: State
    fence: int = 0
    held_until: float = 0.0
    progress: Progress = Progress()


def steps(operations: tuple[Operation, ...]) -> tuple[tuple[int, int], ...]:
    """Cut operations into steps, each to be written as one atomic bulk.

    Args:
        operations: the writes, in order.

    Returns:
        (first, after the last) of each: operations that follow one another, of one type and kind, none of which needs what
        another of the same step creates.
    """
    cut: list[tuple[int, int]] = []
    first = 0
    for place, operation in enumerate(operations):
        before = operations[first]
        alike = (before.op, before.type) == (operation.op, operation.type)
        if place > first and (not alike or any(each >= first for each in awaited(operation.data))):
            cut.append((first, place))
            first = place
    return (*cut, (first, len(operations))) if operations else ()


def awaits(operation: int) -> dict[str, int]:
    """Return what stands in a relation for the object that another operation of the proposal creates, until that has its id."""
    return {"awaits": operation}


def awaited(value: Any) -> tuple[int, ...]:
    """Return the places of the operations whose objects a value waits for."""
    if isinstance(value, dict):
        if value.keys() == {"awaits"}:
            return (value["awaits"],)
        return tuple(each for part in value.values() for each in awaited(part))
    if isinstance(value, list | tuple):
        return tuple(each for part in value for each in awaited(part))
    return ()


def filled(value: Any, ids: Mapping[int, int]) -> Any:
    """Return a value with the ids that operations before it were given in the place of what it waits for."""
    if isinstance(value, dict):
        if value.keys() == {"awaits"}:
            return ids[value["awaits"]]
        return {name: filled(part, ids) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [filled(part, ids) for part in value]
    return value
