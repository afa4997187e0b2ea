"""The app in several workspaces: installed over OAuth, tokens encrypted at rest, gone when the app is removed.

Source: docs.slack.dev/authentication/installing-with-oauth.
"""

import logging
import secrets
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation, InstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from adapters.slack.calls import web_client
from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Installed

STATE_LASTS = 600


class Safe(Protocol):
    """Keeps secrets, encrypted."""

    def keep(self, name: str, plain: bytes) -> None:
        """Keep a secret in the place of any before."""

    def find(self, name: str) -> bytes | None:
        """Return a secret; None where there is none."""

    def remove(self, name: str) -> bool:
        """Remove a secret; say whether there was one."""


class Tickets(Protocol):
    """Keeps what is good once."""

    def issue(self, name: str, seconds: int) -> None:
        """Issue a ticket that is good for some seconds."""

    def take(self, name: str) -> bool:
        """Take a ticket; say whether it was there."""


@dataclass(frozen=True, slots=True)
class ManyWorkspaces:
    """`adapters.slack.workspaces.Installations` for an app that any workspace may install.

    Args:
        safe: where tokens are kept.
    """

    safe: Safe

    def find(self, team: str) -> Installed | None:
        """Return the app in a workspace; None where it is not installed."""
        kept = self.safe.find(_name(team))
        return None if kept is None else Installed.model_validate_json(kept)

    def token(self, team: str) -> str | None:
        """Return the bot's token in a workspace; None where the app is not installed."""
        found = self.find(team)
        return None if found is None else found.token

    def keep(self, installed: Installed) -> None:
        """Keep an installation in the place of any before."""
        self.safe.keep(_name(installed.team), installed.model_dump_json().encode())

    def remove(self, team: str) -> bool:
        """Remove an installation; say whether there was one."""
        return self.safe.remove(_name(team))


def _name(team: str) -> str:
    return f"slack/{team}/installation"


class _Store(InstallationStore):
    """What Bolt saves an installation with."""

    def __init__(self, workspaces: ManyWorkspaces) -> None:
        self._workspaces = workspaces

    def save(self, installation: Installation) -> None:
        """Keep what the bot needs of an installation: its own token, never a person's."""
        if installation.team_id and installation.bot_token:
            self._workspaces.keep(
                Installed(
                    team=installation.team_id,
                    token=installation.bot_token,
                    bot_user=installation.bot_user_id or "",
                    bot=installation.bot_id or "",
                )
            )


class _States(OAuthStateStore):
    """States of installations under way: each is good once, for ten minutes."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets

    def issue(self, *_: Any, **__: Any) -> str:
        """Return a new state."""
        state = secrets.token_urlsafe(24)
        self._tickets.issue(_state(state), STATE_LASTS)
        return state

    def consume(self, state: str) -> bool:
        """Say whether a state was issued here, and not used before."""
        return self._tickets.take(_state(state))


def _state(state: str) -> str:
    return f"slack:state:{state[:64]}"


class Installing:
    """Answers the two pages of an installation: where it begins, and where Slack sends people back to.

    Args:
        workspaces: where the app is installed.
        tickets: states under way.
        client_id, client_secret: of the app.
        url: address of the Web API.
    """

    def __init__(
        self, workspaces: ManyWorkspaces, tickets: Tickets, *, client_id: str, client_secret: str, url: str
    ) -> None:
        settings = OAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=sorted(SCOPES),
            install_page_rendering_enabled=False,
            installation_store=_Store(workspaces),
            state_store=_States(tickets),
            state_expiration_seconds=STATE_LASTS,
        )
        self._flow = OAuthFlow(
            client=web_client(None, url), logger=logging.getLogger("slack_bolt.oauth"), settings=settings
        )

    def __call__(self, path: str, request: BoltRequest) -> BoltResponse | None:
        """Answer a page; None for another path."""
        if path == self._flow.install_path:
            return self._flow.handle_installation(request)
        if path == self._flow.redirect_uri_path:
            return self._flow.handle_callback(request)
        return None
