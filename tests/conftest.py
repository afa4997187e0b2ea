"""What all tests share: a real server in place of Redis."""

import os

import pytest

from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from orchestration.catalogue.loading import load

# No test reaches a real model, whatever the machine is set up for.
os.environ.pop("OPENAI_API_KEY", None)
os.environ.pop("OPENAI_BASE_URL", None)


@pytest.fixture(autouse=True)
def _only_netboxs_own_types():
    """What one test's NetBox has of plugins, the next one's has not."""
    yield
    load().learn(())
    load().learn_customs(())
    load().learnt_from = (None, None)


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory):
    """The address of an embedded server, one for each test process."""
    with Embedded(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@pytest.fixture
def redis_url(redis_server):
    """The address of an empty server."""
    with connect(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture
def redis_client(redis_url):
    """A client of an empty server."""
    with connect(redis_url) as client:
        yield client
