"""What one ask came to, before it is a reply."""

from dataclasses import dataclass

from orchestration.messages import Button, Part
from orchestration.messages.reply import Kind
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Focus, Question
from orchestration.tools.proof import Row


@dataclass(frozen=True, slots=True)
class Draft:
    """What a tool found, as the parts of an answer.

    Args:
        intent: what was wanted, in a word.
        parts: what to say, the first line the answer itself.
        kind: what sort of answer it is.
        buttons: what to press.
        rows_total: rows of the listing it is about.
        understood: the reading in a few words.
        shown: rows shown so far.
        url: the same in NetBox's pages.
        listing: a snapshot that was made or went on.
        focus: what the thread is about from now on; None leaves it.
        further: what it is about besides, for "that cluster" after a machine's cluster was told.
        question: what is asked back.
        amends: the turn whose message this takes the place of.
        rows: the records that were found, with their ids, for asks that refer to this one.
    """

    intent: str
    parts: tuple[Part, ...]
    kind: Kind = "answer"
    buttons: tuple[Button, ...] = ()
    rows_total: int | None = None
    understood: str = ""
    shown: int | None = None
    url: str | None = None
    listing: Listing | None = None
    focus: Focus | None = None
    further: tuple[Focus, ...] = ()
    question: Question | None = None
    amends: str | None = None
    rows: tuple[Row, ...] = ()
