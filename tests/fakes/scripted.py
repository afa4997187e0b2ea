"""A thread whose messages are read by nobody: each comes with the reading it is to have."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.netbox.inventories import NetBoxInventories
from orchestration.catalogue.loading import load
from orchestration.graph import Thinking
from orchestration.language.intent import Ask, Intent
from orchestration.language.reading import Reading
from orchestration.messages import Address, Author, Click, Reply, Utterance
from orchestration.messages.plain import render
from orchestration.ports import Drafted, Drawing
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session, admit
from tests.fakes.memory_names import MemoryNames

HERE = Address(platform="terminal", place="local", channel="chat", thread="scripted")


class Shelf:
    """Keeps listings, and notes whose memory was to be removed."""

    def __init__(self) -> None:
        self.kept: dict[str, Listing] = {}
        self.forgotten: list[str] = []

    def listing(self, listing: str) -> Listing | None:
        """Return a listing that a turn left here."""
        return self.kept.get(listing)

    def forget(self, person: str) -> int:
        """Note who was to be forgotten."""
        self.forgotten.append(person)
        return 1


class SilentDesk:
    """Takes changes in and drafts nothing; notes what it was asked."""

    def __init__(self) -> None:
        self.proposed: list[Any] = []
        self.pressed: list[Any] = []
        self.found: list[Any] = []

    def propose(self, asks, reading, session, turn, *, author, inventory, find) -> Drafted:
        """Note the asks, and what is found of their selections."""
        self.proposed.append((asks, reading))
        self.found += [find(each.selection, ("id", "name")) for each in asks if each.selection]
        return Drafted(replies=(Reply(turn=turn, kind="preview", intent=asks[0].want, parts=()),), proposal="p-1")

    def press(self, pressed, session, turn, inventory) -> Drafted:
        """Note what was pressed."""
        self.pressed.append(pressed.ref)
        return Drafted(replies=(Reply(turn=turn, kind="done", intent="update", parts=()),))


@dataclass
class Scripted:
    """A thread with the bot over a real NetBox adapter.

    Args:
        url: of the NetBox or its stand-in.
        token: whose rights are used.
        names: the index of names; empty where nobody built it.
        rows: rows this client takes at once.
        drawing: makes pictures; None for none.
    """

    url: str
    token: str
    names: MemoryNames = field(default_factory=MemoryNames)
    rows: int = 10
    shelf: Shelf = field(default_factory=Shelf)
    desk: SilentDesk = field(default_factory=SilentDesk)
    drawing: Drawing | None = None
    notes: list[str] = field(default_factory=list)
    session: Session = field(default_factory=lambda: Session(address=HERE))
    _reading: Reading | None = None
    _turns: int = 0
    replies: tuple[Reply, ...] = ()

    def ask(self, *asks: Ask, text: str = "something", **reading: Any) -> Reply:
        """Say something that is read as these asks; return the first reply."""
        self._reading = Reading(intent=Intent(asks=list(asks)), **{"certainty": "certain", **reading})
        return self._turn(Utterance, text=text)

    def press(self, ref: str, token: str | None = None) -> Reply:
        """Press a button by its reference, perhaps with another's rights."""
        return self._turn(Click, token, ref=ref)

    def button(self, label: str) -> str:
        """Return the reference of a button of the last reply, by the beginning of its label."""
        return next(each.ref for each in self.replies[0].buttons if each.label.startswith(label))

    def _turn(self, kind: Any, token: str | None = None, **what: Any) -> Reply:
        self._turns += 1
        incoming = kind(
            id=str(self._turns),
            address=self.session.address,
            author=Author(platform="terminal", place="local", id="ann", name="Ann"),
            at=time.time(),
            rows=self.rows,
            correlation=f"corr-{self._turns}",
            **what,
        )
        turn = f"t{self._turns}"
        thinking = Thinking(load(), self.names, self.shelf, lambda *_: self._reading, self.desk, self.drawing)
        with NetBoxInventories(self.url, token or self.token, load()).open(None, "corr") as inventory:
            outcome = thinking(admit(self.session, incoming, turn), incoming, turn, inventory, self.notes.append)
        self.session = outcome.session
        self.shelf.kept |= {each.id: each for each in outcome.listings}
        self.replies = outcome.replies
        return outcome.replies[0]


def text(reply: Reply) -> str:
    """Return the whole reply as plain text."""
    return render(reply)


def head(reply: Reply) -> str:
    """Return the first line of a reply."""
    return "".join(run.text for run in reply.parts[0].runs)


def column(reply: Reply, at: int = 0) -> list[str]:
    """Return a column of the reply's table."""
    return [row[at].text for part in reply.parts if part.kind == "table" for row in part.rows]


def titles(reply: Reply) -> list[str]:
    """Return the titles of the reply's first table."""
    return next([each.title for each in part.columns] for part in reply.parts if part.kind == "table")


def labels(reply: Reply) -> Sequence[str]:
    """Return what the buttons say."""
    return [each.label for each in reply.buttons]
