"""What long work looks like: a message that lists the steps done and the one under way."""

from collections.abc import Sequence

from adapters.discord.buttons import button, row, stopper
from adapters.discord.escaping import packed, words
from adapters.discord.layout import Style, message
from adapters.discord.pieces import Message, Row, Text
from orchestration.messages.clean import clean

MOST_STEPS = 12


def steps_message(turn: str, notes: Sequence[str], style: Style) -> Message:
    """Return the message that shows how far work has come, with the button that ends it.

    Args:
        turn: what is worked on.
        notes: what was and is being done, in order; the last is under way.
        style: components or embeds.
    """
    *done, now = [clean(each) or "working" for each in notes[-MOST_STEPS:]]
    lines = [*(["-# ", *words(f"{each} - done")] for each in done), words(f"{now} ...", "italic")]
    stop = Row(row([button("Stop", stopper(turn))]))
    return message([*map(Text, packed(lines)), stop], "", style)
