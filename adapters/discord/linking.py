"""Linking a person's own NetBox token: asked for in a modal, checked here, and put into no job, log or thread."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from adapters.discord.responding import Responding
from orchestration.errors import NetbotError
from orchestration.messages import Author

Data = Mapping[str, Any]
FORM = "~link"
_TOKEN = "netbox_token"  # noqa: S105 - the name of a field
_LABEL, _TEXT_INPUT, _SHORT = 18, 4, 1
_LONGEST = 200
# Discord waits three seconds for what becomes of a form.
LONGEST_CHECK = 2.0


@dataclass(frozen=True, slots=True)
class Linking:
    """Links accounts.

    Args:
        link: checks a token and keeps it; returns whose it is, empty where NetBox does not tell.
        unlink: removes it; says whether there was one.
        responding: answers the interaction.
        later: does what may take longer than Discord waits.
    """

    link: Callable[[Author, SecretStr], str]
    unlink: Callable[[Author], bool]
    responding: Responding
    later: Executor

    def ask(self, data: Data) -> None:
        """Open the form that asks for the token."""
        if not self.responding.open(data, _modal()):
            self.responding.say(data, "Discord did not open the form. Try again.")

    def sent(self, data: Data, author: Author) -> None:
        """Take the token that was typed."""
        typed = _typed(data["data"]).strip()
        if not typed:
            self.responding.say(data, "No token was given.")
            return
        checked = self.later.submit(self.link, author, SecretStr(typed))
        try:
            self.responding.say(data, _linked(checked.result(LONGEST_CHECK)))
        except TooLong:
            self.responding.wait(data)
            checked.add_done_callback(lambda done: self.responding.amend(data, _outcome(done)))
        except NetbotError as known:
            self.responding.say(data, known.sentence)

    def removed(self, data: Data, author: Author) -> None:
        """Remove a person's token."""
        try:
            removed = self.unlink(author)
        except NetbotError as known:
            self.responding.say(data, known.sentence)
        else:
            self.responding.say(data, "Your NetBox token is removed." if removed else "No token was linked.")


def _linked(user: str) -> str:
    whose = f" It is {user}'s." if user else ""
    return f"Your NetBox account is linked.{whose} From now on I read and write with it for you."


def _outcome(done: "Future[str]") -> str:
    error = done.exception()
    if error is None:
        return _linked(done.result())
    return error.sentence if isinstance(error, NetbotError) else "That did not work."


def _typed(form: Data) -> str:
    """Return what was typed: in the field of a label, or of a row as older clients send it."""
    for place in form.get("components") or ():
        for field in [place.get("component") or {}, *(place.get("components") or ())]:
            if field.get("custom_id") == _TOKEN:
                return str(field.get("value") or "")
    return ""


def _modal() -> dict[str, Any]:
    """Source: discord.com/developers/docs/components/reference#label."""
    field = {"type": _TEXT_INPUT, "custom_id": _TOKEN, "style": _SHORT, "required": True, "max_length": _LONGEST}
    about = "From NetBox, your user menu, API Tokens. Nobody in Discord sees it; it is kept encrypted."
    label = {"type": _LABEL, "label": "NetBox token", "description": about, "component": field}
    return {"custom_id": FORM, "title": "Link NetBox", "components": [label]}
