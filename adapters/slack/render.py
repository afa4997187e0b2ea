"""A reply as Slack messages: a pure function from the document to Block Kit.

Whatever the size of a reply, each message is within Slack's limits and nothing is cut in silence: what is too long goes on in a second and third
message; what does not fit three of them is attached whole, as a file, and the message says so.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from adapters.slack import limits
from adapters.slack.blocks import (
    NOTHING,
    Block,
    characters,
    cut,
    escape,
    line_words,
    link,
    mrkdwn,
    plain,
    reads_as_written,
    rich,
    run_words,
    words,
)
from adapters.slack.buttons import actions, feedback
from adapters.slack.tables import MOST_ROWS, lines, native, sheet
from adapters.slack.wording import short_text
from orchestration.messages import (
    Change,
    Changes,
    Fact,
    Facts,
    File,
    Notice,
    Part,
    Picture,
    Prose,
    Receipt,
    Reply,
    Table,
)
from orchestration.messages.clean import clean, paragraph
from orchestration.messages.plain import receipt_line
from orchestration.messages.plain import render as whole_text


@dataclass(frozen=True, slots=True)
class Message:
    """One message to post.

    Args:
        text: the answer on its own, for notifications and screen readers.
        blocks: what is shown.
    """

    text: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to attach in the thread.

    Args:
        name: of the file.
        title: what stands above it.
        alt: the words for those who do not see it.
        content: its bytes.
    """

    name: str
    title: str
    alt: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply as Slack shows it: messages in order, then files."""

    messages: tuple[Message, ...]
    uploads: tuple[Upload, ...] = ()


def render(reply: Reply, *, newest: bool = True, at: str = "") -> Rendered:
    """Show a reply.

    Args:
        reply: what to show.
        newest: use the blocks of 2025 and later (tables, feedback buttons); without them tables are lines.
        at: "channel/thread" its buttons lead back to (see `buttons.py`).
    """
    body = [block for part in reply.parts for block in _part(part, newest=newest)]
    body = body or rich([[words(NOTHING)]])
    tail = [*_receipt(reply.receipt), *actions(reply, at), *(feedback(reply) if newest else ())]
    uploads = [upload for part in reply.parts for upload in _uploads(part)]
    pages = _pages([*body, *tail])
    if len(pages) > limits.MESSAGES:
        rest = rich([[words("Not all of this fits here. The file below holds the whole answer.", "bold")]])
        most = bisect_left(
            range(len(body)), x=True, key=lambda kept: len(_pages([*body[:kept], *rest, *tail])) > limits.MESSAGES
        )
        pages = _pages([*body[: max(0, most - 1)], *rest, *tail])
        uploads += bare(reply).uploads
    text = short_text(reply)
    return Rendered(tuple(Message(text, page) for page in pages), tuple(uploads))


def bare(reply: Reply) -> Rendered:
    """Show a reply without blocks: its short text, and the whole of it as a file."""
    whole = Upload("answer.txt", "The whole answer", "The whole answer as text", whole_text(reply).encode())
    return Rendered((Message(short_text(reply), []),), (whole,))


def _pages(blocks: list[Block]) -> list[list[Block]]:
    """Lay blocks out on messages, in order: so many blocks, so much text and one native table in each."""
    pages: list[list[Block]] = [[]]
    size = tables = 0
    for block in blocks:
        length, table = characters(block), block["type"] == "table"
        full = len(pages[-1]) >= limits.BLOCKS or size + length > limits.MESSAGE_CHARACTERS
        if pages[-1] and (full or (table and tables)):
            pages.append([])
            size = tables = 0
        pages[-1].append(block)
        size, tables = size + length, tables + table
    return pages


def _part(part: Part, *, newest: bool) -> list[Block]:
    match part:
        case Prose():
            return rich([[element for run in part.runs for element in run_words(run)]])
        case Facts():
            return [*_title(part.title), *_facts(part)]
        case Table():
            return _table(part, newest=newest)
        case Changes():
            return [*_heading(part.title), *(block for each in part.changes for block in _change(each))]
        case Picture() | File():
            return rich([line_words(part.alt, "italic")])
        case Notice():
            return _notice(part)
        case _:
            assert_never(part)


def _title(title: str) -> list[Block]:
    return rich([line_words(title, "bold")])


def _heading(title: str) -> list[Block]:
    shown = clean(title, None)
    if not 0 < len(shown) <= limits.HEADER:
        return _title(title)
    return [{"type": "header", "text": plain(shown)}]


def _facts(facts: Facts) -> Iterator[Block]:
    """Yield facts as fields in two columns; one too long for a field has lines of its own."""
    held: list[Block] = []
    for fact in facts.facts:
        shown = _field(fact)
        if len(shown["text"]) > limits.FIELD:
            yield from _section(held)
            yield from rich([line_words(fact.label, "bold"), line_words(fact.value.text, url=fact.value.url)])
            held = []
            continue
        if len(held) == limits.FIELDS or characters([*held, shown]) > limits.SECTION:
            yield from _section(held)
            held = []
        held.append(shown)
    yield from _section(held)


def _section(fields: list[Block]) -> list[Block]:
    return [{"type": "section", "fields": fields}] if fields else []


def _field(fact: Fact) -> Block:
    label, value = clean(fact.label, None) or NOTHING, clean(fact.value.text, None) or NOTHING
    if not (reads_as_written(label) and reads_as_written(value)):
        return plain(f"{label}\n{value}")
    target = link(fact.value.url)
    shown = f"<{escape(target)}|{escape(value)}>" if target and "|" not in value else escape(value)
    return mrkdwn(f"*{escape(label)}*\n{shown}")


def _table(table: Table, *, newest: bool) -> list[Block]:
    shown = table.model_copy(update={"rows": table.rows[:MOST_ROWS]})
    block = native(shown) if newest else None
    rest = f"The first {len(shown.rows)} of {len(table.rows):,} rows; the file below holds them all."
    cut_short = rich([[words(rest, "bold")]]) if len(table.rows) > len(shown.rows) else []
    return [*_title(table.title), *([block] if block is not None else lines(shown)), *cut_short]


_VERBS = {"create": "", "update": "", "delete": "delete "}


def _change(change: Change) -> list[Block]:
    title = [words(piece["text"], "bold", change.url) for piece in line_words(_VERBS[change.op] + change.title)]
    fields = []
    for each in change.fields:
        old = [*line_words(each.old or "none", "strike"), words(" → ")] if each.old is not None else []
        source = [words("  "), *line_words(f"({each.source})", "italic")] if each.source else []
        fields.append([*line_words(f"{each.label}:"), words(" "), *old, *line_words(each.new), *source])
    return [*rich([title]), *rich(fields, "bullet")]


def _notice(notice: Notice) -> list[Block]:
    pieces = cut(paragraph(notice.text).strip(), limits.RICH_TEXT)
    if notice.level == "info":
        return rich([[words(piece, "italic")] for piece in pieces])
    sign: list[Block] = [{"type": "emoji", "name": "warning"}, words(" ")]
    return rich([[*(sign if number == 0 else []), words(piece, "bold")] for number, piece in enumerate(pieces)])


def _receipt(receipt: Receipt) -> list[Block]:
    told = clean(receipt_line(receipt.model_copy(update={"url": None})), limits.FIELD)
    target = link(receipt.url)
    shown = [*([plain(told)] if told else []), *([mrkdwn(f"<{escape(target)}|open in NetBox>")] if target else [])]
    return [{"type": "context", "elements": shown}] if shown else []


def _uploads(part: Part) -> Iterator[Upload]:
    if isinstance(part, Table) and len(part.rows) > MOST_ROWS:
        title = clean(part.title) or "All rows"
        yield Upload("rows.csv", title, f"{title}: {len(part.rows):,} rows as CSV", sheet(part))
    if isinstance(part, Picture | File):
        alt = clean(part.alt, limits.ALT_TEXT) or part.kind
        yield Upload(clean(part.name) or part.kind, clean(alt), alt, part.content)
