"""The workspaces the app is installed in, and the token of each."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from adapters.slack.calls import PATIENCE, Slack, web_client
from orchestration.errors import Misconfigured
from orchestration.messages import Frozen


class Installed(Frozen):
    """The app in a workspace.

    Args:
        team: the workspace.
        token: the bot's token there.
        bot_user: the bot's user id.
        bot: the bot's id.
    """

    team: str
    token: str
    bot_user: str
    bot: str = ""


class Installations(Protocol):
    """Knows where the app is installed."""

    def find(self, team: str) -> Installed | None:
        """Return the app in a workspace; None where it is not installed."""

    def token(self, team: str) -> str | None:
        """Return the bot's token in a workspace; None where the app is not installed."""


@dataclass(slots=True)
class OneWorkspace:
    """The one workspace whose token is in the settings; who the bot is there is asked of Slack once.

    Args:
        bot_token: its token.
        url: address of the Web API.
    """

    bot_token: str
    url: str
    _found: Installed | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, team: str) -> Installed:
        """Return the app in the workspace.

        Raises:
            PlatformUnavailable: Slack does not answer.
            Misconfigured: Slack does not take the token.
        """
        with self._lock:
            if self._found is None:
                told = Slack(web_client(self.bot_token, self.url)).call("auth.test")
                self._found = Installed(
                    team=str(told.get("team_id") or team),
                    token=self.bot_token,
                    bot_user=str(told["user_id"]),
                    bot=str(told.get("bot_id") or ""),
                )
        return self._found

    def token(self, team: str) -> str:  # noqa: ARG002 - the port gives it
        """Return the bot's token."""
        return self.bot_token


@dataclass(frozen=True, slots=True)
class Workspaces:
    """Opens the Web API of workspaces.

    Args:
        token: the bot's token in a workspace; None where the app is not installed there.
        url: address of the Web API.
        timeout: seconds to wait for an answer.
    """

    token: Callable[[str], str | None]
    url: str
    timeout: int = PATIENCE
    _open: dict[tuple[str, str], Slack] = field(default_factory=dict)

    def __call__(self, team: str) -> Slack:
        """Open the Web API of a workspace.

        Raises:
            Misconfigured: the app is not installed there.
        """
        token = self.token(team)
        if token is None:
            raise Misconfigured(f"The app is not installed in the workspace {team}.", "Install it there.")
        return self._open.setdefault((team, token), Slack(web_client(token, self.url, self.timeout)))
