"""The wiring of what workers post to Discord."""

from redis import Redis

from adapters.discord.handover import Handover
from adapters.discord.hooks import Hooks
from adapters.discord.outbox import DiscordOutbox
from adapters.discord.poster import Poster
from adapters.discord.rest import Rest
from adapters.discord.threads import Threads
from adapters.discord.ways import Ways
from adapters.drawing.table import draw
from adapters.redis.cache import RedisCache
from adapters.redis.pace import RedisPace
from adapters.redis.quotas import RedisQuotas
from bot.settings import Settings


def open_discord(settings: Settings, token: str, client: Redis) -> DiscordOutbox:
    """Connect Discord; nothing is asked of it before there is something to post.

    Args:
        settings: of the program.
        token: the bot's.
        client: the store.
    """
    rest, marks = Rest(token, settings.discord_api_url, RedisQuotas(client)), RedisCache(client)
    poster = Poster(rest, marks, RedisPace(client))
    return DiscordOutbox(
        poster, Hooks(rest, poster), Threads(rest, marks), Handover(marks), Ways(marks, settings.discord_style, draw)
    )
