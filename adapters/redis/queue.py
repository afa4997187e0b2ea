"""The queue of turns in Redis: durable inboxes, fair turns between people, leases with a fence, replies on their way out."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import structlog
from redis import Redis
from redis.commands.core import Script

from adapters.redis.bell import Bell
from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script
from adapters.redis.stored import read_stored, text_of
from orchestration.errors import Refused, StoreUnavailable, Superseded
from orchestration.messages import Address, Click, Form, Reply, Utterance
from orchestration.ports import Lease, Pending
from orchestration.sessions.forgetting import without
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session

log = structlog.get_logger(__name__)

DAY = 24 * 3600
MOST_RINGS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """How long and how much.

    Args:
        lease: seconds until a lease that nobody renews runs out.
        remembered: seconds a message's key is remembered, so that a second delivery of it is recognised.
        kept: seconds a silent session and what belongs to it is kept.
        per_session: messages that may wait in one session.
        per_person: messages of one person that may wait.
    """

    lease: float = 15.0
    remembered: int = 7 * DAY
    kept: int = 30 * DAY
    per_session: int = 50
    per_person: int = 300


class RedisTurnQueue:
    """`orchestration.ports.TurnQueue` on Redis; the layout of its keys is at the top of `lua/prelude.lua`.

    A turn's id is the moment it was accepted, microseconds since the epoch in base 36: ids sort.

    Args:
        client: where it is kept.
        bell: rings for a worker.
        terms: how long and how much.
    """

    def __init__(self, client: Redis, bell: Bell, terms: Terms = Terms()) -> None:
        self._client = client
        self._bell = bell
        self._terms = terms
        self._accept, self._take, self._renew, self._finish = self._scripts("accept", "take", "renew", "finish")
        self._pending, self._delivered, self._set_aside = self._scripts("pending", "delivered", "set_aside")
        self._postpone, self._release, self._overdue = self._scripts("postpone", "release", "overdue")

    @store_errors()
    def accept(self, incoming: Utterance | Click | Form) -> str | None:
        """Store a message durably in its inbox and ring; return its turn's id, or None where it was there already (it rings again).

        Raises:
            Refused: too much is waiting.
            StoreUnavailable: it is not known to be stored.
        """
        terms = self._terms
        outcome = self._accept(
            args=[
                *(PREFIX, incoming.key, incoming.address.key, incoming.author.key, incoming.correlation),
                *(incoming.address.model_dump_json(), incoming.model_dump_json()),
                *(terms.remembered, terms.per_session, terms.per_person),
            ]
        )
        said, *turn = map(text_of, outcome)
        if said == "session full":
            raise Refused(
                f"{terms.per_session} messages are waiting in this thread already.", "Ask again after their answers."
            )
        if said == "person full":
            raise Refused(f"{terms.per_person} of your messages are waiting already.", "Ask again after their answers.")
        self._ring(incoming.correlation)
        return turn[0] if said == "accepted" else None

    @store_errors()
    def take(self, platforms: Collection[str] = ()) -> Lease | None:
        """Take the next session that has work, of these platforms or of any, fairly between people; None where there is none."""
        found = self._take(args=[PREFIX, int(self._terms.lease * 1000), *platforms])
        if not found:
            return None
        address, fence, turn, message, attempt = found
        return Lease(
            address=Address.model_validate_json(address),
            fence=fence,
            turn=text_of(turn) or None,
            incoming=text_of(message) or None,
            attempt=attempt,
        )

    @store_errors()
    def renew(self, lease: Lease) -> None:
        """Keep a lease from running out. Raises Superseded where it is another's."""
        _held(self._renew(args=[*_named(lease), int(self._terms.lease * 1000)]))

    @store_errors()
    def finish(self, lease: Lease, session: Session, replies: Sequence[Reply], listings: Sequence[Listing]) -> None:
        """End a turn in one atomic step: the session and listings are saved, the message leaves the inbox, the replies wait for delivery.

        What a person had removed while the turn was worked on stays removed.

        Raises:
            Superseded: another worker has the session, or has ended the turn.
        """
        outcome = b"forgotten"
        while outcome == b"forgotten":
            people = sorted({turn.author.key for turn in session.turns})
            keys = [f"{PREFIX}forgotten:{person}" for person in people]
            moments = [text_of(each or b"") for each in (self._client.mget(keys) if keys else [])]
            for person, moment in zip(people, moments, strict=True):
                session = without(session, person, moment)
            outcome = self._finish(
                args=[
                    *(*_named(lease), lease.turn or "", self._terms.kept, session.model_dump_json()),
                    *_counted(list(zip(people, moments, strict=True))),
                    *_counted([(each.id, each.model_dump_json()) for each in listings]),
                    *_counted([(each.turn, each.amends or "", each.model_dump_json()) for each in replies]),
                ]
            )
        _held(outcome == b"done")

    @store_errors()
    def pending(self, lease: Lease) -> tuple[Pending, ...]:
        """Return what waits for delivery in this session, in order; nothing while it rests. Raises Superseded."""
        found = self._pending(args=_named(lease))
        _held(found != 0)
        waiting = []
        for turn, tries, stored in zip(found[::3], found[1::3], found[2::3], strict=True):
            reply = read_stored(Reply, stored)
            if reply is None:
                _held(self._set_aside(args=[*_named(lease), turn, self._terms.kept]))
            else:
                waiting.append(Pending(turn=text_of(turn), reply=reply, tries=int(tries)))
        return tuple(waiting)

    @store_errors()
    def delivered(self, lease: Lease, turn: str, message_ids: Sequence[str]) -> None:
        """Mark the first waiting reply of a turn delivered, with the platform's ids of what was posted.

        The ids are kept for the turn, and for the turn that the reply amends, whose message it took the place of.

        Raises:
            Superseded: another worker has the session.
        """
        _held(self._delivered(args=[*_named(lease), turn, self._terms.kept, json.dumps(list(message_ids))]))

    @store_errors()
    def postpone(self, lease: Lease, turn: str, seconds: float) -> None:
        """Let the session's deliveries rest for a while, the platform being away. Raises Superseded."""
        _held(self._postpone(args=[*_named(lease), turn, int(seconds * 1000), self._terms.kept]))

    @store_errors()
    def release(self, lease: Lease) -> None:
        """Give the session back; if there is more to do in it, ring. Raises Superseded."""
        found = self._release(args=_named(lease))
        _held(found != 0)
        for correlation in found:
            self._ring(text_of(correlation))

    @store_errors()
    def overdue(self) -> int:
        """Take back what workers that died had taken and what rested long enough; ring for all that waits and has no ring.

        Returns:
            How often it rang.

        Raises:
            StoreUnavailable: Redis is away.
        """
        waiting: int = self._overdue(args=[PREFIX])
        missing = max(0, min(waiting, MOST_RINGS_AT_ONCE) - self._bell.waiting())
        for _ in range(missing):
            self._bell.ring("caretaker")
        return missing

    def _ring(self, correlation: str) -> None:
        """Ring for what is stored; that no ring came through is made good by `overdue`."""
        try:
            self._bell.ring(correlation)
        except StoreUnavailable as away:
            log.warning("ring_lost", reason=away.text, correlation=correlation)

    def _scripts(self, *names: str) -> list[Script]:
        return [script(self._client, name, after="prelude") for name in names]


def _named(lease: Lease) -> list[str | int]:
    return [PREFIX, lease.address.key, lease.fence]


def _counted(rows: Sequence[tuple[str, ...]]) -> list[str | int]:
    return [len(rows), *(word for row in rows for word in row)]


def _held(held: object) -> None:
    if not held:
        raise Superseded("Another worker has taken this session over.")
