"""A NetBox to speak to: the stand-in with the invented company, and a proxy that makes trouble before it."""

import time

import pytest

from adapters.netbox.inventories import NetBoxInventories
from bot.demo.company import build
from bot.demo.standin.double import StandIn
from orchestration.catalogue.loading import load
from tests.fakes.memory_cache import MemoryCache
from tests.fakes.netbox_trouble import TroubleProxy


@pytest.fixture(scope="session")
def standin():
    """The stand-in itself, one for all tests: what they write they take away."""
    return StandIn(build(), "freight-operations")


@pytest.fixture(scope="session")
def netbox(standin):
    """Its address and tokens."""
    with standin.serve() as serving:
        yield serving


@pytest.fixture
def proxy(netbox):
    """A way to it that makes the trouble a test asks for."""
    with TroubleProxy(netbox.url) as trouble:
        yield trouble


@pytest.fixture
def cache():
    return MemoryCache(time.monotonic)


@pytest.fixture
def inventories(netbox):
    """Opens the stand-in; nothing is kept."""
    return NetBoxInventories(netbox.url, netbox.token_admin, load())


@pytest.fixture
def inventory(inventories):
    with inventories.open(None, "c-1") as opened:
        yield opened


@pytest.fixture
def through(netbox, proxy):
    """Opens the stand-in through the proxy, with what a test says of it."""

    def make(**said):
        said.setdefault("read", 20.0)
        return NetBoxInventories(proxy.url, netbox.token_admin, load(), **said)

    return make


@pytest.fixture
def soon():
    """A moment before which writes leave."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) + 60
