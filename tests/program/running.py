"""Runs the program as people do: as a process of its own, with nothing of the test run's environment."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bot.settings import variables

NETBOT = [sys.executable, "-m", "bot.cli"]


def environment(home, **given):
    """The environment of a program: none of our settings but those given."""
    clean = {name: value for name, value in os.environ.items() if name not in variables()}
    return clean | {"NETBOT_HOME": str(home)} | given


def netbot(home, *words, typed="", seconds=100, **given):
    """Run a command to its end."""
    return subprocess.run(
        [*NETBOT, *words],
        check=False,
        env=environment(home, **given),
        input=typed,
        capture_output=True,
        text=True,
        timeout=seconds,
    )


class JsonChat:
    """A `netbot chat --json` that is talked to line by line; ends with the block.

    Args:
        home: its state folder.
        given: its settings.
    """

    def __init__(self, home, **given):
        self.process = subprocess.Popen(
            [*NETBOT, "chat", "--json"],
            env=environment(home, **given),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(BrokenPipeError):
            self.process.communicate(timeout=60)
        self.process.kill()
        self.process.communicate()

    def send(self, **line):
        """Send a line, without waiting for its answer."""
        self.process.stdin.write(json.dumps({"session": "s"} | line) + "\n")
        self.process.stdin.flush()

    def hear(self):
        """Return the next answer."""
        return json.loads(self.process.stdout.readline())

    def say(self, text):
        """Say something; return its answer."""
        self.send(say=text)
        return self.hear()


def servers_of(home):
    """Every process of a state folder but the commands themselves: its id and its command line."""
    found, parents = {}, {}
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            parents[int(each.name)] = (int((each / "stat").read_text().rpartition(")")[2].split()[1]), command)
            ours = os.fsencode(f"NETBOT_HOME={home}") in (each / "environ").read_bytes().split(b"\0")
            if ours and not any(f" {name}" in command for name in ("chat", "ask", "demo", "-c")):
                found[int(each.name)] = command
    # The server writes its title over its environment, and is known by its guard alone.
    return found | {each: command for each, (parent, command) in parents.items() if parent in found and command}


def until(condition, seconds=40):
    """Wait until something holds; return it."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)
    return found
