"""What crosses a process: who spoke where, what came in, what goes out. Every message is frozen and encodes itself as JSON."""

from orchestration.messages.address import Address, Author
from orchestration.messages.frozen import Frozen, Stored
from orchestration.messages.incoming import TIMES, Click, Form, Incoming, Utterance, read_incoming
from orchestration.messages.receipt import Receipt
from orchestration.messages.reply import (
    Button,
    Change,
    Changes,
    Column,
    Fact,
    Facts,
    FieldChange,
    File,
    Notice,
    Part,
    Picture,
    Prose,
    Reply,
    Run,
    Table,
    prose,
)
from orchestration.messages.sheet import Blank, Sheet, faults

__all__ = [
    "TIMES",
    "Address",
    "Author",
    "Blank",
    "Button",
    "Change",
    "Changes",
    "Click",
    "Column",
    "Fact",
    "Facts",
    "FieldChange",
    "File",
    "Form",
    "Frozen",
    "Incoming",
    "Notice",
    "Part",
    "Picture",
    "Prose",
    "Receipt",
    "Reply",
    "Run",
    "Sheet",
    "Stored",
    "Table",
    "Utterance",
    "faults",
    "prose",
    "read_incoming",
]
