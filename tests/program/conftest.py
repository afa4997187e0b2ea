import pytest

from bot.demo.company import build
from bot.demo.standin import StandIn
from tests.program.running import JsonChat, servers_of, until


@pytest.fixture
def home(tmp_path):
    """A state folder; whatever was started for it has ended afterwards."""
    yield tmp_path / "state"
    until(lambda: not servers_of(tmp_path / "state"))


@pytest.fixture(scope="session")
def standin():
    """A NetBox."""
    with StandIn(build()).serve() as served:
        yield served


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A state folder whose servers run already, as beside another chat."""
    folder = tmp_path_factory.mktemp("shared")
    with JsonChat(folder) as chat:
        assert chat.say("list all sites")["kind"] == "answer"
        yield folder
