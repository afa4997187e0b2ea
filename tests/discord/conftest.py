import pytest

from adapters.discord.handover import Handover
from adapters.discord.hooks import Hooks
from adapters.discord.outbox import DiscordOutbox
from adapters.discord.poster import Poster
from adapters.discord.rest import Rest
from adapters.discord.threads import Threads
from adapters.discord.ways import Ways
from adapters.redis.cache import RedisCache
from adapters.redis.connect import connect
from adapters.redis.quotas import RedisQuotas
from bot.demo.company import build
from bot.demo.standin.double import StandIn
from orchestration.messages import Address
from orchestration.progress import UnderWay
from tests.discord.posting import careless
from tests.discord.rig import environment, listening
from tests.fakes.at_work import AtOnce
from tests.fakes.discord.double import DiscordDouble
from tests.fakes.discord.rest_server import RestServer
from tests.fakes.discord.state import ANN, HOME, NET, World


@pytest.fixture
def discord():
    """A Discord of two guilds, one of them listed."""
    with DiscordDouble() as double:
        yield double


@pytest.fixture(scope="session")
def standin():
    """A NetBox: the stand-in with the invented company."""
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


@pytest.fixture
def settings(discord, redis_url, standin, tmp_path, monkeypatch):
    """The settings of the program, in its environment."""
    for name, value in environment(discord, redis_url, standin, tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def running(discord, settings):
    """The bot's listener."""
    with listening(discord) as listener:
        yield listener
    assert list(careless(discord.rest.log)) == []


@pytest.fixture(scope="module")
def guild(redis_server, standin, tmp_path_factory):
    """The bot at home in a guild, its listener and its worker shared by a module's journeys."""
    with connect(redis_server) as client:
        client.flushall()
    folder = tmp_path_factory.mktemp("discord")
    with DiscordDouble() as double, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(double, redis_server, standin, folder).items():
            patch.setenv(name, value)
        with listening(double) as listener:
            yield listener
        assert list(careless(double.rest.log)) == []


@pytest.fixture
def world():
    """What there is on a Discord."""
    return World()


@pytest.fixture
def api(world):
    """Its API over HTTP."""
    with RestServer(world) as serving:
        yield serving


@pytest.fixture
def rest(api, world, redis_client):
    """The API as workers reach it."""
    found = Rest(world.token, api.url, RedisQuotas(redis_client), patience=5.0)
    yield found
    found.close()


@pytest.fixture
def handover(redis_client):
    """What listener and workers leave for each other."""
    return Handover(RedisCache(redis_client))


@pytest.fixture
def outbox(rest, handover, redis_client):
    """An outbox that waits for nothing."""
    marks = RedisCache(redis_client)
    poster = Poster(rest, marks, AtOnce())
    return DiscordOutbox(
        poster,
        Hooks(rest, poster),
        Threads(rest, marks),
        handover,
        Ways(marks, sleep=lambda _: None),
        UnderWay(patience=0.0),
    )


@pytest.fixture
def thread(world):
    """A thread the listener opened on what Ann asked."""
    asked = world.said(ANN, "<@900000000000000001> sites")
    world.open_thread(NET, "sites", id_=asked["id"])
    return Address(platform="discord", place=HOME, channel=NET, thread=asked["id"])
