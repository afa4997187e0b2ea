"""Socket Mode: whatever happens to the sockets, each event is answered once and none is acknowledged that is not stored."""

import threading

import pytest

from adapters.slack.app import bolt_app
from adapters.slack.serving import Sockets
from bot.settings import read_settings
from bot.slack_app import open_rooms
from orchestration.errors import Misconfigured, StoreUnavailable
from tests.fakes.at_work import wait_for
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.double import APP_TOKEN
from tests.slack.rig import rigged


@pytest.fixture
def rig(slack, settings):
    with rigged(slack, over="sockets") as running:
        yield running


def test_a_conversation_over_sockets(rig):
    """Mention, answer, and what is pressed go over a socket."""
    (answer,) = rig.ask("which devices are there?")
    rig.press(answer, "Show")
    rig.work()
    (grown,) = rig.answers(answer["thread_ts"])
    assert grown["updates"] == 1
    told = rig.deliver("slash_commands", raw.command("help"))
    assert told["response_type"] == "ephemeral"


def test_a_refresh(rig):
    """When Slack asks for a new socket the listener comes anew, and an event on either side of that is answered once."""
    before = rig.mention("which sites are there?")
    old = rig.slack.sockets[0]
    rig.slack.disconnect()
    wait_for(lambda: rig.slack.sockets and rig.slack.sockets[-1] is not old)
    again = raw.mention("which sites are there?", ts=before["ts"])
    rig.event(again)
    after = rig.mention("which sites are there?")
    rig.work()
    assert [len(rig.answers(each["ts"])) for each in (before, after)] == [1, 1]


def test_a_socket_that_breaks(rig):
    """A socket that is cut without a word is opened anew."""
    old = rig.slack.sockets[0]
    rig.slack.drop()
    wait_for(lambda: rig.slack.sockets and rig.slack.sockets[-1] is not old)
    assert len(rig.ask("which sites are there?")) == 1


def test_what_is_not_stored_is_not_acknowledged(rig, monkeypatch):
    """Where the store is away an event is not acknowledged; delivered again it is answered, once."""
    written = rig.home.said(raw.ANN, "sites")
    payload = raw.mention("which sites are there?", ts=written["ts"])
    taken = threading.Event()

    def away(_):
        taken.set()
        raise StoreUnavailable("Redis does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(type(rig.rooms.listener.people), "author", lambda *_: away(None))
        envelope = rig.slack.send("events_api", payload)
        assert taken.wait(30)
    rig.event(payload, retry=1)
    assert envelope not in rig.slack.acks
    rig.work()
    assert len(rig.answers(written["ts"])) == 1


def test_slack_is_away_at_the_start(slack, settings):
    """A listener that starts while Slack is away waits for it."""
    slack.refuse_connections = True
    threading.Timer(0.5, lambda: setattr(slack, "refuse_connections", False)).start()
    with rigged(slack, over="sockets") as rig:
        assert len(rig.ask("which sites are there?")) == 1


def test_a_wrong_app_token(slack, settings, redis_client):
    """A token that opens no sockets is told at once."""
    told = read_settings()
    app = bolt_app(open_rooms(told, redis_client), signing_secret="", url=told.slack_api_url)
    with pytest.raises(Misconfigured) as wrong:
        Sockets(app, "xapp-wrong", told.slack_api_url).run(threading.Event())
    assert "SLACK_APP_TOKEN" in wrong.value.sentence
    assert APP_TOKEN not in wrong.value.sentence


def test_payloads_are_not_logged(slack, settings, caplog):
    """Even at the lowest level of logging a form's content is in no line."""
    caplog.set_level("DEBUG")
    with rigged(slack, over="sockets") as rig:
        rig.deliver("slash_commands", {**raw.command("link"), "trigger_id": rig.home.trigger()})
        view = list(rig.home.views.values())[-1]
        typed = {"netbox_token": {"value": {"type": "plain_text_input", "value": "my-very-own-secret"}}}
        rig.deliver("interactive", raw.submission(view, typed, view_id=view["id"]))
    assert "my-very-own-secret" not in caplog.text
