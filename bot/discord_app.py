"""`netbot discord`: the listener for Discord, and its wiring."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from redis import Redis

from adapters.discord.autocomplete import Autocomplete
from adapters.discord.bridge import Bridge
from adapters.discord.budget import Budget
from adapters.discord.channels import Channels
from adapters.discord.commands import Registering, commands
from adapters.discord.escaping import escape
from adapters.discord.filling import Filling
from adapters.discord.handover import Handover
from adapters.discord.interactions import Interactions
from adapters.discord.linking import Linking
from adapters.discord.listener import Listener
from adapters.discord.people import People
from adapters.discord.responding import Responding
from adapters.discord.resuming import Standings
from adapters.discord.serving import Listening, Rooms, least_intents
from adapters.discord.threads import Threads as Opening
from adapters.redis.cache import RedisCache
from adapters.redis.connect import connect
from adapters.redis.names import RedisNames
from adapters.redis.purge import purge
from adapters.redis.queue import DAY
from adapters.redis.quotas import RedisQuotas
from adapters.redis.sessions import RedisSessions
from adapters.redis.stops import RedisStops
from bot.bootstrap import open_inventories, open_queue
from bot.changing import Changing, open_changing, open_unlinking
from bot.settings import Settings, redis_url
from orchestration.catalogue.loading import load
from orchestration.changes.linking import Linking as Links
from orchestration.errors import Misconfigured
from orchestration.language.reading import NameHit
from orchestration.messages import Author, Utterance
from orchestration.messages.clean import clean
from orchestration.ports import scope_of
from orchestration.road import accept
from orchestration.sessions.threads import Threads
from orchestration.tools.seen import still_seen

STORE_PATIENCE = 1.0


# Discord waits for three seconds.
COMPLETING = 1.5


@dataclass(frozen=True, slots=True)
class Opened:
    """Makes what listens, once it is known who the bot is.

    Args:
        settings: of the program.
        client: the store.
        changing: what changes need.
        later: does what nobody waits for.
    """

    settings: Settings
    client: Redis
    changing: Changing
    later: ThreadPoolExecutor

    def __call__(self, bridge: Bridge, bot: str, application: str, content: bool) -> Rooms:  # noqa: FBT001 - called by `Listening` alone
        """Return what listens.

        Args:
            bridge: Discord's API.
            bot: id of the bot.
            application: id of the application.
            content: message content is granted.
        """
        settings, client, policy, door = self.settings, self.client, self.changing.policy, self.changing.door
        kept = float(settings.session_days * DAY)
        marks, sessions = RedisCache(client), RedisSessions(client, int(kept))
        people, channels = People(bridge, policy.home_of("discord")), Channels(bridge)
        threads, handover, responding = Threads(marks, kept), Handover(marks), Responding(bridge)
        taking, answers = partial(accept, open_queue(settings, client), door), partial(policy.lists, "discord")
        linking = self._linking(responding) if settings.discord_linking == "on" else None
        listener = Listener(
            accept=taking,
            admits=door.admits,
            answers=answers,
            administers=partial(policy.may, "administer"),
            bridge=bridge,
            bot=bot,
            reads_all=content,
            people=people,
            channels=channels,
            threads=threads,
            opening=Opening(bridge, marks),
            handover=handover,
            stops=RedisStops(client),
            forget=sessions.drop,
            marks=marks,
            later=self.later,
        )
        return Rooms(
            listener=listener,
            interactions=Interactions(
                accept=taking,
                admits=door.admits,
                answers=answers,
                stop=listener.stop,
                private=door.is_private,
                proposals=self._proposals,
                people=people,
                channels=channels,
                threads=threads,
                handover=handover,
                responding=responding,
                autocomplete=Autocomplete(self._completed),
                forms=Filling(handover, responding),
                linking=linking,
                application=application,
            ),
            channels=channels,
            registering=Registering(bridge, marks, application),
            commands=commands(linking=linking is not None),
            standings=Standings(marks, bot, least_intents(content=content).value),
            removed=partial(purge, client, "discord"),
        )

    def _completed(self, asked: Utterance, type_: str, most: int) -> tuple[NameHit, ...]:
        """Return names of a type that begin with what is typed, of those that the person's own question would be read with."""
        token = self.changing.door.token_for(asked.author, asked)
        patient = self.settings.model_copy(update={"netbox_timeout": COMPLETING})
        with open_inventories(patient, self.client).open(token, "names") as inventory:
            found = RedisNames(self.client).completing(scope_of(inventory), type_, asked.text, most)
            return still_seen(inventory, found)

    def _proposals(self, author: Author) -> tuple[str, ...]:
        return tuple(
            escape(clean(f"{each.draft.changes.title} {each.id}"))
            for each in self.changing.proposals.waiting(author.key)
        )

    def _linking(self, responding: Responding) -> Linking:
        links = Links(open_unlinking(self.settings, self.client), open_inventories(self.settings))
        return Linking(
            link=lambda author, token: links.link(author, token).user,
            unlink=links.unlinking.unlink,
            responding=responding,
            later=self.later,
        )


def listen(settings: Settings) -> None:
    """Listen to Discord until SIGTERM or Ctrl-C.

    Raises:
        Misconfigured: something that it cannot do without is not set, or Discord does not take it.
    """
    require(settings)
    with connected(settings) as client, ThreadPoolExecutor(8, "discord-later") as later:
        opened_listening(settings, client, later).run()


def connected(settings: Settings) -> Redis:
    """Connect the store for the listener: a Redis that hangs leaves time to say so within the three seconds that Discord waits."""
    return connect(redis_url(settings), STORE_PATIENCE)


def opened_listening(settings: Settings, client: Redis, later: ThreadPoolExecutor) -> Listening:
    """Connect the listener."""
    token = settings.discord_token
    return Listening(
        token=token.get_secret_value() if token else "",
        url=settings.discord_api_url,
        gateway=settings.discord_gateway_url,
        shards=settings.discord_shards,
        opening=Opened(settings, client, open_changing(settings, client, load()), later),
        budget=Budget(RedisQuotas(client)),
    )


def require(settings: Settings) -> None:
    """Check that the listener has what it cannot do without.

    Raises:
        Misconfigured: something is missing; all that is missing is told.
    """
    needed = {
        "NETBOX_URL": settings.netbox_url,
        "REDIS_URL": settings.redis_url,
        "DISCORD_TOKEN": settings.discord_token,
    }
    missing = [name for name, value in needed.items() if value is None]
    if missing:
        raise Misconfigured(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set.",
            "docs/discord.md says where each comes from.",
        )
