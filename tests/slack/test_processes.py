"""The commands as they are run: `netbot slack` and `netbot worker` as processes of their own."""

import contextlib
import socket
import urllib.request

import pytest

from bot.settings import read_settings
from bot.slack_app import require
from orchestration.errors import Misconfigured
from tests.fakes.at_work import command, running, wait_for
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.double import post_event
from tests.fakes.slack.payloads import ANN, BOT


def asked(slack):
    written = slack.home.said(ANN, f"<@{BOT}> which sites are there?")
    return written["ts"], raw.mention("which sites are there?", ts=written["ts"])


def answered(slack, thread):
    """What is posted in a thread when nothing is under way there any more."""

    def found():
        posted = slack.home.posted("C0NET", thread)
        return posted if not any(each["text"].endswith(" ...") for each in posted) else []

    return wait_for(found, within=60)


def test_listeners_and_worker(slack, settings, tmp_path):
    """Two listeners over sockets, one by HTTP and a worker answer each mention once; what is told to end ends by itself."""
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", tmp_path / "log"
    with (
        running("worker", log=log),
        running("slack", log=log) as one,
        running("slack", log=log),
        running("slack", "--http", "--port", str(port), log=log) as by_http,
    ):
        slack.connected(2, within=60)
        thread, payload = asked(slack)
        for number in (0, 1):
            slack.deliver("events_api", payload, socket=number)
        wait_for(lambda: healthy(address), within=60)
        assert post_event(f"{address}/slack/events", payload)[0] == 200
        assert len(answered(slack, thread)) == 1
        one.terminate()
        by_http.terminate()
        assert one.wait(30) == 0
        by_http.wait(30)
        thread, payload = asked(slack)
        slack.deliver("events_api", payload, socket=0)
        assert len(answered(slack, thread)) == 1


def healthy(address):
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
        return answer.status == 200
    return False


def test_what_is_missing(settings, monkeypatch, capsys):
    """Without what it cannot do without the listener refuses, in a sentence."""
    for missing in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "NETBOX_URL", "REDIS_URL"):
        with monkeypatch.context() as patched:
            patched.delenv(missing)
            with pytest.raises(Misconfigured) as wrong:
                require(read_settings(), http=False)
        assert wrong.value.sentence == f"{missing} is not set. docs/slack.md says where each comes from."
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    said = "SLACK_BOT_TOKEN is not set. docs/slack.md says where each comes from.\n"
    assert command(monkeypatch, capsys, "slack") == (1, "", said)
