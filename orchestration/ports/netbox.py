"""NetBox with somebody's rights, and what stands around it: names, kept answers, the gate."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from orchestration.language.reading import NameHit
from orchestration.messages import Frozen


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

    @property
    def own_token(self) -> bool:
        """Whether the rights are a person's, role's or place's own, not the bot's: they may be taken away, and no log tells."""

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


def scope_of(inventory: Inventory) -> str:
    """Return the scope of the names this identity may see: instance and identity."""
    return f"{inventory.instance}|{inventory.identity}"
