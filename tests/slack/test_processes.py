"""The commands as they are run: `netbot slack` and `netbot worker` as processes of their own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from bot.settings import read_settings
from bot.slack_app import require
from orchestration.errors import Misconfigured
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.double import post_event
from tests.fakes.slack.payloads import ANN, BOT
from tests.slack.rig import wait_for


@contextlib.contextmanager
def running(*command, log):
    """A netbot command, told to end when the block ends."""
    with log.open("ab") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", *command], stderr=lines, stdout=lines, start_new_session=True
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise


def asked(slack):
    written = slack.home.said(ANN, f"<@{BOT}> which sites are there?")
    return written["ts"], raw.mention("which sites are there?", ts=written["ts"])


def answered(slack, thread):
    return wait_for(lambda: slack.home.posted("C0NET", thread), within=60)


def test_sockets(slack, settings, tmp_path):
    """Two listeners over sockets and a worker answer a mention once; a listener that is told to end ends by itself."""
    log = tmp_path / "log"
    with running("worker", log=log), running("slack", log=log) as one, running("slack", log=log):
        slack.connected(2, within=60)
        thread, payload = asked(slack)
        for number in (0, 1):
            slack.deliver("events_api", payload, socket=number)
        assert len(answered(slack, thread)) == 1
        one.terminate()
        assert one.wait(30) == 0
        thread, payload = asked(slack)
        slack.deliver("events_api", payload, socket=0)
        assert len(answered(slack, thread)) == 1


def test_http(slack, settings, tmp_path):
    """The same by HTTP, with the health check."""
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with running("worker", log=tmp_path / "log"), running("slack", "--http", "--port", str(port), log=tmp_path / "log"):
        wait_for(lambda: healthy(address), within=60)
        thread, payload = asked(slack)
        assert post_event(f"{address}/slack/events", payload)[0] == 200
        assert len(answered(slack, thread)) == 1


def healthy(address):
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
        return answer.status == 200
    return False


def test_what_is_missing(settings, monkeypatch):
    """Without what it cannot do without the listener refuses, in a sentence."""
    for missing in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "NETBOX_URL", "REDIS_URL"):
        with monkeypatch.context() as patched:
            patched.delenv(missing)
            with pytest.raises(Misconfigured) as wrong:
                require(read_settings(), http=False)
        assert wrong.value.sentence == f"{missing} is not set. docs/slack.md says where each comes from."
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "slack"], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (
        1,
        "SLACK_BOT_TOKEN is not set. docs/slack.md says where each comes from.\n",
    )
