"""What people type in Discord, as plain words: its markup undone, names for ids, the bot's own mention taken out.

Sources: discord.com/developers/docs/reference#message-formatting, support.discord.com/hc/articles/210298617 (Markdown).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_PERSON = re.compile(r"<@!?(\d+)>")
_OTHER = re.compile(r"<(?:@&|#)\d+>|<a?:(\w+):\d+>|<t:(\d+)(?::\w)?>|</([\w -]+):\d+>")
_FENCE = re.compile(r"```(?:\w*\n)?|`")
_LINK = re.compile(r"\[([^\]]+)\]\(<?https?://[^)]*\)")
_BARE = re.compile(r"<(https?://[^>\s]+)>")
# A star, underline or tilde at the edge of a word formats it; within a word it belongs to it.
_EMPHASIS = re.compile(r"(?<![\w*_~|])(\*{1,3}|_{1,3}|~~|\|\|)(?=\S)(.+?)(?<=\S)\1(?![\w*_~|])")
_LINE = re.compile(r"^(?:#{1,3}|-#|>{1,3})\s+", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\*_~|`>#\[\]()<@:-])")
# Where no character has a meaning.
_ASIDE = 0xE000
_PUT_ASIDE = re.compile("[\ue000-\ue07f]")
MOST_CONTEXT = 20
LONGEST_CONTEXT = 2000


def words_of(text: str, names: Mapping[str, str] | None = None, bot: str = "") -> str:
    """Return a message's text as words.

    Args:
        text: as Discord gives it.
        names: what people are called, by id.
        bot: the bot's user id, whose mentions are left out.
    """
    known = names or {}
    # What a backslash shows as it is is put aside until all markup is undone.
    aside = _ESCAPED.sub(lambda found: chr(_ASIDE + ord(found[1])), text)
    plain = _PERSON.sub(lambda found: "" if found[1] == bot else f"@{known.get(found[1], found[1])}", aside)
    plain = _OTHER.sub(lambda found: found[1] or found[2] or found[3] or "", plain)
    plain = _BARE.sub(r"\1", _LINK.sub(r"\1", _LINE.sub("", _FENCE.sub("", plain))))
    return _PUT_ASIDE.sub(lambda found: chr(ord(found[0]) - _ASIDE), _EMPHASIS.sub(r"\2", plain)).strip()


def context_of(messages: list[Mapping[str, Any]], bot: str) -> tuple[str, ...]:
    """Return what others said in a thread: texts of people, and of what bots and webhooks put into embeds.

    Args:
        messages: the thread's, oldest first.
        bot: the bot's user id; what it said itself is no context.
    """
    others = [each for each in messages if (each.get("author") or {}).get("id") != bot]
    # The first says what it is about, the last what is meant now.
    near = [*others[:1], *others[max(1, len(others) - MOST_CONTEXT + 1) :]]
    texts = (" ".join(dict.fromkeys(words_of(text, bot=bot) for text in _texts(each) if text.strip())) for each in near)
    return tuple(text[:LONGEST_CONTEXT] for text in texts if text)


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    yield str(message.get("content") or "")
    for embed in message.get("embeds") or ():
        yield str(embed.get("title") or "")
        yield str(embed.get("description") or "")
        for field in embed.get("fields") or ():
            yield f"{field.get('name', '')} {field.get('value', '')}"
    # A message in a thread's first place may be the one it was opened on: discord.com/developers/docs/resources/message#message-types (21).
    if message.get("referenced_message"):
        yield from _texts(message["referenced_message"])
