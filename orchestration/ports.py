"""What the core needs of the outside world: Protocols of a few verbs, each with a real adapter and a fake."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from pydantic import SecretStr

from orchestration.language.intent import Ask, Selection
from orchestration.language.reading import NameHit, Reading
from orchestration.messages import Address, Author, Click, Form, Frozen, Reply, Stored, Utterance
from orchestration.messages.receipt import ModelUse
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Focus, Question, Session, Turn


class Lease(Frozen):
    """A worker's right to a session, and the message it is to answer.

    Args:
        address: the thread.
        fence: grows with every lease of the session; a writer with an older one is refused.
        turn: id of the turn of the first message in the inbox; None where only deliveries are left.
        incoming: that message, as JSON.
        attempt: 1 when the message is taken for the first time, more when workers died over it.
    """

    address: Address
    fence: int
    turn: str | None
    incoming: str | None
    attempt: int = 1


class Pending(Frozen):
    """A reply that is saved and not delivered yet; `tries` is how often it was postponed."""

    turn: str
    reply: Reply
    tries: int = 0


class TurnQueue(Protocol):
    """The inboxes, the rings, the leases and the replies on their way out."""

    def accept(self, incoming: Utterance | Click | Form) -> str | None:
        """Store a message durably in its inbox and ring; return its turn's id, or None where it was there already (it rings again)."""

    def take(self, platforms: Collection[str] = ()) -> Lease | None:
        """Take the next session that has work, of these platforms or of any, fairly between people; None where there is none."""

    def renew(self, lease: Lease) -> None:
        """Keep a lease from running out. Raises Superseded where it is another's."""

    def finish(self, lease: Lease, session: Session, replies: Sequence[Reply], listings: Sequence[Listing]) -> None:
        """End a turn in one atomic step: the session and listings are saved, the message leaves the inbox, the replies wait for delivery. Raises Superseded."""

    def pending(self, lease: Lease) -> tuple[Pending, ...]:
        """Return what waits for delivery in this session, in order."""

    def delivered(self, lease: Lease, turn: str, message_ids: Sequence[str]) -> None:
        """Mark a reply delivered, with the platform's ids of what was posted."""

    def postpone(self, lease: Lease, turn: str, seconds: float) -> None:
        """Let the session's deliveries rest for a while, the platform being away."""

    def release(self, lease: Lease) -> None:
        """Give the session back; if there is more to do in it, ring."""


class Withdrawn(Frozen):
    """What was taken back.

    Args:
        waiting: messages that had not begun; they are gone.
        working: one is worked on; it ends at its next step, unless it is already writing to NetBox.
    """

    waiting: int = 0
    working: bool = False


class Stops(Protocol):
    """What was asked and is not wanted any more."""

    def withdraw(self, address: Address, person: str | None = None, message: str | None = None) -> Withdrawn:
        """Take back what is not answered yet in a thread.

        Args:
            address: the thread.
            person: key of whose messages; None for everybody's.
            message: key of the one message; None for all.

        Raises:
            StoreUnavailable: the store is away.
        """

    def wanted(self, turn: str) -> bool:
        """Say whether a turn that is worked on is still wanted. Raises StoreUnavailable."""


class Sessions(Protocol):
    """What threads remember."""

    def load(self, address: Address) -> Session:
        """Return the thread's session, a new one where there is none, or where what is kept is of an unknown version."""

    def listing(self, listing: str) -> Listing | None:
        """Return a listing by its id; None where it is gone."""

    def message_ids(self, address: Address, turn: str) -> tuple[str, ...]:
        """Return the platform's ids of what was posted for a turn."""

    def forget(self, person: str) -> int:
        """Remove what is kept of a person; return how many sessions were touched."""

    def drop(self, address: Address, message: str) -> bool:
        """Remove the turn of a message, by its key, and its listings; say whether there was one."""

    def recent(self, person: str, most: int = 5) -> tuple[Turn, ...]:
        """Return a person's latest turns over all their threads, the newest first."""


class Query(Frozen):
    """A question to one list of NetBox.

    Args:
        type: key of the type in the catalogue.
        params: filters as (parameter, value); the same parameter again is another value that fits.
        fields: fields to fetch; empty for all.
        ordering: NetBox's ordering; empty for its own.
        limit: rows at most, 1 to 1000.
        offset: rows to skip.
        fresh: NetBox itself is asked, never the cache: the ground of a change is what is true now.
    """

    type: str
    params: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    ordering: str = ""
    limit: int = 50
    offset: int = 0
    fresh: bool = False


class Page(Frozen):
    """What NetBox answered.

    Args:
        rows: the records.
        total: how many fit the filters in all.
        read_at: when, seconds since the epoch.
        cached: whether it came from the cache.
    """

    rows: tuple[dict[str, Any], ...]
    total: int
    read_at: float
    cached: bool = False


class Answered(Frozen):
    """What NetBox answered on a path that is no list of objects."""

    body: Any
    read_at: float
    cached: bool = False


class Meter(Frozen):
    """What a turn asked of NetBox.

    Args:
        requests: how many were sent, but for those of proofs.
        proof_requests: how many were sent to prove filters, each proven once per NetBox and version.
        seconds: wall clock during which at least one was under way.
        request_ids: X-Request-ID of each answer.
        oldest: when the oldest data was read, seconds since the epoch; None where none was.
        cached: whether any came from the cache.
    """

    requests: int = 0
    proof_requests: int = 0
    seconds: float = 0.0
    request_ids: tuple[str, ...] = ()
    oldest: float | None = None
    cached: bool = False


class Operation(Frozen):
    """One write.

    Args:
        op: what to do.
        type: key of the type.
        id: the object; None for a create.
        data: the fields, as NetBox takes them (relations by id, choices by value).
        base: the version the change was made on: an ETag, or "last_updated:<time>"; None for a create.
    """

    op: Literal["create", "update", "delete"]
    type: str
    id: int | None = None
    data: dict[str, Any] = {}
    base: str | None = None


class Written(Frozen):
    """What NetBox made of operations of one type.

    Args:
        objects: the records, in the order of the operations; empty for deletions.
        request_id: X-Request-ID of the answer.
    """

    objects: tuple[dict[str, Any], ...]
    request_id: str


class Inventory(Protocol):
    """One NetBox, read and written with one identity's rights, for one turn."""

    @property
    def instance(self) -> str:
        """Which NetBox: its address, without secrets."""

    @property
    def identity(self) -> str:
        """Whose rights: a digest that tells identities apart, never the token."""

    def list(self, query: Query) -> Page:
        """Ask a list. Raises the tree of errors.py; ProofFailed for a filter that is not proven."""

    def fetch(self, path: str, params: Sequence[tuple[str, str]] = (), *, fresh: bool = False) -> Answered:
        """GET any other path below /api/: an object, `available-ips/`, `elevation/`, `trace/`, `status/`; `fresh` asks past the cache."""

    def options(self, type_: str, op: Literal["create", "update"] = "create") -> Mapping[str, Any]:
        """Return the fields a create or an update takes as OPTIONS tells them; empty where this identity may not."""

    def write(self, operations: Sequence[Operation], message: str, until: float) -> Written:
        """Write operations of one type and kind, all or none.

        Args:
            operations: what to write.
            message: goes into the change log, at most 200 characters.
            until: the moment, as CLOCK_BOOTTIME tells it, after which the request must no longer leave. It is looked at in the last
                instruction before the body is handed to the kernel, so that a process that was stopped meanwhile writes nothing.

        Raises:
            Invalid: NetBox took none of it, each field's reason with it.
            NotAllowed: this identity may not.
            NetBoxUnavailable: it was never sent.
            Superseded: `until` had passed; it was never sent.
            Unknown: it was sent, and no answer tells what became of it.
        """

    def meter(self) -> Meter:
        """Return what was asked of NetBox so far."""

    def page(self, type_: str, id_: int | None = None, params: Sequence[tuple[str, str]] = ()) -> str:
        """Return the address of an object or a filtered list in NetBox's own pages."""


class Inventories(Protocol):
    """Opens NetBox for somebody."""

    def open(self, token: str | None, correlation: str) -> AbstractContextManager[Inventory]:
        """Open NetBox with a token (None: the bot's own) for one turn; requests carry the correlation id."""


class Names(Protocol):
    """The index of names: which objects of this NetBox a span of words may mean, by identity."""

    def find(self, scope: str, spans: Sequence[str]) -> dict[str, tuple[NameHit, ...]]:
        """Look many normalised spans up at once; spans that name nothing are left out. `scope` is instance and identity."""

    def nearest(self, scope: str, span: str, types: Sequence[str] = (), limit: int = 5) -> tuple[NameHit, ...]:
        """Return the names most like a normalised span, best first, with their scores."""

    def sample(self, scope: str, type_: str, limit: int = 3) -> tuple[NameHit, ...]:
        """Return a few names of a type, for examples."""

    def built_at(self, scope: str) -> float | None:
        """Return when the index was last made whole, seconds since the epoch; None where it never was."""

    def replace(self, scope: str, type_: str, entries: Sequence[tuple[str, NameHit]]) -> None:
        """Put the names of one type, as (normalised span, object), in the place of those that are there."""

    def amend(self, scope: str, type_: str, ids: Collection[int], entries: Sequence[tuple[str, NameHit]]) -> bool:
        """Let some objects of a type go by the names given, (normalised span, object), and by no other; say whether the type has names at all."""

    def completed(self, scope: str, at: float) -> None:
        """Say that all types are in."""


class Cache(Protocol):
    """Answers of NetBox that may be given again."""

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""

    def put(self, key: str, value: bytes, seconds: float, groups: Sequence[str] = ()) -> None:
        """Keep a value for some seconds, in groups that can be dropped together."""

    def drop(self, group: str) -> None:
        """Drop all of a group."""


class Gate(Protocol):
    """Lets at most so many through at once, over all workers and machines."""

    def entered(self) -> AbstractContextManager[None]:
        """Wait for a place, hold it within the block. Raises NetBoxUnavailable when none came free in time."""


class Drawing(Protocol):
    """Makes pictures of drawings."""

    def side_by_side(self, drawings: Sequence[tuple[str, str]]) -> bytes:
        """Return drawings, each its heading and its SVG, as one PNG.

        Raises:
            NetBoxUnavailable: one is no drawing of NetBox's.
        """


class Outbox(Protocol):
    """A platform to post to. Posting the same turn again must not show a second message."""

    def working(self, address: Address, asker: Author, turn: str, note: str) -> None:
        """Say that what somebody asked is being worked on, and at what; may be dropped."""

    def deliver(self, address: Address, turn: str, reply: Reply, amended: Sequence[str]) -> tuple[str, ...]:
        """Post a reply, or put it in the place of the messages `amended`; return the platform's ids. Raises PlatformUnavailable."""


def scope_of(inventory: Inventory) -> str:
    """Return the scope of the names this identity may see: instance and identity."""
    return f"{inventory.instance}|{inventory.identity}"


class Filled(Frozen):
    """What a language model wrote.

    Args:
        text: JSON that is meant to fit the form; nothing is taken on trust.
        use: what it cost.
    """

    text: str
    use: ModelUse


class LanguageModel(Protocol):
    """A language model that fills forms."""

    def fill(self, name: str, form: Mapping[str, Any], instructions: str, said: Sequence[str]) -> Filled:
        """Ask once for a form to be filled.

        Args:
            name: of the form.
            form: its strict JSON schema.
            instructions: what the model is to do.
            said: what it is to read.

        Raises:
            ModelUnavailable: it does not answer, or not in time.
            ModelResting: it did not a while ago, and was not asked.
            ModelUnusable: it refused, or its answer is cut.
            Misconfigured: address, key or model are wrong; asking again does not help.
        """


class Reader(Protocol):
    """Works out what a message asks for."""

    def __call__(self, text: str, session: Session, scope: str, context: Sequence[str] = ()) -> Reading:
        """Read a message.

        Args:
            text: the words, as typed.
            session: the thread's memory: topic, open question, choices made before.
            scope: whose names may be meant (`scope_of`).
            context: what others said in the thread; a source of names and addresses, nothing else.
        """


class Finder(Protocol):
    """Finds the objects of a selection, for a change."""

    def __call__(
        self, selection: Selection, fields: Sequence[str] = (), most: int = 1000
    ) -> tuple[dict[str, Any], ...]:
        """Return the records of a selection, with the thread's references and the names' grounds filled in.

        Args:
            selection: which objects.
            fields: fields to fetch; empty for all.
            most: records at most.

        Raises:
            NotFound: a name is not there; carries the nearest.
            Ambiguous: several objects fit where one is meant; carries the choices.
        """


class Drafted(Frozen):
    """What a change came to.

    Args:
        replies: the first answers the turn, others amend earlier messages; what they cost is filled in by whoever asked.
        proposal: id of the change that waits for its confirmation now; None where none does.
        question: what is asked back, if anything.
        focus: what the thread is about now; None leaves it.
    """

    replies: tuple[Reply, ...]
    proposal: str | None = None
    question: Question | None = None
    focus: Focus | None = None


class ChangeDesk(Protocol):
    """Takes changes in: drafts, confirms, cancels and undoes them. References of its buttons and forms start with "change:"."""

    def propose(
        self,
        asks: Sequence[Ask],
        reading: Reading,
        session: Session,
        turn: str,
        *,
        author: Author,
        inventory: Inventory,
        find: Finder,
    ) -> Drafted:
        """Draft what the asks want (create, update, delete, allocate, connect, undo, cancel); nothing is written.

        Args:
            asks: the asks that change something, in the message's order.
            reading: the whole reading: its grounds say what names mean.
            session: the thread's memory: its topic names the proposal that waits.
            turn: id of the turn to answer.
            author: who asks.
            inventory: NetBox, with the asker's rights.
            find: finds the objects of a selection.
        """

    def press(self, pressed: Click | Form, session: Session, turn: str, inventory: Inventory) -> Drafted:
        """Do what a button or form of a proposal stands for: confirm, cancel, undo."""


class Entry(Stored):
    """One line of the record, sealed.

    Args:
        number: 1 for the first; none is left out.
        at: when, seconds since the epoch.
        event: what happened: proposed, confirmed, sent, applied, ...
        proposal: which proposal it is about; empty for none.
        person: the key of who did it; empty where time did.
        about: what there is to know of it: digest, operations, NetBox's request ids, outcome.
        seal: keyed digest over all of the above and the seal of the entry before.
    """

    number: int
    at: float
    event: str
    proposal: str = ""
    person: str = ""
    about: dict[str, Any] = {}
    seal: str = ""


class Record(Protocol):
    """The record of all changes: what is written there stays."""

    def last(self) -> Entry | None:
        """Return the newest entry; None where there is none."""

    def add(self, entry: Entry) -> bool:
        """Put an entry behind the last; False where its number is not the next, another having come first."""

    def read(self, after: int = 0, most: int = 1000) -> tuple[Entry, ...]:
        """Return entries with greater numbers, in order."""

    def ends_at(self) -> int:
        """Return the greatest number there ever was, be its entry still there or not."""


class Linked(Stored):
    """A person's own NetBox token.

    Args:
        token: the token.
        user: whose it is in NetBox; empty where NetBox does not tell.
        at: when it was linked, seconds since the epoch.
        scope: of what is read with it (`scope_of`); empty for what an older release linked.
    """

    token: SecretStr
    user: str
    at: float
    scope: str = ""


class Vault(Protocol):
    """Keeps people's own NetBox tokens, encrypted. Without a key it holds none."""

    def keep(self, person: str, linked: Linked) -> None:
        """Keep a person's token in the place of any before. Raises Misconfigured where there is no key to encrypt with."""

    def find(self, person: str) -> Linked | None:
        """Return a person's token; None where there is none, or where it cannot be decrypted with the key there is."""

    def remove(self, person: str) -> bool:
        """Remove a person's token; say whether there was one."""


class Traces(Protocol):
    """What answers leave behind beside the threads' own memory."""

    def unread(self, scope: str, person: str) -> None:
        """Remove what was read with a person's own token (`scope_of`): kept answers, names, the listings of their threads."""

    def forget(self, person: str) -> None:
        """Remove what else is kept of a person: that they asked, and what waits for their press."""


def kept_of(platform: str, account: str) -> str:
    """Return the group of the cache that holds what waits for a person's press: it goes when they are forgotten.

    Args:
        platform: "slack", "discord", "terminal".
        account: the id of an author there.
    """
    return f"person|{platform}|{account}"


class Quotas(Protocol):
    """Counts what people and places use up."""

    def spend(self, key: str, amount: int, seconds: int) -> tuple[int, float]:
        """Add to a count that begins anew every so many seconds; return the count and the seconds until it does."""
