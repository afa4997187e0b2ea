"""The words of Block Kit this room uses, as pure functions.

What comes from NetBox or from people is put into rich text and plain text, where nothing is markup: no mention goes live, no `:100:` within
an address turns into a picture, no `*` makes bold. Where only mrkdwn carries a link, `escape` and `reads_as_written` see to it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from adapters.slack import limits
from orchestration.messages import Run
from orchestration.messages.clean import clean, paragraph

Block = dict[str, Any]
Style = Literal["", "bold", "italic", "strike"]
NOTHING = "-"

_MARKUP = re.compile(r"[*~`]|(?<!\w)_|_(?!\w)|:[\w+'-]+:|^\s*>")


def escape(text: str) -> str:
    """Return text for mrkdwn, with the three characters that control it escaped.

    Source: docs.slack.dev/messaging/formatting-message-text#escaping.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def reads_as_written(text: str) -> bool:
    """Say whether mrkdwn shows a text as it is: without characters that format, and without what reads as an emoji (":cd:" in a MAC address)."""
    return not _MARKUP.search(text)


def link(url: str | None) -> str | None:
    """Return an address that can be linked to; None where it is none."""
    if url is None or not url.isprintable() or urlsplit(url).scheme not in {"http", "https"}:
        return None
    target = quote(url, safe="/:?#[]@!$&'()*+,;=%~")
    return target if len(target) <= limits.URL else None


def plain(text: str) -> Block:
    """Return a text object in which nothing is markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Return a text object of Slack's markup; the caller has escaped what is data."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def words(text: str, style: Style = "", url: str | None = None) -> Block:
    """Return an element of rich text: text in a style, perhaps a link."""
    target = link(url)
    element: Block = {"type": "link", "url": target, "text": text} if target else {"type": "text", "text": text}
    return {**element, "style": {style: True}} if style else element


def run_words(run: Run) -> Iterator[Block]:
    """Return the elements of a run, the blanks at its ends kept, for they part it from the next."""
    body = run.text.strip(" ")
    before, after = run.text[: len(run.text) - len(run.text.lstrip(" "))], " " if run.text.endswith(" ") else ""
    text = f"{before}{paragraph(body)}{after}" if body else ""
    for piece in cut(text, limits.RICH_TEXT):
        yield words(piece, "bold" if run.strong else "", run.url)


def line_words(text: str, style: Style = "", url: str | None = None) -> list[Block]:
    """Return the elements of a text that is one line, whole however long it is."""
    return [words(piece, style, url) for piece in cut(clean(text, None), limits.RICH_TEXT)]


def cut(text: str, longest: int) -> list[str]:
    """Cut a text into pieces that fit; nothing of it is lost."""
    return [text[at : at + longest] for at in range(0, len(text), longest)]


def rich(lines: Iterable[Sequence[Block]], style: str | None = None) -> list[Block]:
    """Return lines of elements as rich text blocks, as many as their length takes.

    Args:
        lines: the elements of each line.
        style: "bullet" for a list; None for plain lines.
    """
    blocks: list[Block] = []
    held: list[Sequence[Block]] = []
    size = 0
    for line in (each for each in _short(lines) if each):
        length = characters(list(line))
        if held and size + length > limits.RICH_TEXT:
            blocks.append(_rich(held, style))
            held, size = [], 0
        held.append(line)
        size += length
    return [*blocks, _rich(held, style)] if held else blocks


def _short(lines: Iterable[Sequence[Block]]) -> Iterator[list[Block]]:
    """Go on on a new line where one is longer than a block may be."""
    for line in lines:
        held: list[Block] = []
        for element in line:
            if held and characters([*held, element]) > limits.RICH_TEXT:
                yield held
                held = []
            held.append(element)
        yield held


def _rich(lines: list[Sequence[Block]], style: str | None) -> Block:
    if style is not None:
        sections = [{"type": "rich_text_section", "elements": list(line)} for line in lines]
        return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": style, "elements": sections}]}
    elements: list[Block] = []
    for number, line in enumerate(lines):
        elements += [*([words("\n")] if number else []), *line]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def characters(piece: Any) -> int:
    """Return how many characters of text a block, or anything within one, shows."""
    match piece:
        case dict():
            shown = (
                each for name, each in piece.items() if name not in {"type", "block_id", "action_id", "value", "style"}
            )
            return sum(map(characters, shown))
        case list() | tuple():
            return sum(map(characters, piece))
        case str():
            return len(piece)
        case _:
            return 0
