"""What people type in Slack, as plain words: its markup undone, names for ids, the bot's own mention taken out.

Source: docs.slack.dev/messaging/formatting-message-text#retrieving-messages.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_FENCE = re.compile(r"```\n?|`")
# A star, underline or tilde at the edge of a word formats it; within a word it belongs to it.
_EMPHASIS = re.compile(r"(?<![\w*_~])([*_~]+)(?=\S)(.+?)(?<=\S)\1(?![\w*_~])")
MOST_CONTEXT = 20
LONGEST_CONTEXT = 2000


def words_of(text: str, bot: str = "") -> str:
    """Return a message's text as words.

    Args:
        text: as Slack gives it.
        bot: the bot's user id, whose mentions are left out.
    """
    bare = _FENCE.sub("", text)
    plain = _REFERENCE.sub(lambda found: _reference(found[1], found[2], found[3], bot), bare)
    return _EMPHASIS.sub(r"\2", html.unescape(plain)).strip()


def _reference(sign: str, target: str, label: str | None, bot: str) -> str:
    if sign == "@":
        return "" if target == bot else f"@{label or target}"
    if sign == "#":
        return f"#{label or target}"
    if sign == "!":
        return label or f"@{target.partition('^')[0]}"
    # Slack makes links of host names and mail addresses: the words are what was typed.
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def mentions(text: str) -> frozenset[str]:
    """Return the ids of the people a message's text mentions."""
    return frozenset(found[2] for found in _REFERENCE.finditer(text) if found[1] == "@")


def context_of(messages: list[Mapping[str, Any]], bot: str, before: str, after: str = "") -> tuple[str, ...]:
    """Return what others said in a thread: texts of people, and of what bots and webhooks put into blocks and attachments.

    Args:
        messages: the thread's, as conversations.replies gives them, oldest first.
        bot: the bot's user id; what it said itself is no context.
        before: id of the message that asks.
        after: id of the message that asked last; empty where none did.
    """
    others = [each for each in messages if after < each.get("ts", "") < before and each.get("user") != bot]
    # The first says what it is about, the last what is meant now.
    near = [*others[:1], *others[max(1, len(others) - MOST_CONTEXT + 1) :]]
    texts = (" ".join(dict.fromkeys(words_of(text, bot) for text in _texts(each) if text.strip())) for each in near)
    return tuple(text[:LONGEST_CONTEXT] for text in texts if text)


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    yield str(message.get("text") or "")
    for attachment in message.get("attachments") or ():
        for name in ("pretext", "title", "text", "fallback"):
            yield str(attachment.get(name) or "")
        for field in attachment.get("fields") or ():
            yield f"{field.get('title', '')} {field.get('value', '')}"
        yield from _within(attachment.get("blocks") or ())
    if not message.get("text"):
        yield from _within(message.get("blocks") or ())


def _within(piece: Any) -> Iterator[str]:
    if isinstance(piece, Mapping):
        text = piece.get("text")
        if isinstance(text, str):
            yield text
        for each in piece.values():
            yield from _within(each)
    elif isinstance(piece, list | tuple):
        for each in piece:
            yield from _within(each)
