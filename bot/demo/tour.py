"""A tour of the road: a short conversation, asked and shown as a person would, that says whether each answer was what it should be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from adapters.terminal.chat import Chat
from adapters.terminal.editing import PROMPT
from bot.demo.examples import Examples
from orchestration.messages import Prose, Reply
from orchestration.messages.plain import render
from orchestration.messages.reply import Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to type.

    Args:
        typed: words, or the number of a choice.
        fits: says whether a reply says what it should.
        kind: the kind it should be of.
    """

    typed: str
    fits: Callable[[Reply], bool]
    kind: Kind = "answer"


def steps(names: Examples, vid: int | None) -> Iterator[Step]:
    """Yield the conversation: a list, a page more, follow-ups that refer back, an inspection, a count, a create and its confirmation."""
    yield Step(f"Which devices are in {names.site}?", lambda reply: reply.intent == "find" and bool(reply.rows_total))
    yield Step("1", lambda reply: reply.amends is not None)
    yield Step("How many of those are active?", lambda reply: reply.intent == "count" and names.site in _said(reply))
    yield Step(f"Show me {names.device}", lambda reply: reply.intent == "inspect" and names.device in _said(reply))
    yield Step("Where is it?", lambda reply: reply.intent == "inspect" and names.rack in _said(reply))
    yield Step("How many devices are there per role?", lambda reply: reply.intent == "count")
    if vid is not None:
        yield Step(f"Create VLAN {vid} named Tour in {names.site}", lambda reply: str(vid) in render(reply), "preview")
        yield Step("1", lambda reply: reply.amends is not None and str(vid) in render(reply), "done")


def _said(reply: Reply) -> str:
    """Return the answer itself: its first paragraph."""
    return "".join(run.text for part in reply.parts[:1] if isinstance(part, Prose) for run in part.runs)


def tour(chat: Chat, console: Console, names: Examples, vid: int | None) -> bool:
    """Have the conversation.

    Args:
        chat: the thread to have it in.
        console: where what is typed is shown.
        names: what to ask about.
        vid: id of the VLAN to create; None to create nothing, in a NetBox that is not for playing.

    Returns:
        Whether every answer was an answer of the kind it should be; the first that was not ends the tour and is told.
    """
    for step in steps(names, vid):
        console.print(Text(f"{PROMPT}{step.typed}\n", style="bold"))
        reply = chat.exchange(step.typed)
        if reply is None or reply.kind != step.kind or not step.fits(reply):
            console.print(Text(f'"{step.typed}" was not answered as it should be.', style="red"))
            return False
    return True
