"""What changes need: the desk, the record and its anchor, people's own tokens, quotas, what is left behind."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from pydantic import SecretStr

from orchestration.language.intent import Ask
from orchestration.language.reading import Reading
from orchestration.messages import Author, Click, Form, Frozen, Reply, Stored
from orchestration.ports.netbox import Inventory
from orchestration.ports.understanding import Finder
from orchestration.sessions.session import Focus, Question, Session


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


class Anchor(Protocol):
    """Keeps a short text on this machine, out of the record's store, so that it stays when the store is put back or emptied."""

    def held(self) -> str:
        """Return the text; empty where there is none. Raises Misconfigured where it cannot be read."""

    def exchange(self, step: Callable[[str], str]) -> None:
        """Put what a step makes of the text in its place, one process at a time. Raises NetbotError where that cannot be."""


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
