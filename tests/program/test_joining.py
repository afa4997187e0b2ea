import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest

from adapters.redis.connect import connect
from tests.program.running import environment, servers_of, until

# A command that uses the servers until a line or the end comes on its standard input.
USER = """
import sys
from bot.joining import joined
from bot.settings import read_settings
from orchestration.errors import NetbotError
try:
    with joined(read_settings()) as house:
        print(house.model_dump_json(), flush=True)
        sys.stdin.readline()
except NetbotError as known:
    print(known.sentence, flush=True)
"""


@pytest.fixture
def start(tmp_path):
    """Starts commands that use the servers of one folder; all are gone afterwards."""
    started = []

    def command(home=tmp_path, **settings):
        given = {"NETBOX_URL": "http://127.0.0.1:9", "NETBOX_TOKEN": "x", **settings}
        process = subprocess.Popen(
            [sys.executable, "-c", USER],
            env=environment(home, **given),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield command
    for process in started:
        process.kill()
        process.communicate()
    until(lambda: not servers_of(tmp_path))


def answers(url):
    with connect(url) as client:
        return client.ping()


def leave(process):
    process.communicate("\n", timeout=30)


def test_commands_share_their_servers(start, tmp_path):
    """A second command joins the servers of the first, and goes on when the first has left; the last one ends them."""
    first = start()
    house = json.loads(first.stdout.readline())
    second = start()
    assert json.loads(second.stdout.readline()) == house
    leave(first)
    assert answers(house["redis_url"])
    leave(second)
    assert servers_of(tmp_path) == {}


def test_both_at_once(start):
    """Commands that start at the same moment come to the same servers."""
    several = [start() for _ in range(4)]
    assert len({each.stdout.readline() for each in several}) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_stays_behind(start, tmp_path, how):
    """However a command ends, its servers end with it."""
    process = start()
    house = json.loads(process.stdout.readline())
    assert answers(house["redis_url"])

    def ended():
        # Again and again: one that comes just before a read begins is noticed only when the read is over.
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        return process.returncode is not None

    until(ended)
    until(lambda: not servers_of(tmp_path))


def test_nothing_stays_behind_a_killed_keeper(start, tmp_path):
    """The servers end with their keeper too, and the next command starts them anew on the same data."""
    process = start()
    house = json.loads(process.stdout.readline())
    with connect(house["redis_url"]) as client:
        client.set("kept", "yes")
    (keeper,) = [each for each, command in servers_of(tmp_path).items() if "bot.keeper" in command]
    os.kill(keeper, signal.SIGKILL)
    until(lambda: not servers_of(tmp_path))
    again = json.loads(start().stdout.readline())
    with connect(again["redis_url"]) as client:
        assert client.get("kept") == b"yes"


def test_other_settings_are_refused(start):
    """A command with other settings does not talk to servers that were started without them."""
    first = start()
    first.stdout.readline()
    second = start(NETBOX_URL="http://127.0.0.1:10")
    told = second.stdout.readline()
    assert "other settings" in told
    assert "NETBOT_HOME" in told


def test_what_is_told_holds_no_token_of_yours(start, tmp_path):
    """The file that tells of the servers is for its owner alone and holds no token of a real NetBox."""
    start(NETBOX_TOKEN="nbt_secret.sesame").stdout.readline()
    path = tmp_path / "house.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "sesame" not in path.read_text()


def test_a_folder_that_cannot_be_written(start):
    """A state folder that cannot be written is told in a sentence."""
    told = start("/proc/nowhere").stdout.readline()
    assert told.startswith("The state folder /proc/nowhere cannot be written")
