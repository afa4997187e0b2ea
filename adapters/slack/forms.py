"""What is done with forms: they are opened within the press, checked before they are sent, and linking keeps its token out of every job."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import SecretStr

from adapters.slack import incoming, modals
from adapters.slack.blocks import Block, escape
from adapters.slack.buttons import sheet_in
from adapters.slack.calls import Refusal, Slack
from adapters.slack.people import People
from orchestration.errors import NetbotError
from orchestration.messages import Author, Click, Form, Utterance, faults

log = structlog.get_logger(__name__)

Body = Mapping[str, Any]
# Slack waits three seconds for what becomes of a modal.
LONGEST_CHECK = 2.2


@dataclass(frozen=True, slots=True)
class Forms:
    """Opens and takes forms.

    Args:
        accept: stores a message and rings.
        admits: says whether anything is answered to this author there.
        workspace: opens a workspace's Web API by its id.
        people: looks people up.
        link: checks a person's own NetBox token and keeps it; returns whose it is, empty where NetBox does not tell.
        unlink: removes it; says whether there was one.
        later: does what may take longer than Slack waits.
        clock: seconds since the epoch.
    """

    accept: Callable[[Utterance | Click | Form], str | None]
    admits: Callable[[Utterance | Click | Form], bool]
    workspace: Callable[[str], Slack]
    people: People
    link: Callable[[Author, SecretStr], str]
    unlink: Callable[[Author], bool]
    later: Executor
    clock: Callable[[], float]

    def open(self, body: Body, say: Callable[..., object]) -> None:
        """Open the form that a button carries."""
        sheet = sheet_in(body["actions"][0]["value"])
        self._open(body, modals.form_view(sheet, incoming.pressed_in(body)), say)

    def open_link(self, body: Body, say: Callable[..., object]) -> None:
        """Open the modal that asks for a person's own NetBox token."""
        self._open(body, modals.link_view(), say)

    def sent(self, body: Body) -> Block | None:
        """Take a form that was sent.

        Returns:
            What Slack is to do with the modal: show errors on its fields, with all that was typed; None to close it.
        """
        view = body["view"]
        address, sheet = modals.carried(view)
        values = modals.typed(view)
        wrong = faults(sheet, values)
        if wrong:
            return {"response_action": "errors", "errors": wrong}
        said = incoming.form(
            address, self._author(body), ref=sheet.ref, values=values, view=view["id"], at=self.clock()
        )
        first = sheet.blanks[0].name
        if not self.admits(said):
            return {"response_action": "errors", "errors": {first: "Nobody is answered here, or not you."}}
        try:
            self.accept(said)
        except NetbotError as known:
            return {"response_action": "errors", "errors": {first: known.sentence}}
        return None

    def link_sent(self, body: Body) -> Block:
        """Take a person's own NetBox token: it is checked here, and goes into no job, log or thread.

        Returns:
            What Slack is to do with the modal.
        """
        author = self._author(body)
        if author.is_guest:
            return _shown("Only members of this workspace can link a NetBox account.")
        token = SecretStr(modals.typed(body["view"])[modals.TOKEN].strip())
        checked = self.later.submit(self.link, author, token)
        try:
            return _shown(_linked(checked.result(LONGEST_CHECK)))
        except TooLong:
            slack = self.workspace(incoming.team_of(body))
            checked.add_done_callback(lambda done: _tell_outcome(slack, author, done))
            return _shown("NetBox takes its time. I write to you directly when it has answered.")
        except NetbotError as known:
            return {"response_action": "errors", "errors": {modals.TOKEN: known.sentence}}

    def unlinked(self, body: Body) -> str:
        """Remove a person's own NetBox token; return what to say."""
        try:
            removed = self.unlink(self._author(body))
        except NetbotError as known:
            return known.sentence
        return "Your NetBox token is removed." if removed else "No token was linked."

    def _open(self, body: Body, view: Block, say: Callable[..., object]) -> None:
        try:
            self.workspace(incoming.team_of(body)).call("views.open", trigger_id=body["trigger_id"], view=view)
        except Refusal as refused:
            log.info("slack_form_refused", code=refused.code, details=refused.details)
            say("Slack did not open the form. Press again, or answer in words.")
        except NetbotError as known:
            say(known.sentence)

    def _author(self, body: Body) -> Author:
        user = body["user"]
        return self.people.author(incoming.team_of(body), user["id"], user.get("team_id", ""))


def _linked(user: str) -> str:
    whose = f" It is {user}'s." if user else ""
    return f"Your NetBox account is linked.{whose} From now on I read and write with it for you."


def _shown(text: str) -> Block:
    return {"response_action": "update", "view": modals.told_view(text)}


def _tell_outcome(slack: Slack, author: Author, done: "Future[str]") -> None:
    error = done.exception()
    told = (
        error.sentence if isinstance(error, NetbotError) else "That did not work." if error else _linked(done.result())
    )
    try:
        channel = slack.call("conversations.open", users=author.id)["channel"]["id"]
        slack.call("chat.postMessage", channel=channel, text=escape(told))
    except NetbotError as known:
        log.warning("slack_not_told", reason=known.text)
