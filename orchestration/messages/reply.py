"""A reply as a document: what to say, without how any platform shows it.

Every text in it is plain: names and values from NetBox or from people are data, and a renderer escapes them all.
"""

from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, Field

from orchestration.messages.frozen import Frozen, Stored
from orchestration.messages.receipt import Receipt
from orchestration.messages.sheet import Sheet

Kind = Literal["answer", "question", "preview", "done", "refusal", "error"]


class Run(Frozen):
    """A stretch of plain text, perhaps strong, perhaps a link."""

    text: str
    url: str | None = None
    strong: bool = False


class Prose(Frozen):
    """A paragraph."""

    kind: Literal["prose"] = "prose"
    runs: tuple[Run, ...]


class Fact(Frozen):
    """A labelled value."""

    label: str
    value: Run


class Facts(Frozen):
    """What is known of one thing, in the order to show it."""

    kind: Literal["facts"] = "facts"
    title: str = ""
    facts: tuple[Fact, ...]


class Column(Frozen):
    """A column of a table; numbers align right."""

    title: str
    align: Literal["left", "right"] = "left"


class Table(Frozen):
    """Rows of a listing: every row has as many cells as there are columns."""

    kind: Literal["table"] = "table"
    title: str = ""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Run, ...], ...]


class FieldChange(Frozen):
    """One field of a change.

    Args:
        field: NetBox's name of the field.
        label: the name to show.
        old: the value now, as shown; None when the object does not exist yet.
        new: the value to be, as shown.
        value: the value to be, bare: a choice by value, a relation by display name.
        source: where a value comes from that nobody typed: "NetBox's default", "next free in 10.0.0.0/24".
    """

    field: str
    label: str
    old: str | None = None
    new: str
    value: Any = None
    source: str = ""


class Change(Frozen):
    """One operation of a preview.

    Args:
        op: what is done to the object.
        type: its type, "dcim.site".
        id: its id; None while it does not exist.
        title: what to call it: 'VLAN 110 "Cameras"'.
        url: its page in NetBox, once it exists.
        fields: every field that is written.
    """

    op: Literal["create", "update", "delete"]
    type: str
    id: int | None = None
    title: str
    url: str | None = None
    fields: tuple[FieldChange, ...] = ()


class Changes(Frozen):
    """Everything that a proposal would do."""

    kind: Literal["changes"] = "changes"
    title: str
    changes: tuple[Change, ...]


class Picture(Frozen):
    """A drawing, with the words for those who do not see it."""

    kind: Literal["picture"] = "picture"
    alt: str
    name: str
    media_type: str
    content: Base64Bytes


class File(Frozen):
    """A file to keep, such as a listing as CSV.

    Args:
        alt: what is in it, in words.
        name: what to call it, its ending with it.
        media_type: what it is: "text/csv".
        content: its bytes; in JSON they are Base64.
    """

    kind: Literal["file"] = "file"
    alt: str
    name: str
    media_type: str
    content: Base64Bytes


class Notice(Frozen):
    """Something about the answer that must not be missed."""

    kind: Literal["notice"] = "notice"
    level: Literal["info", "warning"] = "info"
    text: str


Part = Annotated[Prose | Facts | Table | Changes | Picture | File | Notice, Field(discriminator="kind")]


class Button(Frozen):
    """Something to press.

    Args:
        label: a verb and its object, plain.
        ref: the whole state of what pressing it means, at most 100 characters (Discord's custom_id).
        style: primary for the one to press, danger for destruction alone.
    """

    label: str = Field(max_length=75)
    ref: str = Field(max_length=100)
    style: Literal["primary", "plain", "danger"] = "plain"


class Reply(Stored):
    """The answer to one turn.

    Args:
        turn: the turn it answers.
        kind: what sort of answer it is.
        intent: what was wanted, in a word (find, count, create, ..., unclear).
        parts: what to say, the first line the answer itself.
        buttons: what to press under it.
        rows_total: rows of the listing it is about; None when it is about none.
        receipt: the small print.
        private: for the person alone, never for a shared thread.
        shown_to_all: it was looked up that the place's own rights show all of it, with whatever rights it was read.
        person: the platform's id of whoever it answers, to whom a private one goes; the road fills it in.
        asked: the platform's id of the message it answers; the road fills it in.
        sheet: a form that can be opened under it; None for none. What it asks for can be said in words as well.
        calls: ids of the platform's own groups (roles) there whose members it waits for: each may be told of it once.
        amends: the turn whose message this reply takes the place of (a page more, a confirmed preview); None for a message of its own.
    """

    turn: str
    kind: Kind
    intent: str
    parts: tuple[Part, ...]
    buttons: tuple[Button, ...] = ()
    rows_total: int | None = None
    receipt: Receipt = Receipt()
    private: bool = False
    shown_to_all: bool = False
    person: str = ""
    asked: str = ""
    sheet: Sheet | None = None
    calls: tuple[str, ...] = ()
    amends: str | None = None


def prose(text: str, *, strong: bool = False) -> Prose:
    """Return a paragraph of one plain run."""
    return Prose(runs=(Run(text=text, strong=strong),))
