"""Where replies are posted: an outbox for each platform that is set up. Imported by workers alone, before they fork."""

from collections.abc import Mapping

from redis import Redis

from adapters.redis.cache import RedisCache
from adapters.redis.pace import RedisPace
from adapters.redis.safe import RedisSafe
from adapters.redis.wire import RedisWire
from adapters.slack.installing import ManyWorkspaces
from adapters.slack.outbox import SlackOutbox
from adapters.slack.poster import Poster
from adapters.slack.workspaces import Installations, OneWorkspace, Workspaces
from adapters.terminal.outbox import TerminalOutbox
from bot.changing import secret_of
from bot.settings import Settings
from orchestration.errors import Misconfigured
from orchestration.ports import Outbox


def open_outboxes(settings: Settings, client: Redis) -> Mapping[str, Outbox]:
    """Connect the platforms that are set up, the terminal always.

    Args:
        settings: of the program.
        client: the store.
    """
    outboxes: dict[str, Outbox] = {"terminal": TerminalOutbox(RedisWire(client))}
    if settings.slack_bot_token is not None or settings.slack_client_id is not None:
        workspace = Workspaces(open_installations(settings, client).token, settings.slack_api_url)
        outboxes["slack"] = SlackOutbox(workspace, Poster(RedisCache(client), RedisPace(client)))
    if settings.discord_token is not None:
        # discord.py is imported where it is used alone: it takes about a second and 19 MB.
        from bot.discord_posting import open_discord  # noqa: PLC0415

        outboxes["discord"] = open_discord(settings, settings.discord_token.get_secret_value(), client)
    return outboxes


def open_installations(settings: Settings, client: Redis) -> Installations:
    """Return where the Slack app is installed: in the workspace whose token is set, or in all that installed it.

    Raises:
        Misconfigured: neither a token is set nor what an installation by others needs.
    """
    if settings.slack_bot_token is not None:
        return OneWorkspace(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    if settings.slack_client_id is None:
        raise Misconfigured("SLACK_BOT_TOKEN is not set.", "Install the app in Slack and set its xoxb-... token.")
    return ManyWorkspaces(RedisSafe(client, secret_of(settings)))
