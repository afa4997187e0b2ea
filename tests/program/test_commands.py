"""The commands as a stranger meets them: real processes, with nothing set but what the test sets."""

import json
import os
import signal
import socket

import pytest

from bot.demo.examples import Examples
from bot.demo.tour import steps
from tests.program.running import JsonChat, netbot, servers_of


def told(done):
    """Assert that a command told its trouble in one sentence or two, and return it."""
    assert "Traceback" not in done.stderr + done.stdout
    return done.stderr.strip()


def test_demo_without_a_terminal(home, tmp_path):
    """`netbot demo` with nothing set and no terminal shows the tour: every answer as it should be, status 0, nothing left behind.

    It can be drawn, into a file that loads nothing from elsewhere.
    """
    done = netbot(home, "demo", "--picture", str(tmp_path / "tour.svg"))
    assert (done.returncode, told(done)) == (
        0,
        "NETBOX_URL is not set: a NetBox stand-in with an invented company answers.",
    )
    asked = [line.removeprefix("> ") for line in done.stdout.splitlines() if line.startswith("> ")]
    assert len(asked) == len([*steps(Examples("site", "device", "rack"), 1)])
    assert "[1] Show 10 of" in done.stdout
    assert servers_of(home) == {}
    drawn = (tmp_path / "tour.svg").read_text()
    assert drawn.startswith("<svg")
    assert "@font-face" not in drawn


def test_json_lines(shared):
    """JSON lines go the whole road, in order; a bad line costs itself alone; standard output holds nothing else."""
    with JsonChat(shared) as chat:
        first = chat.say("How many sites are there?")
        chat.process.stdin.write("nonsense\n")
        second, third = chat.say("list all sites"), chat.hear()
    assert (first["kind"], first["intent"], first["session"]) == ("answer", "count", "s")
    assert second["kind"] == "error"
    assert (third["intent"], third["rows_total"]) == ("find", int(first["text"].split()[0]))


@pytest.mark.parametrize(
    ("question", "status"),
    [("How many sites are there?", 0), ("colourless green ideas sleep furiously", 2), ("", 2)],
)
def test_ask(shared, question, status):
    """`netbot ask` answers once and tells by its status whether it understood."""
    done = netbot(shared, "ask", question)
    assert done.returncode == status
    told(done)
    assert done.stdout.strip()


def test_ask_json(shared):
    """`netbot ask --json` prints one JSON line and nothing else."""
    done = netbot(shared, "ask", "--json", "list all sites")
    (line,) = done.stdout.splitlines()
    assert (
        json.loads(line)["rows_total"] == json.loads(line)["text"].count("\n") - 5 or json.loads(line)["rows_total"] > 0
    )


def test_piped_chat(shared):
    """`netbot chat` takes what is piped in, shows it, and ends."""
    done = netbot(shared, "chat", typed="How many sites are there?\n")
    assert done.returncode == 0
    assert done.stdout.startswith("> How many sites are there?\n")
    assert " sites." in done.stdout


def test_worker_never_falls_back(home):
    """A worker without NETBOX_URL and REDIS_URL refuses in a sentence that names both."""
    done = netbot(home, "worker")
    assert done.returncode == 1
    assert told(done).startswith("NETBOX_URL and REDIS_URL are not set")


@pytest.mark.parametrize("command", [["worker"], ["ask", "x"], ["chat"], ["chat", "--json"], ["demo"], ["doctor"]])
def test_a_wrong_setting(home, command):
    """Every command tells a wrong setting in a sentence and ends with status 1."""
    done = netbot(home, *command, NETBOX_URL="netbox.example.com")
    assert done.returncode == 1
    assert "NETBOX_URL must be an address" in told(done) + done.stdout


def test_a_port_that_is_taken(home):
    """A stand-in whose port is taken says so."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = netbot(home, "standin", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot be served" in told(done)


def test_a_file_that_is_not_there(home):
    """A stand-in whose file is not there says so."""
    done = netbot(home, "standin", "--load", "/nowhere/objects.json.gz")
    assert done.returncode == 1
    assert "/nowhere/objects.json.gz" in told(done)


def test_help_is_quick_and_whole(home):
    """`netbot --help` names every command, and imports none of what they need."""
    done = netbot(home, "--help")
    assert done.returncode == 0
    for command in ("demo", "chat", "ask", "worker", "standin", "redis", "doctor"):
        assert f"  {command} " in done.stdout


def test_killed_worker_and_horse(shared):
    """A worker and its horse killed while they work cost no answer: the guard starts another, which takes the turn up."""
    with JsonChat(shared) as chat:
        assert chat.say("How many sites are there?")["kind"] == "answer"
        chat.send(say="list all devices")
        for process, command in servers_of(shared).items():
            if command.endswith("bot.cli worker ") and "guard.py" not in command:
                os.kill(process, signal.SIGKILL)
        assert chat.hear()["intent"] == "find"


def test_killed_redis(shared):
    """An embedded server that is killed is back, and nothing that was acknowledged is lost: the thread knows what it was about."""
    with JsonChat(shared) as chat:
        assert chat.say("list all sites")["kind"] == "answer"
        (server,) = [
            each
            for each, command in servers_of(shared).items()
            if "valkey-server" in command and "guard.py" not in command
        ]
        os.kill(server, signal.SIGKILL)
        again = chat.say("how many is that?")
    assert (again["kind"], again["intent"]) == ("answer", "count")


def test_redis_away_at_the_start(home, standin):
    """Where Redis is away, each question is told so in the doctor's own words."""
    given = {"REDIS_URL": "redis://127.0.0.1:1", "NETBOX_URL": standin.url, "NETBOX_TOKEN": standin.token_admin}
    sentence = "Redis does not answer. Check that it runs and can be reached."
    done = netbot(home, "ask", "list all sites", **given)
    assert (done.returncode, told(done)) == (1, sentence)
    with JsonChat(home, **given) as chat:
        answer = chat.say("list all sites")
    assert (answer["kind"], answer["text"]) == ("error", sentence)
    assert f"wrong  {sentence}" in netbot(home, "doctor", **given).stdout


@pytest.mark.parametrize("wrong", [{"NETBOX_TOKEN": "nbt_not.mine"}, {"NETBOX_URL": "http://127.0.0.1:1"}])
def test_netbox_trouble_is_told_alike(home, standin, wrong):
    """A wrong token and a NetBox that is down are told by ask and doctor in the same sentence."""
    given = {"NETBOX_URL": standin.url, "NETBOX_TOKEN": standin.token_admin} | wrong
    done = netbot(home, "ask", "list all sites", **given)
    assert done.returncode == 1
    sentence = told(done).splitlines()[0].replace("Nothing was changed. ", "")
    assert f"wrong  {sentence}" in netbot(home, "doctor", **given).stdout
    assert "not.mine" not in done.stderr


def test_logs_go_to_the_folder(shared):
    """The worker's log is in the state folder, as JSON lines with the ids of each turn."""
    assert netbot(shared, "ask", "How many sites are there?").returncode == 0
    lines = [json.loads(line) for line in (shared / "worker.log").read_text().splitlines()]
    delivered = [line for line in lines if line["event"] == "delivered"]
    assert delivered
    assert all(line["correlation"] and line["turn"] and line["session"] for line in delivered)


def test_chats_share_what_they_are_about(shared):
    """A thread goes on in another chat, whatever became of the first one's process."""
    with JsonChat(shared) as first:
        assert first.say("list all sites")["kind"] == "answer"
    with JsonChat(shared) as second:
        assert second.say("how many is that?")["intent"] == "count"
