"""Calls to Slack's Web API, and from the vendor's errors to ours."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from orchestration.errors import Misconfigured, NetbotError, PlatformUnavailable, Refused

log = structlog.get_logger(__name__)

PATIENCE = 10


class Refusal(Refused):
    """Slack would not do what was asked; asking again does not help.

    Args:
        code: Slack's error.
        text: what happened, for people.
        details: what Slack says about it.
    """

    def __init__(self, code: str, text: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.code = code
        self.details = details


# Slack's errors that a person must mend; the pages of the methods list them.
MISCONFIGURED = {
    "invalid_auth": ("Slack does not take the token.", "Check SLACK_BOT_TOKEN, and SLACK_APP_TOKEN in Socket Mode."),
    "not_authed": ("Slack was given no token.", "Set SLACK_BOT_TOKEN."),
    "not_allowed_token_type": (
        "That is another kind of token.",
        "SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-.",
    ),
    "token_revoked": ("Slack's token was revoked.", "Install the app again."),
    "token_expired": ("Slack's token has expired.", "Install the app again."),
    "account_inactive": ("The bot's account is not active.", "Install the app again."),
    "missing_scope": ("The app lacks a scope.", "Update the app from `netbot slack manifest` and install it again."),
    "no_permission": ("The app may not do that.", "Update the app from `netbot slack manifest` and install it again."),
    "team_access_not_granted": ("The app is not installed in that workspace.", "Install it there."),
    "access_denied": ("Slack denies the app access.", "Ask an administrator of the workspace."),
    "org_login_required": ("The workspace is being moved.", "Install the app again afterwards."),
    "ekm_access_denied": ("The workspace's administrators have suspended messages.", "Ask them."),
}
# Slack is away or busy: later it will do.
AWAY = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
    }
)
# What a workspace or a server does not offer, and where another way is taken.
UNKNOWN = "unknown_method"
NOT_OFFERED = frozenset({UNKNOWN, "method_deprecated", "feature_not_enabled"})


def web_client(token: str | None, url: str, timeout: int = PATIENCE) -> WebClient:
    """Return a client of Slack's Web API that never repeats a call by itself: a post whose answer is lost may have taken effect.

    Args:
        token: the bot's token; None for calls that bring their own.
        url: address of the Web API.
        timeout: seconds to wait for an answer.
    """
    return WebClient(token=token, base_url=f"{url.rstrip('/')}/", timeout=timeout, retry_handlers=[])


@dataclass(frozen=True, slots=True)
class Slack:
    """One workspace's Web API.

    Args:
        client: the vendor's client, with the workspace's token.
    """

    client: WebClient
    _missing: set[str] = field(default_factory=set)

    def call(self, method: str, **args: Any) -> Mapping[str, Any]:
        """Call a method.

        Args:
            method: its name, "chat.postMessage".
            args: its arguments; those that are None are left out.

        Returns:
            Slack's answer.

        Raises:
            PlatformUnavailable: Slack is away, or wants the call later; whether it took effect cannot be told.
            Misconfigured: a token or scope is wrong.
            Refusal: Slack would not do it.
        """
        return self._asked(method, lambda given: self.client.api_call(method, json=given), args)

    def ask(self, method: str, **args: Any) -> Mapping[str, Any]:
        """Call a method that reads, for some of these take forms only; arguments and errors as `call` has them."""
        return self._asked(method, lambda given: self.client.api_call(method, params=given), args)

    def offers(self, method: str) -> bool:
        """Say whether a method was not refused as unknown so far."""
        return method not in self._missing

    def attempt(self, method: str, **args: Any) -> bool:
        """Call a method that adorns and may fail; one that is not offered here is not called again.

        Returns:
            Whether it did it.
        """
        if not self.offers(method):
            return False
        try:
            self.call(method, **args)
        except Refusal as refused:
            if refused.code in NOT_OFFERED:
                self._missing.add(method)
            log.info("slack_not_done", method=method, code=refused.code)
            return False
        except Misconfigured as wrong:
            self._missing.add(method)
            log.warning("slack_not_done", method=method, reason=wrong.sentence)
            return False
        except NetbotError as known:
            log.info("slack_not_done", method=method, reason=known.text)
            return False
        return True

    def upload(self, channel: str, thread: str | None, name: str, title: str, alt: str, content: bytes) -> None:
        """Attach a file in a thread.

        Args:
            channel: where.
            thread: id of the thread's first message; None for the channel itself.
            name: of the file.
            title: what stands above it.
            alt: the words for those who do not see it.
            content: its bytes.

        Raises:
            PlatformUnavailable, Misconfigured, Refusal: as `call`.
        """
        place = {"channel": channel, "thread_ts": thread} if thread else {"channel": channel}
        shown = {"filename": name, "title": title, "alt_txt": alt, "content": content}
        self._asked(
            "files.completeUploadExternal", lambda given: self.client.files_upload_v2(**given), {**place, **shown}
        )

    @staticmethod
    def _asked(method: str, send: Callable[[dict[str, Any]], Any], args: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            answer = send({name: value for name, value in args.items() if value is not None})
        except SlackApiError as refused:
            raise translated(method, refused) from refused
        except (OSError, http.client.HTTPException, SlackClientError) as lost:
            raise PlatformUnavailable(f"Slack does not answer ({type(lost).__name__}).") from lost
        data: Mapping[str, Any] = answer.data
        return data


def translated(method: str, error: SlackApiError) -> NetbotError:
    """Return our error for one of Slack's.

    Args:
        method: what was called.
        error: what Slack answered.
    """
    answer = error.response
    code = str(answer.get("error") or "")
    if answer.status_code == http.client.NOT_FOUND and not code.isidentifier():
        # A server that knows nothing of the method, not even how to refuse it.
        code = UNKNOWN
    headers = {str(name).lower(): value for name, value in answer.headers.items()}
    if answer.status_code == http.client.TOO_MANY_REQUESTS or code in AWAY:
        wait = str(headers.get("retry-after", ""))
        return PlatformUnavailable(f"Slack wants {method} later.", float(wait) if wait.isdecimal() else None)
    if answer.status_code >= http.client.INTERNAL_SERVER_ERROR:
        return PlatformUnavailable(f"Slack is not well (status {answer.status_code}).")
    if code in MISCONFIGURED:
        text, advice = MISCONFIGURED[code]
        needed = answer.get("needed")
        return Misconfigured(f"{text} ({method}{f' needs {needed}' if needed else ''})", advice)
    messages = (answer.get("response_metadata") or {}).get("messages") or ()
    return Refusal(code, f"Slack refused {method}: {code[:80]}.", tuple(map(str, messages)))
