import pytest

from adapters.redis.cache import RedisCache
from adapters.slack.calls import Slack, web_client
from adapters.slack.outbox import SlackOutbox
from adapters.slack.poster import Poster
from bot.demo.company import build
from bot.demo.standin.double import StandIn
from orchestration.messages import Address
from orchestration.progress import UnderWay
from tests.fakes.at_work import AtOnce
from tests.fakes.slack.double import SlackDouble
from tests.fakes.slack.payloads import ANN, TEAM
from tests.slack.rig import environment, rigged


@pytest.fixture
def slack():
    """A Slack of one workspace."""
    with SlackDouble() as double:
        yield double


@pytest.fixture
def workspace(slack):
    """Opens the workspace's Web API."""
    opened = Slack(web_client("xoxb-home", slack.url))
    return lambda _team: opened


@pytest.fixture
def outbox(redis_client, workspace):
    """An outbox that waits for nothing, the steps of two turns ended with the test."""
    work = UnderWay(patience=0.0, between=0.01)
    yield SlackOutbox(workspace, Poster(RedisCache(redis_client), AtOnce()), work)
    for turn in ("t1", "t2"):
        work.end(turn)


@pytest.fixture
def thread(slack):
    """A thread that Ann began."""
    asked = slack.home.said(ANN, "<@U0NETBOT> sites")
    return Address(platform="slack", place=TEAM, channel="C0NET", thread=asked["ts"])


@pytest.fixture(scope="session")
def standin():
    """A NetBox: the stand-in with the invented company."""
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


@pytest.fixture
def settings(slack, redis_url, standin, tmp_path, monkeypatch):
    """The settings of the program, in its environment."""
    for name, value in environment(slack, redis_url, standin, tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def rig(slack, settings):
    """The bot in its workspace, thinking for itself."""
    with rigged(slack) as running:
        yield running
