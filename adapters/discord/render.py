"""A reply as Discord messages: a pure function from the document to components, or to embeds where those are wanted.

Whatever the size of a reply, each message is within Discord's limits and nothing is cut in silence: what is too long goes on in a second and
third message; what does not fit three of them is attached whole, as a file, and the message says so.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from adapters.discord import limits
from adapters.discord.buttons import rows
from adapters.discord.escaping import NOTHING, escape, link, packed, paragraph_lines, run_lines, words
from adapters.discord.layout import Style, message, pages
from adapters.discord.pieces import Attached, Call, Message, Piece, Row, Small, Text, Upload, upload
from adapters.discord.tables import columns, lines, reads_as_lines
from orchestration.messages import (
    Change,
    Changes,
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
from orchestration.messages.clean import clean
from orchestration.messages.plain import receipt_line
from orchestration.messages.plain import render as whole_text
from orchestration.messages.spreadsheet import as_csv

_LONGEST_HEADING = 150
_MOST_CALLED = 5


Draw = Callable[[Table], bytes | None]


def render(
    reply: Reply, style: Style = "components", *, files: bool = True, draw: Draw | None = None
) -> tuple[Message, ...]:
    """Show a reply.

    Args:
        reply: what to show.
        style: components of 2025, or the embeds before them.
        files: attach files; without them a line says what is missing.
        draw: draws tables that neither columns nor lines show well; None where such are lines all the same.

    Returns:
        Messages in order, one to three.
    """
    body = _named_apart([piece for part in reply.parts for piece in _part(part, draw if files else None)])
    body = body or [Text(NOTHING)]
    called = [Call(roles)] if (roles := _roles(reply)) else []
    tail: list[Piece] = [*called, *_receipt(reply.receipt), *map(Row, rows(reply))]
    if not files:
        body = [told for piece in body for told in _without_files(piece)]
    laid = pages([*body, *tail], style)
    if len(laid) > limits.MESSAGES:
        rest = [*_texts([words("Not all of this fits here. The file below holds the whole answer.", "bold")])]
        whole = Attached(upload("answer.txt", "The whole answer as text", whole_text(reply).encode()))
        file = [whole] if files else list(_without_files(whole))
        kept = bisect_left(
            range(len(body)),
            x=True,
            key=lambda most: len(pages([*body[:most], *rest, *file, *tail], style)) > limits.MESSAGES,
        )
        laid = pages([*body[: max(0, kept - 1)], *rest, *file, *tail], style)
    return tuple(message(page, reply.kind, style) for page in laid)


def _roles(reply: Reply) -> tuple[str, ...]:
    """Return the roles that a preview rings; what one person alone sees rings nobody."""
    if reply.kind != "preview" or reply.private:
        return ()
    return tuple(each for each in reply.calls if each.isdecimal())[:_MOST_CALLED]


def _named_apart(pieces: list[Piece]) -> list[Piece]:
    """Give files of the same name different ones: a message refers to its files by name."""
    taken: set[str] = {"answer.txt"}
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Attached):
            file, number = piece.upload, 1
            while file.name in taken:
                number += 1
                file = replace(file, name=f"{number}-{piece.upload.name}")
            taken.add(file.name)
            found.append(Attached(file))
        else:
            found.append(piece)
    return found


def _texts(content: Iterable[Sequence[str]]) -> Iterator[Piece]:
    return map(Text, packed(content))


def _part(part: Part, draw: Draw | None) -> Iterator[Piece]:
    match part:
        case Prose():
            yield from _texts(run_lines(part.runs))
        case Facts():
            yield from _texts([*_title(part.title), *_facts(part)])
        case Table():
            yield from _table(part, draw)
        case Changes():
            yield from _texts([*_title(part.title), *(line for each in part.changes for line in _change(each))])
        case Picture() | File():
            yield from _picture(part)
        case Notice():
            yield from _texts(_notice(part))
        case _:
            assert_never(part)


def _title(title: str) -> list[list[str]]:
    shown = clean(title, None)
    if not shown:
        return []
    return [["### ", escape(shown)]] if len(shown) <= _LONGEST_HEADING else [words(shown, "bold")]


def _facts(facts: Facts) -> Iterator[list[str]]:
    for fact in facts.facts:
        yield [*words(f"{clean(fact.label, None)}:", "bold"), " ", *_value(fact.value.text, fact.value.url)]


def _value(text: str, url: str | None = None) -> list[str]:
    return words(text, "", url) or [NOTHING]


def _table(table: Table, draw: Draw | None) -> Iterator[Piece]:
    shown = table.model_copy(update={"rows": table.rows[: limits.TABLE_ROWS]})
    blocks = columns(shown)
    yield from _texts(_title(table.title))
    if blocks is None and draw is not None and not reads_as_lines(shown) and (picture := _drawn(table, draw)):
        yield from picture
        return
    yield from _texts(lines(shown)) if blocks is None else map(Text, blocks)
    if len(table.rows) > len(shown.rows):
        told = f"The first {len(shown.rows)} of {len(table.rows):,} rows; the file below holds them all."
        yield from _texts([words(told, "bold")])
        yield from _whole(table)


def _drawn(table: Table, draw: Draw) -> list[Piece]:
    """Show a table as a picture, and beside it the file that holds all of it for those who do not see pictures, or want to work with it."""
    shown = table.model_copy(update={"rows": table.rows[: limits.PICTURE_ROWS]})
    counted = f"{len(table.rows):,} rows" if len(shown.rows) == len(table.rows) else f"The first {len(shown.rows)} rows"
    titles = ", ".join(clean(each.title) for each in table.columns)
    alt = f"{clean(table.title) or 'Table'}: {counted} with {titles}. The CSV file beside it holds all of it."
    drawn = draw(shown)
    if drawn is None:
        return []
    told = f"{counted} of {len(table.rows):,}; the file below holds them all."
    cut = [*_texts([words(told, "bold")])] if len(shown.rows) < len(table.rows) else []
    return [*_attached(upload("table.png", alt, drawn, "image/png")), *cut, *_whole(table)]


def _whole(table: Table) -> Iterator[Piece]:
    content = as_csv([each.title for each in table.columns], ([cell.text for cell in row] for row in table.rows))
    alt = f"{clean(table.title) or 'All rows'}: {len(table.rows):,} rows as CSV"
    yield from _attached(upload("rows.csv", alt, content, "text/csv"))


_VERBS = {"create": "", "update": "", "delete": "delete "}


def _change(change: Change) -> Iterator[list[str]]:
    yield words(_VERBS[change.op] + change.title, "bold", change.url)
    for each in change.fields:
        old = [*words(each.old or "none", "strike"), " → "] if each.old is not None else []
        source = [" ", *words(f"({each.source})", "italic")] if clean(each.source, None) else []
        yield ["- ", *words(f"{each.label}:"), " ", *old, *_value(each.new), *source]


def _picture(picture: Picture | File) -> Iterator[Piece]:
    yield from _attached(
        upload(picture.name or "picture", picture.alt or "picture", picture.content, picture.media_type)
    )


def _attached(file: Upload) -> Iterator[Piece]:
    if len(file.content) <= limits.FILE_BYTES:
        yield Attached(file)
    else:
        told = f"{file.name} is larger than Discord takes ({limits.FILE_BYTES // 2**20} MB) and could not be attached. {file.alt}"
        yield from _texts([words(told, "bold")])


def _without_files(piece: Piece) -> Iterator[Piece]:
    if isinstance(piece, Attached):
        told = f"{piece.upload.name} ({piece.upload.alt}) could not be attached: I may not attach files here, or it is too large."
        yield from _texts([words(told, "bold")])
    else:
        yield piece


def _notice(notice: Notice) -> Iterator[list[str]]:
    for number, line in enumerate(each for each in paragraph_lines(notice.text) if each):
        if notice.level == "info":
            yield ["-# ", *line]
        else:
            yield [*(["⚠️ "] if number == 0 else []), *line]


def _receipt(receipt: Receipt) -> list[Piece]:
    told = clean(receipt_line(receipt.model_copy(update={"url": None})), 600)
    target = link(receipt.url)
    if not told and not target:
        return []
    return [Small(escape(told), told, target)]
