r"""The words of Discord's Markdown this room uses, as pure functions; what is data stays data.

A backslash before a sign shows the sign as it is. That keeps names from making anything bold, a heading, a list, a quotation, a masked link, a
mention, a time or an emoji (":cd:" within a MAC address is one), and their addresses from becoming links of their own.
Source: docs.discord.com/developers/reference#message-formatting, support.discord.com "Markdown Text 101".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal
from urllib.parse import quote, urlsplit

from orchestration.messages import Run
from orchestration.messages.clean import clean, paragraph

Style = Literal["", "bold", "italic", "strike"]
NOTHING = "-"
# Ours: texts of this size fill messages without waste, and are cut nowhere within a sign or a link.
LONGEST_TEXT = 1900
LONGEST_ATOM = 600
LONGEST_URL = 500

_SIGNS = re.compile(r"[\\*_~|`<>\[\]]")
_COLON = re.compile(r":(?=[\w+-]+:|//)")
_EVERYBODY = re.compile(r"@(?=everyone|here)")
_AT_START = re.compile(r"^(\s*)(#{1,3}|-#?|\+)(?=\s|$)")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s|$)")
_MARKS = {"": "", "bold": "**", "italic": "*", "strike": "~~"}


def escape(text: str) -> str:
    """Return a text of one line in which nothing is markup."""
    shown = _SIGNS.sub(r"\\\g<0>", text)
    shown = _EVERYBODY.sub(r"\\@", _COLON.sub(r"\\:", shown))
    return _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", shown))


def fenced(text: str) -> str:
    """Return lines as a block of code; what would end it is broken by a character of no width."""
    return f"```\n{text.replace('```', '`' + chr(0x200B) + '`' + chr(0x200B) + '`')}\n```"


def link(url: str | None) -> str | None:
    """Return an address that can be linked to; None where it is none."""
    if url is None or not url.isprintable() or urlsplit(url).scheme not in {"http", "https"}:
        return None
    # Brackets would end the link.
    target = quote(url, safe="/:?#@!$&'*+,;=%~")
    return target if len(target) <= LONGEST_URL else None


def words(text: str, style: Style = "", url: str | None = None) -> list[str]:
    """Return a text of one line in a style, perhaps a link, cut into pieces that stand for themselves; nothing of it is lost.

    Args:
        text: anything.
        style: how it is shown.
        url: what it leads to.
    """
    mark, target = _MARKS[style], link(url)
    found = []
    for piece in cut(clean(text, None)):
        # A blank at an end of bold text would leave its stars standing.
        body = piece.strip()
        before = piece[: len(piece) - len(piece.lstrip())]
        shown = escape(body)
        marked = f"{mark}{shown}{mark}" if body else ""
        found.append(f"{before}{f'[{marked}]({target})' if target and body else marked}{piece[len(before + body) :]}")
    return found


def run_lines(runs: Sequence[Run]) -> list[list[str]]:
    """Return the lines of a paragraph, each as pieces; blanks between runs are kept, for they part them."""
    lines: list[list[str]] = [[]]
    for run in runs:
        for number, line in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            shown = words(line, "bold" if run.strong else "", run.url)
            before = [" "] if line.startswith(" ") and lines[-1] else []
            after = [" "] if shown and line.endswith(" ") else []
            lines[-1] += [*before, *shown, *after]
    return lines


def paragraph_lines(text: str, style: Style = "") -> list[list[str]]:
    """Return the lines of a text of several lines, each as pieces."""
    return [words(line, style) for line in paragraph(text).split("\n")]


def packed(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield texts of at most LONGEST_TEXT characters that hold the lines; one that is longer goes on on a new line."""
    held: list[str] = []
    size = 0
    for line in _short(lines):
        if held and size + len(line) + 1 > LONGEST_TEXT:
            yield "\n".join(held)
            held, size = [], 0
        held.append(line)
        size += len(line) + 1
    text = "\n".join(held)
    if text.strip():
        yield text


def cut(text: str) -> list[str]:
    """Return a text as pieces of at most LONGEST_ATOM characters."""
    return [text[at : at + LONGEST_ATOM] for at in range(0, len(text), LONGEST_ATOM)]


def _short(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    for line in lines:
        held = ""
        for piece in line:
            if held and len(held) + len(piece) > LONGEST_TEXT:
                yield held.rstrip()
                held = ""
            held += piece
        if held.strip():
            yield held.rstrip()
