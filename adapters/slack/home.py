"""The home tab of the app, and its help: what it can do, what waits for the person, what they asked lately, their linked account.

Sources: docs.slack.dev/surfaces/app-home, docs.slack.dev/reference/methods/views.publish.
"""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.slack import limits
from adapters.slack.blocks import NOTHING, Block, line_words, plain, rich, words
from adapters.slack.manifest import COMMAND
from orchestration.messages import Address
from orchestration.messages.clean import clean

LINK, UNLINK, ASK = "link", "unlink", "ask"
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home tab shows of a person.

    Args:
        examples: questions that can be asked, with names the person may see.
        pending: changes they asked for that wait, as (what, the thread).
        recent: what they asked lately, as (words, answer).
        linked: whose NetBox token they have linked; None for none, empty where NetBox does not tell.
        can_link: tokens can be kept here.
    """

    examples: tuple[str, ...] = ()
    pending: tuple[tuple[str, Address], ...] = ()
    recent: tuple[tuple[str, str], ...] = ()
    linked: str | None = None
    can_link: bool = True


def home_view(overview: Overview, page: Callable[[Address], str | None] = lambda _: None) -> Block:
    """Return the home tab of a person.

    Args:
        overview: what it shows.
        page: returns where a thread can be opened; None where nobody can tell.
    """
    blocks = [
        _heading("Ask NetBox"),
        *rich([[words(each)] for each in _ways()], "bullet"),
        *_examples(overview.examples),
        _heading("Changes that wait for you"),
        *_pending(overview, page),
        _heading("What you asked lately"),
        *_recent(overview),
        _heading("Your NetBox account"),
        *_account(overview),
    ]
    return {"type": "home", "blocks": blocks}


def help_blocks(examples: tuple[str, ...]) -> list[Block]:
    """Return the help for a slash command."""
    shown = [*rich([[words(each)] for each in _ways()], "bullet")]
    return [*shown, *rich([[words(f"{COMMAND} {each}", "italic")] for each in examples])]


def _ways() -> list[str]:
    return [
        "Mention me in a channel, or write to me here: devices, racks, prefixes, VLANs and all else that NetBox holds.",
        "In the thread of my answer go on without a mention: \u201cand the active ones?\u201d, \u201cthe second one\u201d.",
        "Ask for a change and I show all of it; it is written when somebody who may presses the button.",
        f"{COMMAND} and a question asks from anywhere but a thread; {COMMAND} link uses your own NetBox account.",
        "On any message: More actions, Ask NetBox about this.",
    ]


def _heading(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def _examples(examples: tuple[str, ...]) -> list[Block]:
    buttons = [
        {
            "type": "button",
            "action_id": f"{ASK}:{number}",
            "text": plain(clean(each, limits.BUTTON_LABEL)),
            "value": clean(each, limits.BUTTON_VALUE),
        }
        for number, each in enumerate(examples[:5])
    ]
    return [{"type": "actions", "elements": buttons}] if buttons else []


def _pending(overview: Overview, page: Callable[[Address], str | None]) -> list[Block]:
    lines = [line_words(what, url=page(thread)) for what, thread in overview.pending[:MOST_SHOWN]]
    return rich(lines, "bullet") or _nothing("None.")


def _recent(overview: Overview) -> list[Block]:
    lines = [
        [*line_words(said or NOTHING, "bold"), words("  "), *line_words(answer or "not answered yet")]
        for said, answer in overview.recent[:MOST_SHOWN]
    ]
    return rich(lines, "bullet") or _nothing("Nothing yet.")


def _account(overview: Overview) -> list[Block]:
    if overview.linked is None:
        told = "None is linked: I read with my own account, and you see what the channel may see."
        press = [_button(LINK, "Link NetBox account")] if overview.can_link else []
    else:
        whose = f" ({overview.linked})" if overview.linked else ""
        told = f"Linked{whose}: your own permissions in NetBox decide what you see and change."
        press = [_button(UNLINK, "Unlink NetBox account", "danger"), _button(LINK, "Link another token")]
    return [*rich([line_words(told)]), *([{"type": "actions", "elements": press}] if press else [])]


def _button(action: str, label: str, style: str = "") -> Block:
    return {"type": "button", "action_id": action, "text": plain(label), **({"style": style} if style else {})}


def _nothing(text: str) -> list[Block]:
    return rich([[words(text, "italic")]])
