"""Trouble on the way: one sentence that says what is wrong and what to do, nothing lost, the next question answered."""

import pytest

from bot.bootstrap import open_road
from bot.demo.company import build
from bot.demo.standin import StandIn
from bot.settings import read_settings
from tests.fakes.netbox_trouble import Answer, Hang, TroubleProxy, too_many, web_page
from tests.journeys.conftest import Live, words


@pytest.fixture(scope="module")
def trouble():
    """A proxy in front of a stand-in."""
    with StandIn(build()).serve() as served, TroubleProxy(served.url) as proxy:
        proxy.token = served.token_admin
        yield proxy


@pytest.fixture(scope="module")
def live(trouble):
    """The NetBox of these journeys: the one behind the proxy."""
    return Live(trouble.url, trouble.token)


@pytest.fixture(autouse=True)
def calm(trouble):
    """No trouble is left for the next test."""
    yield
    trouble.calm()


@pytest.fixture
def impatient(monkeypatch):
    """NetBox gets a second to answer."""
    monkeypatch.setenv("NETBOT_NETBOX_TIMEOUT", "1")


KINDS = {
    "500": Answer(500),
    "502": Answer(502, b"<html>bad gateway</html>", "text/html"),
    "html": web_page(),
    "slow": Hang(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sick_netbox_is_told_in_a_sentence(impatient, talk, trouble, kind):
    """A NetBox that is sick, slow or no NetBox is told as such, nothing was changed, and when it is well the next answer is right."""
    thread = talk()
    trouble.make(KINDS[kind], times=None)
    reply = thread.say("How many sites are there?")
    assert reply.kind == "error"
    assert "NetBox" in words(reply)
    assert "Traceback" not in words(reply)
    assert reply.receipt.correlation in words(reply)
    trouble.calm()
    assert thread.say("How many sites are there?").kind == "answer"


def test_a_netbox_that_is_down_is_told_in_a_sentence(impatient, talk, trouble):
    """A NetBox that refuses connections is told as not reachable; when it is back the next answer is right."""
    thread = talk()
    with trouble.refusing():
        reply = thread.say("How many sites are there?")
    assert reply.kind == "error"
    assert "Nothing answers" in words(reply)
    assert thread.say("How many sites are there?").kind == "answer"


def test_one_failure_is_not_noticed(talk, trouble):
    """A read that fails once is tried again, and a NetBox that is busy is given the time it asks for."""
    trouble.make(Answer(503), times=1, path="/api/dcim/sites/")
    assert talk().say("How many sites are there?").kind == "answer"
    trouble.make(too_many(1), times=1, path="/api/dcim/racks/")
    assert talk().say("How many racks are there?").kind == "answer"


def test_a_right_that_is_missing_is_told(talk, trouble):
    """What the token may not read is told as not allowed, not as a breakdown."""
    body = b'{"detail": "You do not have permission to perform this action."}'
    trouble.make(Answer(403, body), times=None, path="/api/dcim/racks/")
    reply = talk().say("How many racks are there?")
    assert reply.kind == "refusal"
    assert "permission" in words(reply)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("NETBOX_TOKEN", "nbt_wrong0000000.wrong", "does not take the token"),
        ("NETBOX_URL", "http://127.0.0.1:9", "Check that NetBox runs, and NETBOX_URL"),
    ],
)
def test_a_wrong_setting_is_told(talk, monkeypatch, name, value, told):
    """A wrong token or address is told in a sentence that names what to mend and shows no secret."""
    thread = talk()
    monkeypatch.setenv(name, value)
    thread.road = open_road(read_settings())
    reply = thread.say("How many sites are there?")
    assert reply.kind == "error"
    assert told in words(reply)
    assert "wrong0000000" not in words(reply)


def test_a_filter_that_is_not_there_is_told_with_what_is(talk):
    """A field that devices do not have is told, with what there is instead, or said to be not used."""
    reply = talk().say("List devices sorted by favourite colour")
    assert reply.kind in {"question", "refusal", "answer"}
    assert "colour" in words(reply)
