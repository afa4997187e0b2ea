"""The Bolt app: which of Slack's payloads goes where, and when Slack is told that it has arrived.

Every listener runs before the acknowledgement (`process_before_response`): what is not stored is not acknowledged, and Slack delivers it again.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from adapters.slack import incoming
from adapters.slack.blocks import escape
from adapters.slack.buttons import OPEN, PRESS, RATE
from adapters.slack.calls import web_client
from adapters.slack.forms import Forms
from adapters.slack.home import ASK, LINK, UNLINK
from adapters.slack.listener import Listener
from adapters.slack.manifest import COMMAND, SHORTCUT
from adapters.slack.modals import FORM
from adapters.slack.modals import LINK as LINK_VIEW
from adapters.slack.tabs import Tabs
from adapters.slack.workspaces import Installations

log = structlog.get_logger(__name__)

Body = dict[str, Any]
Say = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the app is made of.

    Args:
        listener: takes what is said and pressed.
        forms: opens and takes forms.
        tabs: fills the app's tabs.
        installations: knows where the app is installed.
        removed: told that the app was removed from a workspace.
    """

    listener: Listener
    forms: Forms
    tabs: Tabs
    installations: Installations
    removed: Callable[[str], object]


def bolt_app(rooms: Rooms, *, signing_secret: str, url: str) -> App:
    """Return the app.

    Args:
        rooms: what it is made of.
        signing_secret: proves Slack's requests in HTTP mode; Socket Mode needs none.
        url: address of the Web API.
    """
    # At their lowest level the libraries log payloads, and a form may hold a token.
    for name in ("slack_bolt", "slack_sdk"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
    app = App(
        logger=logging.getLogger("slack_bolt.app"),
        client=web_client(None, url),
        authorize=_authorize(rooms.installations),  # type: ignore[arg-type] # Bolt takes None for "not installed"
        signing_secret=signing_secret,
        process_before_response=True,
        attaching_function_token_enabled=False,
    )
    _placed(app)
    _said(app, rooms)
    _pressed(app, rooms)
    _sent(app, rooms)
    _around(app, rooms)
    _else(app)
    return app


def _authorize(installations: Installations) -> Callable[..., AuthorizeResult | None]:
    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        found = installations.find(team_id or "")
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id or found.team,
            bot_token=found.token,
            bot_user_id=found.bot_user,
            bot_id=found.bot or None,
        )

    return authorize


def _placed(app: App) -> None:
    @app.middleware
    def placed(body: Body, context: Mapping[str, Any], next: Callable[[], object]) -> None:  # noqa: A002 - Bolt calls it so
        """Note the workspace of the token where a payload names none, as those of other servers than Slack's may."""
        if not incoming.names_team(body):
            body["team_id"] = context["authorize_result"].team_id
        next()


def _said(app: App, rooms: Rooms) -> None:
    @app.event("app_mention")
    @app.event("message")
    def message(body: Body, context: Mapping[str, Any]) -> None:
        rooms.listener.message(body, str(context["bot_user_id"]))

    @app.event("agent_session_stopped")
    def stopped(body: Body) -> None:
        rooms.listener.stop(body)

    @app.command(COMMAND)
    def command(body: Body, ack: Say) -> None:
        words = (body.get("text") or "").strip().casefold()
        if words in {"link", "unlink"}:
            # A command brings user and trigger under other names than a press does.
            pressed = {**body, "user": {"id": body["user_id"], "team_id": body["team_id"]}}
            told: list[str] = []
            if words == "unlink":
                told.append(rooms.forms.unlinked(pressed))
            else:
                rooms.forms.open_link(pressed, told.append)
            ack(**({"text": escape(told[0]), "response_type": "ephemeral"} if told else {}))
            return
        answered: list[tuple[str, dict[str, Any]]] = []
        rooms.listener.command(body, lambda text, **more: answered.append((text, more)))
        for text, more in answered:
            ack(text=escape(text), response_type="ephemeral", **more)
        if not answered:
            ack()

    @app.shortcut(SHORTCUT)
    def shortcut(body: Body, context: Mapping[str, Any], ack: Say, respond: Say) -> None:
        rooms.listener.shortcut(body, str(context["bot_user_id"]), lambda text: respond(text=escape(text)))
        ack()


def _pressed(app: App, rooms: Rooms) -> None:
    @app.action(re.compile(rf"^{PRESS}:\d+$"))
    @app.action(RATE)
    def press(body: Body, ack: Say) -> None:
        rooms.listener.press(body, _privately(rooms, body))
        ack()

    @app.action(OPEN)
    def open_form(body: Body, ack: Say) -> None:
        rooms.forms.open(body, _privately(rooms, body))
        ack()

    @app.action(LINK)
    def link(body: Body, ack: Say) -> None:
        rooms.forms.open_link(body, _privately(rooms, body))
        ack()

    @app.action(UNLINK)
    def unlink(body: Body, ack: Say) -> None:
        rooms.forms.unlinked(body)
        ack()
        _show_home(rooms, body)

    @app.action(re.compile(rf"^{ASK}:\d+$"))
    def ask(body: Body, ack: Say) -> None:
        rooms.listener.ask_from_home(body)
        ack()


def _sent(app: App, rooms: Rooms) -> None:
    @app.view(FORM)
    def form(body: Body, ack: Say) -> None:
        answer = rooms.forms.sent(body)
        ack(**(answer or {}))

    @app.view(LINK_VIEW)
    def link(body: Body, ack: Say) -> None:
        ack(**rooms.forms.link_sent(body))
        _show_home(rooms, body)


def _around(app: App, rooms: Rooms) -> None:
    @app.event("app_home_opened")
    def home(body: Body) -> None:
        rooms.listener.later.submit(rooms.tabs.opened, body)

    @app.event("app_uninstalled")
    @app.event("tokens_revoked")
    def removed(body: Body) -> None:
        if body["event"]["type"] == "app_uninstalled" or (body["event"].get("tokens") or {}).get("bot"):
            rooms.removed(incoming.team_of(body))


def _else(app: App) -> None:
    """Take what nobody asked for: unanswered it would be delivered again, and Bolt would log all of it."""

    @app.event(re.compile(""))
    def other(body: Body) -> None:
        log.info("slack_event_not_used", type=body["event"].get("type"))


def _privately(rooms: Rooms, body: Body) -> Say:
    """Return what says something to whoever pressed, in the place where they did."""

    def say(text: str) -> None:
        channel = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id")
        if not channel:
            return
        message = body.get("message") or {}
        thread = message.get("thread_ts") or message.get("ts")
        rooms.listener.whisper(incoming.team_of(body), str(channel), thread, body["user"]["id"], text)

    return say


def _show_home(rooms: Rooms, body: Body) -> None:
    team, user = incoming.team_of(body), body["user"]["id"]
    rooms.listener.later.submit(rooms.tabs.show, team, user, f"D{user[1:]}")
