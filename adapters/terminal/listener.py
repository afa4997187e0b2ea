"""What comes from a terminal: a line that says something or presses something, turned into an incoming message."""

import getpass
import os
import time
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from orchestration.errors import NotUnderstood
from orchestration.messages import Address, Author, Click, Utterance

PLACE = "local"
CHANNEL = "chat"
ROWS_FOR_PEOPLE = 10
ROWS_FOR_PROGRAMS = 1000

_Id = Annotated[str, Field(min_length=1, max_length=200)]


class Line(BaseModel):
    """One line of a terminal conversation.

    Args:
        session: the thread's id.
        say: the words; None where a button is pressed.
        click: the button's reference; None where something is said.
        author: another person of the terminal who speaks; None for the owner.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    session: _Id
    say: str | None = None
    click: str | None = None
    author: _Id | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Line":
        if (self.say is None) == (self.click is None):
            raise ValueError("one of say and click")
        return self


def read_line(line: str) -> Line:
    """Read a JSON line.

    Raises:
        NotUnderstood: it is none; its text tells what one looks like.
    """
    try:
        return Line.model_validate_json(line)
    except ValidationError:
        form = '{"session": ID, "say": TEXT} or {"session": ID, "click": REF}'
        raise NotUnderstood("That line cannot be read.", f"Send one JSON object a line: {form}.") from None


def owner() -> Author:
    """Return the person who started the program, as the operating system knows them."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no entry in passwd
        name = str(os.getuid())
    return person(name)


def person(name: str) -> Author:
    """Return a person of the terminal."""
    return Author(platform="terminal", place=PLACE, id=name, name=name)


def thread(session: str) -> Address:
    """Return the address of a terminal thread."""
    return Address(platform="terminal", place=PLACE, channel=CHANNEL, thread=session)


def new_id() -> str:
    """Return an id for a message, a thread: nothing else has it."""
    return uuid4().hex


def to_incoming(line: Line, by: Author, rows: int, id_: str, at: float) -> Utterance | Click:
    """Turn a line into an incoming message, whose correlation id is its own.

    Args:
        line: what was typed.
        by: the owner, who speaks where the line names nobody else.
        rows: rows of a listing that are shown at once.
        id_: the message's id.
        at: when it was typed, seconds since the epoch.
    """
    author = person(line.author) if line.author is not None else by
    address = thread(line.session)
    if line.click is not None:
        return Click(id=id_, address=address, author=author, at=at, rows=rows, correlation=id_[:16], ref=line.click)
    return Utterance(
        id=id_, address=address, author=author, at=at, rows=rows, correlation=id_[:16], text=line.say or ""
    )


def incoming_now(line: Line, by: Author, rows: int) -> Utterance | Click:
    """Turn a line that was typed just now into an incoming message with an id of its own."""
    return to_incoming(line, by, rows, new_id(), time.time())
