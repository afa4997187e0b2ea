"""Lays pieces out on messages, as components of 2025 or as embeds, each message within what Discord takes.

Source: docs.discord.com/developers/components/reference, docs.discord.com/developers/resources/message#embed-object.
"""

from collections.abc import Sequence
from typing import Literal, assert_never

from adapters.discord import limits
from adapters.discord.buttons import Component, row
from adapters.discord.escaping import NOTHING, cut, escape, fenced, packed
from adapters.discord.pieces import Attached, Call, Message, Piece, Row, Small, Text, Upload, upload
from orchestration.messages import Reply
from orchestration.messages.clean import clean
from orchestration.messages.plain import render as whole_text

Style = Literal["components", "embeds"]
# See docs.discord.com/developers/resources/message#message-object-message-flags.
SUPPRESS_EMBEDS, EPHEMERAL, COMPONENTS_V2 = 1 << 2, 1 << 6, 1 << 15
SECTION, TEXT, MEDIA, FILE, SEPARATOR, CONTAINER = 9, 10, 12, 13, 14, 17
_LINK = 5
# Colour is never the only carrier: each kind says in words what it is.
_COLOURS = {"preview": 0x5865F2, "question": 0x5865F2, "done": 0x2D7D46, "refusal": 0xB5651D, "error": 0xC0392B}


def pages(pieces: Sequence[Piece], style: Style) -> list[list[Piece]]:
    """Lay pieces out on messages, in order: so much text, so many components, rows and files in each."""
    laid: list[list[Piece]] = [[]]
    for piece in pieces:
        if laid[-1] and not _fits([*laid[-1], piece], style):
            laid.append([])
        laid[-1].append(piece)
    return laid


def message(page: Sequence[Piece], kind: str, style: Style) -> Message:
    """Return the message of a page.

    Args:
        page: its pieces.
        kind: of the reply.
        style: components or embeds.
    """
    uploads = tuple(each.upload for each in page if isinstance(each, Attached))
    payload = _components(page, kind) if style == "components" else _embed(page, kind)
    roles = tuple(role for each in page if isinstance(each, Call) for role in each.roles)
    return Message({**payload, "attachments": _described(uploads)}, uploads, roles)


def bare(reply: Reply) -> tuple[Message, ...]:
    """Show a reply without anything Discord could refuse: its first line, and the whole of it as a file."""
    whole = whole_text(reply)
    file = upload("answer.txt", "The whole answer as text", whole.encode())
    line = escape(clean(whole.split("\n", 1)[0], limits.CONTENT // 4)) or "The answer:"
    return (Message({"content": line, "flags": SUPPRESS_EMBEDS, "attachments": _described((file,))}, (file,)),)


def plain(reply: Reply) -> tuple[Message, ...]:
    """Show a reply as text alone, as far as it fits, where no file is taken either."""
    texts = list(packed(cut(line) for line in whole_text(reply).split("\n")))
    shown = [fenced(each) for each in texts[: limits.MESSAGES]] or [NOTHING]
    if len(texts) > len(shown):
        shown[-1] += "\nNot all of this fits here, and it could not be attached."
    return tuple(Message({"content": each, "flags": SUPPRESS_EMBEDS, "attachments": []}) for each in shown)


def _described(uploads: Sequence[Upload]) -> list[Component]:
    return [{"id": str(at), "filename": each.name, "description": each.alt} for at, each in enumerate(uploads)]


def _fits(page: Sequence[Piece], style: Style) -> bool:
    files = [each for each in page if isinstance(each, Attached)]
    rows = [each for each in page if isinstance(each, Row)]
    weight = sum(len(each.upload.content) for each in files)
    if len(files) > limits.FILES or weight > limits.FILE_BYTES:
        return False
    shown = sum(_characters(each) for each in page)
    if style == "embeds":
        pictures = sum(each.upload.is_shown for each in files)
        return len(rows) <= limits.ROWS and pictures <= 1 and shown <= limits.EMBED_DESCRIPTION - limits.ROOM
    # The container itself, and a rule above the rows.
    count = 2 + sum(_count(each) for each in page)
    return count <= limits.COMPONENTS and shown <= limits.TEXT - limits.ROOM


def _characters(piece: Piece) -> int:
    match piece:
        case Text():
            return len(piece.text) + 1
        case Call():
            return len(_called(piece)) + 1
        case Small():
            return len(piece.text) + len(piece.url or "") + 30
        case Attached() | Row():
            return 0
        case _:
            assert_never(piece)


def _count(piece: Piece) -> int:
    match piece:
        case Small():
            return 3
        case Row():
            return 1 + len(piece.row["components"])
        case Text() | Call() | Attached():
            return 1
        case _:
            assert_never(piece)


def _components(page: Sequence[Piece], kind: str) -> Component:
    inside: list[Component] = []
    for each in page:
        if isinstance(each, Row) and inside and inside[-1]["type"] != row([])["type"]:
            inside.append({"type": SEPARATOR, "divider": False, "spacing": 1})
        inside.append(_component(each))
    colour = {"accent_color": _COLOURS[kind]} if kind in _COLOURS else {}
    container = {"type": CONTAINER, **colour, "components": inside}
    return {"flags": COMPONENTS_V2 | SUPPRESS_EMBEDS, "components": [container]}


def _component(piece: Piece) -> Component:
    match piece:
        case Text():
            return {"type": TEXT, "content": piece.text}
        case Call():
            return {"type": TEXT, "content": _called(piece)}
        case Row():
            return piece.row
        case Attached():
            return _file(piece.upload)
        case Small():
            return _small(piece)
        case _:
            assert_never(piece)


def _called(call: Call) -> str:
    return f"{' '.join(f'<@&{each}>' for each in call.roles)}: this waits for one of you."


def _file(file: Upload) -> Component:
    where = {"url": f"attachment://{file.name}"}
    if file.is_shown:
        return {"type": MEDIA, "items": [{"media": where, "description": file.alt}]}
    return {"type": FILE, "file": where}


def _small(small: Small) -> Component:
    text = {"type": TEXT, "content": f"-# {small.text}" if small.text else "-# the same in NetBox"}
    if small.url is None:
        return text
    opened = {"type": 2, "style": _LINK, "label": "Open in NetBox", "url": small.url}
    return {"type": SECTION, "components": [text], "accessory": opened}


def _embed(page: Sequence[Piece], kind: str) -> Component:
    """Return the same as one embed: texts are its description, the small print its footer; files stand under it by themselves."""
    texts = [each.text for each in page if isinstance(each, Text)]
    small = next((each for each in page if isinstance(each, Small)), None)
    if small is not None and small.url:
        texts.append(f"[Open in NetBox]({small.url})")
    picture = next((each.upload for each in page if isinstance(each, Attached) and each.upload.is_shown), None)
    embed: Component = {"description": "\n".join(texts)[: limits.EMBED_DESCRIPTION]} if texts else {}
    if kind in _COLOURS:
        embed["color"] = _COLOURS[kind]
    if small is not None and small.plain:
        embed["footer"] = {"text": clean(small.plain, limits.EMBED_FOOTER)}
    if picture is not None:
        embed["image"] = {"url": f"attachment://{picture.name}"}
    rows = [each.row for each in page if isinstance(each, Row)]
    # Within an embed a mention rings nobody.
    call = [_called(each) for each in page if isinstance(each, Call)]
    content = {"content": call[0]} if call else {}
    return {"flags": 0, **content, "embeds": [embed] if embed else [], "components": rows}
