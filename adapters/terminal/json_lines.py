"""JSON lines: one line in, one line out, in order, for programs and tests that talk to the bot."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from adapters.terminal.asking import Asking
from adapters.terminal.listener import Line, read_line
from orchestration.errors import NetbotError, NotUnderstood, Refused
from orchestration.messages import Changes, File, Picture, Receipt, Reply
from orchestration.messages.plain import render

_RECEIPT = {"seconds", "netbox_requests", "cached", "model_calls", "tokens_in", "tokens_out", "cost_usd", "read_by"}
_FILE = {"name", "media_type", "alt", "content"}


def converse(lines: Iterable[str], asking: Asking, write: Callable[[str], None]) -> None:
    """Answer every line, each before the next is read.

    Args:
        lines: {"session": ID, "say": TEXT} or {"session": ID, "click": REF}; empty lines are skipped.
        asking: the way to the bot.
        write: takes one line for each line, without its end.
    """
    for raw in lines:
        if raw.strip():
            write(encoded(answer(raw, asking)))


def answer(raw: str, asking: Asking) -> dict[str, Any]:
    """Return the answer to one line; that it cannot be read is an answer too."""
    try:
        line = read_line(raw)
    except NotUnderstood as known:
        return trouble(None, "error", known.sentence)
    return asked(line, asking)


def asked(line: Line, asking: Asking) -> dict[str, Any]:
    """Return the answer to a line; whatever goes wrong on the way is an answer too."""
    try:
        posted = asking.wait(asking.send(line), lambda _event: None)
    except NetbotError as known:
        return trouble(line.session, "refusal" if isinstance(known, Refused) else "error", known.sentence)
    return spoken(line.session, posted.reply)


def encoded(answer_: dict[str, Any]) -> str:
    """Return an answer as its line, without the end."""
    return json.dumps(answer_, ensure_ascii=False)


def spoken(session: str, reply: Reply) -> dict[str, Any]:
    """Return a reply as the object of its JSON line."""
    proposed = [part for part in reply.parts if isinstance(part, Changes)] if reply.kind == "preview" else []
    attached = (part for part in reply.parts if isinstance(part, Picture | File))
    files = [part.model_dump(mode="json", include=_FILE) for part in attached]
    return {
        "session": session,
        "turn": reply.turn,
        "kind": reply.kind,
        "intent": reply.intent,
        "text": render(reply),
        "rows_total": reply.rows_total,
        "changes": [
            {
                "op": each.op,
                "type": each.type,
                "id": each.id,
                "fields": {field.field: field.value for field in each.fields},
            }
            for part in proposed
            for each in part.changes
        ],
        "actions": [{"label": each.label, "ref": each.ref} for each in reply.buttons],
        "receipt": reply.receipt.model_dump(mode="json", include=_RECEIPT),
    } | ({"files": files} if files else {})


def trouble(session: str | None, kind: str, text: str) -> dict[str, Any]:
    """Return the object of a line whose answer never came from a worker."""
    return {
        "session": session,
        "turn": None,
        "kind": kind,
        "intent": "unclear",
        "text": text,
        "rows_total": None,
        "changes": [],
        "actions": [],
        "receipt": Receipt().model_dump(mode="json", include=_RECEIPT),
    }
