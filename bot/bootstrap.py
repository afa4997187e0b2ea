"""The only wiring: from settings to everything a listener or a worker needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from redis import Redis

from adapters.netbox.inventories import NetBoxInventories
from adapters.redis.askers import RedisAskers
from adapters.redis.bell import Bell
from adapters.redis.cache import RedisCache
from adapters.redis.connect import connect
from adapters.redis.gate import RedisGate
from adapters.redis.names import RedisNames
from adapters.redis.proposals import RedisProposals
from adapters.redis.queue import DAY, RedisTurnQueue, Terms
from adapters.redis.sessions import RedisSessions
from adapters.redis.stops import RedisStops
from adapters.redis.wire import RedisWire
from bot.changing import open_changing, open_unlinking
from bot.introducing import Introduced
from bot.modelling import open_spared_model
from bot.plugins import Plugins
from bot.settings import Settings, redis_url
from orchestration.agents.intent import IntentRecognition
from orchestration.caretaker import Caretaker, Duty
from orchestration.catalogue.loading import load
from orchestration.changes import due
from orchestration.changes.door import PolicyDoor
from orchestration.changes.forgetting import Memory
from orchestration.errors import Misconfigured
from orchestration.messages import Click, Utterance
from orchestration.road import Road, accept

QUEUE = "netbot"
# The one function that workers run, by its dotted name: the queue takes nothing else.
ANSWER_RING = "bot.worker.answer_ring"


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a terminal needs of the road.

    Args:
        accept: stores a message and rings.
        wire: brings what workers post.
        door: knows what must not be kept.
    """

    accept: Callable[[Utterance | Click], str | None]
    wire: RedisWire
    door: PolicyDoor


def open_terminal(settings: Settings) -> Terminal:
    """Connect a terminal to the road.

    Raises:
        Misconfigured: REDIS_URL is not set, or the policy is wrong.
    """
    client = connect(redis_url(settings))
    door = open_changing(settings, client, load()).door
    return Terminal(accept=partial(accept, open_queue(settings, client), door), wire=RedisWire(client), door=door)


def open_road(settings: Settings) -> Road:
    """Connect a worker to everything that a message needs on its way.

    Raises:
        Misconfigured: REDIS_URL or NETBOX_URL is not set, or the policy is wrong.
    """
    # Listeners think nothing and post nothing: without these they start half a second sooner, and take 60 MB less.
    from adapters.drawing.resvg import ResvgDrawing  # noqa: PLC0415
    from bot.posting import open_outboxes  # noqa: PLC0415
    from orchestration.graph import Thinking  # noqa: PLC0415

    client = connect(redis_url(settings))
    catalogue, names, sessions = load(), RedisNames(client), RedisSessions(client, _kept(settings))
    inventories = open_inventories(settings, client)
    changing = open_changing(settings, client, catalogue, inventories)
    return Road(
        queue=open_queue(settings, client),
        sessions=sessions,
        inventories=inventories,
        thinker=Introduced(
            Thinking(
                catalogue=catalogue,
                names=names,
                sessions=Memory(sessions, changing.proposals, open_unlinking(settings, client)),
                reader=IntentRecognition(names, catalogue, open_spared_model(settings, client)),
                desk=changing.desk,
                drawing=ResvgDrawing(),
            ),
            names,
            RedisAskers(client),
            open_plugins(settings, client).learn,
        ),
        outboxes=open_outboxes(settings, client),
        door=changing.door,
        stops=RedisStops(client),
    )


def open_plugins(settings: Settings, client: Redis) -> Plugins:
    """Connect to what is known of NetBox's plugins."""
    return Plugins(RedisCache(client), RedisNames(client), settings.netbox_url or "", load())


def open_caretaker(settings: Settings, gathering: Callable[[], object], learning: Callable[[], object]) -> Caretaker:
    """Connect what looks after the road between two rings.

    Args:
        settings: of the program.
        gathering: starts to gather names anew where they are old.
        learning: takes in what NetBox's plugins have.
    """
    client = connect(redis_url(settings))
    queue = open_queue(settings, client)
    return Caretaker(
        duties=(
            Duty("unanswered", 2.0, queue.overdue),
            Duty("proposals", 2.0, partial(due.ring, RedisProposals(client), queue)),
            Duty("names", 5.0, gathering),
            Duty("plugins", 5.0, learning),
        )
    )


def open_inventories(settings: Settings, client: Redis | None = None) -> NetBoxInventories:
    """Connect to NetBox.

    Args:
        settings: of the program.
        client: the Redis for the gate before NetBox and the cache; None for neither.

    Raises:
        Misconfigured: NETBOX_URL is not set.
    """
    if settings.netbox_url is None:
        raise Misconfigured("NETBOX_URL is not set.", "Set it to your NetBox, such as https://netbox.example.com.")
    token, proxy = settings.netbox_token, settings.netbox_proxy
    return NetBoxInventories(
        settings.netbox_url,
        token.get_secret_value() if token else None,
        load(),
        gate=None if client is None else RedisGate(client, settings.netbox_url),
        cache=None if client is None else RedisCache(client),
        ca_file=None if settings.netbox_ca_file is None else str(settings.netbox_ca_file),
        proxies=None if proxy is None else dict.fromkeys(("http", "https"), proxy.get_secret_value()),
        read=settings.netbox_timeout,
    )


def open_queue(settings: Settings, client: Redis) -> RedisTurnQueue:
    """Connect to the queue of turns."""
    return RedisTurnQueue(client, Bell(client, QUEUE, ANSWER_RING), Terms(kept=_kept(settings)))


def _kept(settings: Settings) -> int:
    return settings.session_days * DAY
