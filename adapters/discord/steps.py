"""What long work looks like: a message that lists the steps done and the one under way."""

from collections.abc import Sequence

from adapters.discord.escaping import packed, words
from adapters.discord.layout import Style, message
from adapters.discord.pieces import Message, Text
from orchestration.messages.clean import clean

MOST_STEPS = 12


def steps_message(notes: Sequence[str], style: Style) -> Message:
    """Return the message that shows how far work has come.

    Args:
        notes: what was and is being done, in order; the last is under way.
        style: components or embeds.
    """
    *done, now = [clean(each) or "working" for each in notes[-MOST_STEPS:]]
    lines = [*(["-# ", *words(f"{each} - done")] for each in done), words(f"{now} ...", "italic")]
    return message([Text(text) for text in packed(lines)], "", style)
