"""The queue of turns, in memory."""

import itertools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from orchestration.errors import Refused, Superseded
from orchestration.messages import Address, Click, Form, Reply, Utterance, read_incoming
from orchestration.ports import Lease, Pending
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session
from tests.fakes.memory_sessions import MemorySessions


@dataclass
class _Thread:
    """One session's place in the queue."""

    address: Address
    inbox: list[tuple[str, str]] = field(default_factory=list)
    outbox: list[Pending] = field(default_factory=list)
    fence: int | None = None
    lease_ends: float = 0.0
    rests_until: float = 0.0
    person: str = ""


class MemoryTurnQueue:
    """`orchestration.ports.TurnQueue` in memory, for one process.

    Args:
        sessions: where finished turns are saved.
        clock: seconds; a test moves it by hand.
        lease: seconds until a lease that nobody renews runs out.
        per_session: messages that may wait in one session.
        per_person: messages of one person that may wait.
    """

    def __init__(
        self,
        sessions: MemorySessions,
        clock: Callable[[], float],
        lease: float = 15.0,
        per_session: int = 50,
        per_person: int = 300,
    ) -> None:
        self.rung: list[str] = []
        self._sessions, self._clock, self._lease = sessions, clock, lease
        self._per_session, self._per_person = per_session, per_person
        self._threads: dict[str, _Thread] = {}
        self._seen: set[str] = set()
        self._rota: list[str] = []
        self._waiting: dict[str, list[str]] = {}
        self._fences = itertools.count(1)
        self._attempts: dict[str, int] = {}

    def accept(self, incoming: Utterance | Click | Form) -> str | None:
        """Store a message in its inbox and ring; return its turn's id, or None where it was there already (it rings again)."""
        if incoming.key in self._seen:
            self.rung.append(incoming.correlation)
            return None
        thread = self._threads.setdefault(incoming.address.key, _Thread(incoming.address))
        if len(thread.inbox) >= self._per_session or self._load(incoming.author.key) >= self._per_person:
            raise Refused("Too many messages are waiting already.")
        turn = self._sessions.next_moment()
        self._seen.add(incoming.key)
        thread.inbox.append((turn, incoming.model_dump_json()))
        self._line_up(thread)
        self.rung.append(incoming.correlation)
        return turn

    def take(self, platforms: Collection[str] = ()) -> Lease | None:
        """Take the next session that has work, of these platforms or of any, fairly between people; None where there is none."""
        self._recall()
        others = []
        taken = None
        while self._rota and taken is None:
            person = self._rota.pop(0)
            thread = self._threads[self._waiting[person].pop(0)]
            if self._waiting[person]:
                self._rota.append(person)
            if thread.fence is not None or not self._has_work(thread):
                continue
            if platforms and thread.address.platform not in platforms:
                others.append(thread)
            else:
                taken = self._leased(thread)
        for each in others:
            self._line_up(each)
        return taken

    def renew(self, lease: Lease) -> None:
        """Keep a lease from running out."""
        self._held(lease).lease_ends = self._clock() + self._lease

    def finish(self, lease: Lease, session: Session, replies: Sequence[Reply], listings: Sequence[Listing]) -> None:
        """End a turn: the session and listings are saved, the message leaves the inbox, the replies wait for delivery."""
        thread = self._held(lease)
        if not thread.inbox or thread.inbox[0][0] != lease.turn:
            raise Superseded("The turn is ended already.")
        self._sessions.save(session)
        for listing in listings:
            self._sessions.listings[listing.id] = listing.model_dump_json()
        thread.inbox.pop(0)
        thread.outbox += [
            Pending(turn=each.turn, reply=Reply.model_validate_json(each.model_dump_json())) for each in replies
        ]

    def pending(self, lease: Lease) -> tuple[Pending, ...]:
        """Return what waits for delivery in this session, in order; nothing while it rests."""
        thread = self._held(lease)
        return () if thread.rests_until > self._clock() else tuple(thread.outbox)

    def delivered(self, lease: Lease, turn: str, message_ids: Sequence[str]) -> None:
        """Mark the first waiting reply of a turn delivered, with the platform's ids of what was posted."""
        thread = self._held(lease)
        waiting = next((each for each in thread.outbox if each.turn == turn), None)
        if waiting is None:
            return
        thread.outbox.remove(waiting)
        posted, key = self._sessions.posted, lease.address.key
        if waiting.reply.amends is None:
            posted[key, turn] = tuple(message_ids)
        else:
            posted[key, waiting.reply.amends] = tuple(message_ids)
            posted.setdefault((key, turn), tuple(message_ids))

    def postpone(self, lease: Lease, turn: str, seconds: float) -> None:
        """Let the session's deliveries rest for a while."""
        thread = self._held(lease)
        thread.rests_until = self._clock() + seconds
        thread.outbox = [
            each.model_copy(update={"tries": each.tries + 1}) if each.turn == turn else each for each in thread.outbox
        ]

    def release(self, lease: Lease) -> None:
        """Give the session back; if there is more to do in it, ring."""
        thread = self._held(lease)
        thread.fence = None
        if self._line_up(thread):
            self.rung.append("")

    def overdue(self) -> int:
        """Take back what ran out, and ring for what waits; return how many sessions that are."""
        self._recall()
        waiting = sum(map(len, self._waiting.values()))
        self.rung += ["caretaker"] * waiting
        return waiting

    def _load(self, person: str) -> int:
        return sum(
            read_incoming(stored).author.key == person for each in self._threads.values() for _, stored in each.inbox
        )

    def _leased(self, thread: _Thread) -> Lease:
        thread.fence, thread.lease_ends = next(self._fences), self._clock() + self._lease
        if not thread.inbox:
            return Lease(address=thread.address, fence=thread.fence, turn=None, incoming=None)
        turn, incoming = thread.inbox[0]
        self._attempts[turn] = self._attempts.get(turn, 0) + 1
        return Lease(
            address=thread.address, fence=thread.fence, turn=turn, incoming=incoming, attempt=self._attempts[turn]
        )

    def _held(self, lease: Lease) -> _Thread:
        thread = self._threads[lease.address.key]
        if thread.fence != lease.fence:
            raise Superseded("Another worker has taken this session over.")
        return thread

    def _has_work(self, thread: _Thread) -> bool:
        return bool(thread.inbox) or bool(thread.outbox and thread.rests_until <= self._clock())

    def _line_up(self, thread: _Thread) -> bool:
        if thread.fence is not None or not self._has_work(thread):
            return False
        if thread.inbox:
            thread.person = read_incoming(thread.inbox[0][1]).author.key
        waiting = self._waiting.setdefault(thread.person, [])
        if thread.address.key not in waiting:
            waiting.append(thread.address.key)
        if thread.person not in self._rota:
            self._rota.append(thread.person)
        return True

    def _recall(self) -> None:
        for thread in self._threads.values():
            if thread.fence is not None and thread.lease_ends <= self._clock():
                thread.fence = None
            self._line_up(thread)
