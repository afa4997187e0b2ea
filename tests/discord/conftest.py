import pytest

from adapters.redis.connect import connect
from bot.demo.company import build
from bot.demo.standin.double import StandIn
from tests.discord.rig import environment, listening
from tests.fakes.discord.double import DiscordDouble


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
