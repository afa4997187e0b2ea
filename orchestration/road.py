"""The way of a message: accepted, answered, delivered.

`accept` stores what came in and rings; it runs in a platform's listener and is done in a moment. `run_turn` runs in a worker
when it rings: it takes the next session that has work, thinks about the first message of its inbox, saves the reply and
delivers it. A crash at any point is followed by a run that goes on where the record says: what is saved is delivered, not
worked out again; what is delivered is not posted again.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol
from uuid import uuid4

import structlog
from pydantic import ValidationError
from structlog.contextvars import bound_contextvars

from orchestration.changes.confirming import settles
from orchestration.errors import NetbotError, PlatformUnavailable, Refused, Stopped, StoreUnavailable, Superseded
from orchestration.messages import (
    TIMES,
    Address,
    Author,
    Click,
    Form,
    Notice,
    Receipt,
    Reply,
    Utterance,
    prose,
    read_incoming,
)
from orchestration.outcome import Outcome
from orchestration.ports import Inventories, Inventory, Lease, Outbox, Pending, Sessions, Stops, TurnQueue, Withdrawn
from orchestration.sessions.feedback import rated
from orchestration.sessions.session import Session, admit, bounded
from orchestration.stopping import Stoppable

log = structlog.get_logger(__name__)


MOST_ATTEMPTS = 3
FIRST_BACKOFF = 2.0
LONGEST_BACKOFF = 300.0

Progress = Callable[[str], None]


class Thinker(Protocol):
    """Works out what a message comes to."""

    def __call__(
        self, session: Session, incoming: Utterance | Click | Form, turn: str, inventory: Inventory, progress: Progress
    ) -> Outcome:
        """Return the outcome; whatever goes wrong on the way is a reply too."""


class Doorkeeper(Protocol):
    """Knows who is answered, and with whose rights they read."""

    def admits(self, incoming: Utterance | Click | Form) -> bool:
        """Say whether anything is answered to this author at this address."""

    def withhold(self, text: str) -> str | None:
        """Return the text without the secrets typed into it, None where it holds none."""

    def token_for(self, author: Author, incoming: Utterance | Click | Form) -> str | None:
        """Return the NetBox token to read with; None for the bot's own."""

    def is_private(self, author: Author, address: Address) -> bool:
        """Say whether what is read for somebody there goes to them alone: it is read with other rights than the place's."""

    def spend_turn(self, incoming: Utterance | Click | Form) -> None:
        """Count a turn. Raises NotAllowed where the person or the place has used up what they may."""

    def spend_requests(self, incoming: Utterance | Click | Form, count: int) -> None:
        """Count what a turn asked of NetBox."""


@dataclass(frozen=True, slots=True)
class Road:
    """Everything a message needs on its way.

    Args:
        queue: inboxes, leases and replies on their way out.
        sessions: what threads remember.
        inventories: opens NetBox with somebody's rights.
        thinker: the graph of the five agents.
        outboxes: where to post, by platform.
        door: who is answered.
        clock: seconds since the epoch.
        stops: knows what is not wanted any more; None where nothing can be stopped.
        renew_every: seconds between two renewals of a lease; a lease lasts 15 s, so that three may fail before it runs out.
    """

    queue: TurnQueue
    sessions: Sessions
    inventories: Inventories
    thinker: Thinker
    outboxes: Mapping[str, Outbox]
    door: Doorkeeper
    clock: Callable[[], float] = time.time
    stops: Stops | None = None
    renew_every: float = 4.0


def accept(queue: TurnQueue, door: Doorkeeper, incoming: Utterance | Click | Form) -> str | None:
    """Store a message durably and ring for a worker.

    Args:
        queue: where it is stored.
        door: who is answered.
        incoming: the message.

    Returns:
        The id of its turn; None where it was accepted before, where nobody is answered there, or where it is a press that is time's alone.

    Raises:
        StoreUnavailable: it is not stored; the platform may deliver it again.
        Refused: too much is waiting already.
    """
    if isinstance(incoming, Click) and incoming.ref.startswith(TIMES):
        # Time rings in the queue itself: it is not counted, and goes on with what was confirmed whoever it was. No button says so.
        log.warning("press_forged", address=incoming.address.key, author=incoming.author.key)
        return None
    if not door.admits(incoming):
        log.info("not_answered", address=incoming.address.key, author=incoming.author.key)
        return None
    marked = incoming.model_copy(update={"correlation": incoming.correlation or uuid4().hex[:16]})
    marked = _without_secrets(door, marked)
    turn = queue.accept(marked)
    log.info("accepted", address=marked.address.key, turn=turn, correlation=marked.correlation, again=turn is None)
    return turn


def _without_secrets(door: Doorkeeper, incoming: Utterance | Click | Form) -> Utterance | Click | Form:
    """Return what came in without the secrets in it: those typed, those others typed in the thread, those in a form."""

    def clear(text: str) -> str:
        cleared = door.withhold(text)
        return text if cleared is None else cleared

    match incoming:
        case Utterance():
            context = tuple(map(clear, incoming.context))
            said = {"text": clear(incoming.text), "withheld": door.withhold(incoming.text) is not None}
            return incoming.model_copy(update={**said, "context": context})
        case Form():
            typed = {name: clear(each) for name, each in incoming.values.items()}
            return incoming.model_copy(update={"values": typed, "withheld": typed != incoming.values})
        case Click():
            return incoming.model_copy(update={"ref": clear(incoming.ref)})


def signal(stops: Stops, address: Address, *, person: str | None = None, message: str | None = None) -> Withdrawn:
    """Take back what is not answered yet: this does not go through the queue, for it overtakes what waits there.

    Args:
        stops: what is not wanted any more.
        address: the thread.
        person: key of whose messages are meant; None for everybody's.
        message: key of the one message that is meant; None for all.

    Raises:
        StoreUnavailable: the store is away.
    """
    taken = stops.withdraw(address, person, message)
    log.info("withdrawn", address=address.key, waiting=taken.waiting, working=taken.working)
    return taken


def run_turn(road: Road) -> bool:
    """Answer the first message of the next session that has work; sessions of a platform that this worker cannot post to are left to others.

    Returns:
        Whether there was any work.
    """
    lease = road.queue.take(tuple(road.outboxes))
    if lease is None:
        return False
    with bound_contextvars(session=lease.address.key, turn=lease.turn), contextlib.suppress(Superseded):
        with _renewed(road.queue, lease, road.renew_every):
            deliver(road, lease)
            if lease.incoming is not None and lease.turn is not None:
                _answer(road, lease, lease.turn, lease.incoming)
                deliver(road, lease)
        road.queue.release(lease)
    return True


def deliver(road: Road, lease: Lease) -> None:
    """Post the session's saved replies in order; a platform that is away gets them later, with back-off.

    Raises:
        Superseded: another worker has the session now.
    """
    outbox = road.outboxes[lease.address.platform]
    for waiting in road.queue.pending(lease):
        reply = waiting.reply
        amended = road.sessions.message_ids(lease.address, reply.amends) if reply.amends else ()
        try:
            ids = outbox.deliver(lease.address, waiting.turn, reply, amended)
        except PlatformUnavailable as away:
            _rest(road.queue, lease, waiting, away.retry_after)
            log.warning("not_delivered", reason=away.text, tries=waiting.tries)
            return
        except (StoreUnavailable, Superseded):
            raise
        except Exception:
            _rest(road.queue, lease, waiting, None)
            log.exception("delivery_broke", tries=waiting.tries)
            return
        road.queue.delivered(lease, waiting.turn, ids)
        log.info("delivered", reply_turn=waiting.turn, kind=reply.kind, correlation=reply.receipt.correlation)


def _rest(queue: TurnQueue, lease: Lease, waiting: Pending, asked_for: float | None) -> None:
    queue.postpone(
        lease, waiting.turn, asked_for or min(LONGEST_BACKOFF, FIRST_BACKOFF * 2.0 ** min(waiting.tries, 10))
    )


def _answer(road: Road, lease: Lease, turn: str, stored: str) -> None:
    try:
        incoming = read_incoming(stored)
    except ValidationError:
        # Another release wrote it. Left in the inbox it would hold up all that comes after it in this thread.
        log.warning("message_not_readable")
        road.queue.finish(lease, road.sessions.load(lease.address), (_not_readable(turn),), ())
        return
    with bound_contextvars(correlation=incoming.correlation):
        began = road.clock()
        remembered = road.sessions.load(lease.address)
        if isinstance(incoming, Click) and (marked := rated(remembered, incoming.ref)) is not None:
            road.queue.finish(lease, marked, (), ())
            return
        session = admit(remembered, incoming, turn)
        outcome = _think(road, lease, session, incoming, turn)
        replies = tuple(_timed(each, incoming, began, road.clock()) for each in outcome.replies)
        road.queue.finish(lease, bounded(_closed(outcome.session, turn, replies)), replies, outcome.listings)


def _think(road: Road, lease: Lease, session: Session, incoming: Utterance | Click | Form, turn: str) -> Outcome:
    """Return what the message comes to; the last net for what nobody foresaw."""
    if isinstance(incoming, Utterance | Form) and incoming.withheld:
        return Outcome(session, (_token_was_typed(turn, lease.address),))
    if lease.attempt > MOST_ATTEMPTS:
        return Outcome(session, (_gave_up(turn),))
    outbox = road.outboxes[lease.address.platform]
    look = partial(_look, road.stops, incoming, turn)

    def progress(note: str) -> None:
        look()
        with contextlib.suppress(PlatformUnavailable, StoreUnavailable):
            outbox.working(lease.address, incoming.author, turn, note)

    try:
        road.door.spend_turn(incoming)
        token = road.door.token_for(incoming.author, incoming)
        with road.inventories.open(token, incoming.correlation) as inventory:
            outcome = road.thinker(session, incoming, turn, Stoppable(inventory, look), progress)
            road.door.spend_requests(incoming, inventory.meter().requests)
        return _kept_private(road.door, incoming, outcome)
    except Superseded:
        raise
    except Refused as refused:
        return Outcome(session, (Reply(turn=turn, kind="refusal", intent="unclear", parts=(prose(refused.sentence),)),))
    except NetbotError as known:
        log.warning("turn_failed", reason=known.text)
        return Outcome(session, (_failed(turn, known.text, known.advice, incoming.correlation),))
    except Exception:
        log.exception("turn_broke")
        told = "Something broke while I worked on that. Nothing was changed."
        return Outcome(session, (_failed(turn, told, "Ask again; if it stays, report the id.", incoming.correlation),))


def _look(stops: Stops | None, incoming: Utterance | Click | Form, turn: str) -> None:
    """Raise Stopped where a turn is not wanted any more; never within one that settles a change."""
    if stops is None or (isinstance(incoming, Click) and settles(incoming.ref)):
        return
    with contextlib.suppress(StoreUnavailable):
        if not stops.wanted(turn):
            raise Stopped("Stopped.", "Nothing was changed.")


def _kept_private(door: Doorkeeper, incoming: Utterance | Click | Form, outcome: Outcome) -> Outcome:
    """Let replies go to the person alone where they hold what the place's own rights may not show.

    One that takes the place of an earlier message is for whom that was.
    """
    wider = door.is_private(incoming.author, incoming.address)
    before = {each.id: each.private for each in outcome.session.turns}
    private = (
        before.get(each.amends, wider) if each.amends else each.private or (wider and not each.shown_to_all)
        for each in outcome.replies
    )
    kept = (each.model_copy(update={"private": alone}) for each, alone in zip(outcome.replies, private, strict=True))
    return replace(outcome, replies=tuple(kept))


def _timed(reply: Reply, incoming: Utterance | Click | Form, began: float, ended: float) -> Reply:
    receipt = reply.receipt.model_copy(
        update={
            "seconds": round(max(0.0, ended - incoming.at), 4),
            "queue_seconds": round(max(0.0, began - incoming.at), 4),
            "correlation": incoming.correlation,
        }
    )
    return reply.model_copy(update={"receipt": receipt, "person": incoming.author.id, "asked": incoming.id})


def _closed(session: Session, turn: str, replies: tuple[Reply, ...]) -> Session:
    """Write into the turn what became of it."""
    first = next((each for each in replies if each.turn == turn), None)
    if first is None:
        return session
    line = next((part.runs for part in first.parts if part.kind == "prose"), ())
    told = "".join(run.text for run in line)[:200]
    done = {"intent": first.intent, "kind": first.kind, "answer": told, "private": first.private}
    turns = tuple(each.model_copy(update=done) if each.id == turn else each for each in session.turns)
    return session.model_copy(update={"turns": turns})


def _failed(turn: str, text: str, advice: str, correlation: str) -> Reply:
    parts = (prose(f"{text} {advice}".strip()), Notice(text=f"id {correlation}"))
    return Reply(turn=turn, kind="error", intent="unclear", parts=parts, receipt=Receipt(correlation=correlation))


def _not_readable(turn: str) -> Reply:
    text = "I cannot read what was sent: another release of me took it in. Nothing was changed. Send it again."
    return Reply(turn=turn, kind="error", intent="unclear", parts=(prose(text),))


def _gave_up(turn: str) -> Reply:
    text = "I gave up on that: it ended the worker three times. Nothing more was tried. Ask for less at once, or in other words."
    return Reply(turn=turn, kind="error", intent="unclear", parts=(prose(text),))


def _token_was_typed(turn: str, address: Address) -> Reply:
    linked_by = "netbot link" if address.platform == "terminal" else "/netbox link"
    text = (
        "That message held what looks like a token. I did not keep it, but this thread shows it: "
        f"revoke it now, in NetBox if it is NetBox's, and make a new one. To link your own NetBox token, use the private form ({linked_by}). "
        "If it is none, as a commit's hash looks the same: say what it is before it (commit 3f2a...), and I take it as it is."
    )
    return Reply(turn=turn, kind="refusal", intent="unclear", parts=(prose(text),))


@contextlib.contextmanager
def _renewed(queue: TurnQueue, lease: Lease, every: float) -> Iterator[None]:
    """Keep the lease from running out while the block works.

    Where it was lost all the same the block is not stopped: every step that writes checks the fence by itself.
    """
    done = threading.Event()

    def renew() -> None:
        while not done.wait(every):
            try:
                queue.renew(lease)
            except Superseded:
                return
            except NetbotError as away:
                log.warning("lease_not_renewed", reason=away.text)

    thread = threading.Thread(target=renew, name="renew-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
