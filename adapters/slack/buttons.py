"""What can be pressed under a reply, and how a press finds its way back to the thread it belongs to.

A button's value is its reference, whole. The id of the block that holds the buttons carries the thread the reply belongs to: a private one is shown
in a direct message, and what tells of a press need not name the thread of its message.
"""

import json
from collections.abc import Iterator
from uuid import uuid4

from adapters.slack import limits
from adapters.slack.blocks import NOTHING, Block, plain
from orchestration.messages import Button, Reply, Sheet
from orchestration.messages.clean import clean

PRESS = "press"
OPEN = "sheet"
RATE = "rate"
_AT = "at"
_STYLES = {"primary": {"style": "primary"}, "danger": {"style": "danger"}, "plain": {}}


def actions(reply: Reply, at: str) -> list[Block]:
    """Return the buttons of a reply, so many in a block as Slack takes.

    Args:
        reply: whose buttons.
        at: "channel/thread" of the thread the reply belongs to; empty to leave it to the press.
    """
    opener = [] if reply.sheet is None else _opener(reply.sheet)
    elements = [*opener, *(_button(number, each) for number, each in enumerate(reply.buttons))]
    rows = [elements[first : first + limits.BUTTONS] for first in range(0, len(elements), limits.BUTTONS)]
    return [{"type": "actions", "block_id": _block_id(at), "elements": row} for row in rows]


def feedback(reply: Reply) -> list[Block]:
    """Return thumbs up and down under an answer; refusals and previews are not rated."""
    if reply.kind != "answer":
        return []
    thumbs = [
        {"text": plain(sign), "value": f"{RATE}:{way}:{reply.turn}", "accessibility_label": label}
        for sign, way, label in (("👍", "up", "This answer helped"), ("👎", "down", "This answer did not help"))
    ]
    buttons = {
        "type": "feedback_buttons",
        "action_id": RATE,
        "positive_button": thumbs[0],
        "negative_button": thumbs[1],
    }
    return [{"type": "context_actions", "elements": [buttons]}]


def belongs_to(block_id: str) -> tuple[str, str] | None:
    """Return channel and thread that a press in this block belongs to; None where they are those of its message."""
    kind, *where = block_id.split("|")
    return (where[0], where[1]) if kind == _AT and len(where) == 3 else None


def sheet_in(value: str) -> Sheet:
    """Return the form that a button opens."""
    return Sheet.model_validate_json(value)


def _lighter(sheet: Sheet) -> Iterator[Sheet]:
    """Yield a form, and then the form with one more of its lists of choices, the longest first, to be typed in place of chosen."""
    yield sheet
    blanks = list(sheet.blanks)
    for place in sorted(range(len(blanks)), key=lambda each: -len(blanks[each].choices)):
        blanks[place] = blanks[place].model_copy(update={"kind": "line", "choices": ()})
        yield sheet.model_copy(update={"blanks": tuple(blanks)})


def _carried(sheet: Sheet) -> str:
    return json.dumps(sheet.model_dump(exclude_defaults=True), ensure_ascii=False, separators=(",", ":"))


def _block_id(at: str) -> str:
    # New for each iteration of a message, as docs.slack.dev/reference/block-kit/blocks/actions-block asks.
    nonce = uuid4().hex[:12]
    channel, _, thread = at.partition("/")
    return f"{_AT}|{channel}|{thread}|{nonce}" if at else f"here|{nonce}"


def _button(number: int, button: Button) -> Block:
    label = clean(button.label) or NOTHING
    return {
        "type": "button",
        "action_id": f"{PRESS}:{number}",
        "text": plain(label),
        "accessibility_label": label,
        "value": button.ref,
        **_STYLES[button.style],
    }


def _opener(sheet: Sheet) -> list[Block]:
    value = next((each for each in map(_carried, _lighter(sheet)) if len(each) <= limits.BUTTON_VALUE), None)
    # What a longer form asks for is asked in words too.
    if value is None:
        return []
    label = clean(sheet.opener) or NOTHING
    shown = {"text": plain(label), "accessibility_label": label, "value": value, "style": "primary"}
    return [{"type": "button", "action_id": OPEN, **shown}]
