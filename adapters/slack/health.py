"""Asks Slack how the app stands there: token, scopes, Socket Mode, channels."""

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from adapters.slack.calls import PATIENCE, Refusal, Slack, translated, web_client
from adapters.slack.manifest import SCOPES
from orchestration.errors import NetbotError, PlatformUnavailable


@dataclass(frozen=True, slots=True)
class Health:
    """How the app stands.

    Args:
        team: name of the workspace.
        bot: name of the bot there.
        lacking: scopes that it lacks, with what each is for; None where Slack does not tell.
        channels: names of channels it is a member of; None where Slack does not tell.
    """

    team: str
    bot: str
    lacking: dict[str, str] | None
    channels: tuple[str, ...] | None


def examine(token: str, url: str) -> Health:
    """Ask how the app stands.

    Args:
        token: the bot's token.
        url: address of the Web API.

    Raises:
        PlatformUnavailable: Slack does not answer.
        Misconfigured: Slack does not take the token.
    """
    client = web_client(token, url)
    try:
        told = client.auth_test()
    except SlackApiError as refused:
        raise translated("auth.test", refused) from refused
    except OSError as away:
        raise PlatformUnavailable(f"Slack does not answer at {url}.") from away
    # docs.slack.dev/authentication/installing-with-oauth: each answer lists the token's scopes.
    granted = {str(name).lower(): value for name, value in told.headers.items()}.get("x-oauth-scopes")
    held = None if granted is None else {each.strip() for each in str(granted).split(",")}
    lacking = None if held is None else {name: why for name, why in SCOPES.items() if name not in held}
    return Health(str(told.get("team") or ""), str(told.get("user") or ""), lacking, _channels(Slack(client)))


def opens_sockets(app_token: str, url: str) -> None:
    """Check that the app-level token opens sockets.

    Raises:
        PlatformUnavailable: Slack does not answer.
        Misconfigured, Refusal: it opens none.
    """
    Slack(web_client(app_token, url, PATIENCE)).call("apps.connections.open")


def _channels(slack: Slack) -> tuple[str, ...] | None:
    try:
        found = slack.ask("users.conversations", types="public_channel,private_channel", limit=200)["channels"]
    except (Refusal, NetbotError):
        return None
    return tuple(str(each.get("name") or each["id"]) for each in found)
