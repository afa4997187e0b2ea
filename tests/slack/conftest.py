import pytest

from adapters.redis.cache import RedisCache
from adapters.slack.calls import Slack, web_client
from adapters.slack.outbox import SlackOutbox
from adapters.slack.poster import Poster
from tests.fakes.slack.double import SlackDouble


class AtOnce:
    """A pace that makes nobody wait."""

    def wait(self, key, interval, most):
        return 0.0


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
    """An outbox that waits for nothing."""
    return SlackOutbox(workspace, Poster(RedisCache(redis_client), AtOnce()), patience=0.0)
