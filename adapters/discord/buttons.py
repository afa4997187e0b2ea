"""What can be pressed under a reply.

A button's custom id is its reference, whole: both hold 100 characters, and every press finds its way after any restart. What the room adds
of its own begins with "~", which no reference of the core does: a form's opener, a private answer to be shown, a choice of many.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from adapters.discord import limits
from orchestration.messages import Button, Reply
from orchestration.messages.clean import clean

Component = dict[str, Any]
Kind = Literal["press", "open", "show", "go on", "stop"]

NOTHING = "-"
ACTION_ROW, BUTTON, SELECT = 1, 2, 3
RATE = "rate"
_STYLES = {"primary": 1, "plain": 2, "danger": 4}
_OWN: dict[str, Kind] = {"~open": "open", "~show": "show", "~next": "go on", "~stop": "stop"}
_CHOICES = "~pick"
# More choices than a row holds read better in a menu.
_MOST_AS_BUTTONS = limits.BUTTONS_IN_ROW


def opener(turn: str) -> str:
    """Return the custom id of the button that opens a turn's form."""
    return f"~open:{turn}"


def revealer(turn: str) -> str:
    """Return the custom id of the button that shows a turn's private answer."""
    return f"~show:{turn}"


def continuer(turn: str, page: int) -> str:
    """Return the custom id of the button that opens a page of a turn's form."""
    return f"~next:{turn}:{page}"


def stopper(turn: str) -> str:
    """Return the custom id of the button that ends what a turn is about."""
    return f"~stop:{turn}"


def read(custom_id: str, values: Sequence[str] = ()) -> tuple[Kind, str]:
    """Return what a press means.

    Args:
        custom_id: of the button or menu.
        values: what was chosen in a menu.

    Returns:
        ("press", reference), or for what the room does itself "open", "show" or "stop" with the turn, "go on" with "turn:page".
    """
    own, _, rest = custom_id.partition(":")
    if own == _CHOICES:
        return "press", values[0] if values else ""
    kind = _OWN.get(own)
    return ("press", custom_id) if kind is None else (kind, rest)


def rows(reply: Reply) -> list[Component]:
    """Return the buttons of a reply in rows, many of the same rank as menus, and thumbs under an answer."""
    buttons = _unique(reply.buttons)
    as_menu = [each for each in buttons if each.style == "plain"] if len(buttons) > _MOST_AS_BUTTONS else []
    as_buttons = [button(each.label, each.ref, each.style) for each in buttons if each not in as_menu]
    if reply.sheet is not None:
        as_buttons.insert(0, button(reply.sheet.opener, opener(reply.turn), "primary"))
    menus = [_menu(number, part) for number, part in enumerate(_parts(as_menu, limits.OPTIONS))]
    thumbs = _thumbs(reply)
    if thumbs and as_buttons and len(as_buttons) + len(thumbs) <= limits.BUTTONS_IN_ROW:
        as_buttons, thumbs = [*as_buttons, *thumbs], []
    return [*map(row, _parts(as_buttons, limits.BUTTONS_IN_ROW)), *menus, *([row(thumbs)] if thumbs else [])]


def row(components: Sequence[Component]) -> Component:
    """Return an action row."""
    return {"type": ACTION_ROW, "components": list(components)}


def button(label: str, custom_id: str, style: Literal["primary", "plain", "danger"] = "plain") -> Component:
    """Return a button; its label is data."""
    shown = clean(label, limits.BUTTON_LABEL) or NOTHING
    return {"type": BUTTON, "style": _STYLES[style], "label": shown, "custom_id": custom_id}


def _thumbs(reply: Reply) -> list[Component]:
    """Return thumbs up and down; refusals and previews are not rated."""
    if reply.kind != "answer":
        return []
    signs = (("👍", "up"), ("👎", "down"))
    return [
        {"type": BUTTON, "style": 2, "emoji": {"name": sign}, "custom_id": f"{RATE}:{way}:{reply.turn}"}
        for sign, way in signs
    ]


def _menu(number: int, buttons: Sequence[Button]) -> Component:
    options = [{"label": clean(each.label, limits.OPTION_LABEL) or NOTHING, "value": each.ref} for each in buttons]
    menu = {"type": SELECT, "custom_id": f"{_CHOICES}:{number}", "placeholder": "Choose", "options": options}
    return row([menu])


def _unique(buttons: Sequence[Button]) -> list[Button]:
    """Leave out a button that means what one before it does: Discord takes each custom id once."""
    found: dict[str, Button] = {}
    for each in buttons:
        found.setdefault(each.ref, each)
    return list(found.values())


def _parts(components: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    for first in range(0, len(components), most):
        yield components[first : first + most]
