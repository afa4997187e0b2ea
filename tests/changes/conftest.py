"""What tests of changes share: a NetBox to change and a desk to do it with."""

import pytest

from bot.demo.company import build
from bot.demo.standin.double import StandIn
from tests.changes.desk_kit import Thread, make_desk
from tests.fakes.bare_netbox import BareNetBox


@pytest.fixture(scope="module")
def standin():
    """A running stand-in, the invented company in it."""
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


@pytest.fixture
def netbox(standin):
    """NetBox with the administrator's rights."""
    return BareNetBox(standin.url, standin.token_admin)


@pytest.fixture
def thread(redis_url, netbox, request):
    """A thread of its own with a desk on an empty store."""
    return Thread(make_desk(redis_url), netbox, name=request.node.name)
