"""The ground a benchmark stands on: an embedded Redis, the stand-in, workers, each a process of its own."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from adapters.redis.names import RedisNames
from bot.bootstrap import Terminal, open_inventories, open_terminal
from bot.settings import Settings, read_settings
from orchestration.ports import scope_of


@dataclass(frozen=True, slots=True)
class Ground:
    """What runs.

    Args:
        settings: that name it all.
        terminal: the listener's side of the road, in this process.
        environment: variables of the workers.
    """

    settings: Settings
    terminal: Terminal
    environment: dict[str, str]


@contextlib.contextmanager
def laid(home: Path, netbox_url: str, netbox_token: str) -> Iterator[Ground]:
    """Start a Redis in a folder; yields what a listener needs of it and of the NetBox that is named."""
    with Embedded(home / "redis") as server:
        given = {
            "REDIS_URL": server.url,
            "NETBOX_URL": netbox_url,
            "NETBOX_TOKEN": netbox_token,
            "NETBOT_HOME": str(home),
            "NETBOT_LOG_LEVEL": "warning",
        }
        os.environ.update(given)
        settings = read_settings()
        yield Ground(settings, open_terminal(settings), {**os.environ, **given})


@contextlib.contextmanager
def standin(load: Path | None = None) -> Iterator[tuple[str, str]]:
    """Run the stand-in with the invented company, or with the objects of a file; yields its address and token."""
    with process(
        ["standin", *(["--load", str(load)] if load else [])], dict(os.environ), stdout=subprocess.PIPE
    ) as served:
        assert served.stdout is not None
        told = dict(served.stdout.readline().decode().strip().split("=", 1) for _ in range(2))
        yield told["NETBOX_URL"], told["NETBOX_TOKEN"]


@contextlib.contextmanager
def workers(ground: Ground, number: int) -> Iterator[list[int]]:
    """Run workers until the block ends; yields their process ids when they answer and know the names of NetBox."""
    with contextlib.ExitStack() as stack:
        started = [stack.enter_context(process(["worker"], ground.environment)) for _ in range(number)]
        with connect(ground.environment["REDIS_URL"]) as client:
            _wait(lambda: client.scard("rq:workers") >= number, started)
            with open_inventories(ground.settings).open(None, "bench") as inventory:
                scope = scope_of(inventory)
            _wait(lambda: RedisNames(client).built_at(scope) is not None, started)
        yield [each.pid for each in started]


def _wait(until: Callable[[], bool], started: Sequence["subprocess.Popen[bytes]"]) -> None:
    while not until():
        if any(each.poll() is not None for each in started):
            raise ChildProcessError("A worker ended.")
        time.sleep(0.02)


@contextlib.contextmanager
def process(command: list[str], environment: dict[str, str], **how: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run one of the program's commands until the block ends."""
    running = subprocess.Popen([sys.executable, "-m", "bot.cli", *command], env=environment, **how)  # type: ignore[call-overload]
    try:
        yield running
    finally:
        running.terminate()
        running.wait()
        if running.stdout is not None:
            running.stdout.close()


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that have not ended (Linux: /proc/PID/task/PID/children)."""
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    # One that ended, but that nobody has looked after yet, has no command line any more.
    return [int(each) for each in started if Path(f"/proc/{each}/cmdline").read_bytes()]


def memory_of(pid: int) -> tuple[float, float]:
    """Return the resident and the proportional memory of a process, in megabytes (Linux: /proc/PID/smaps_rollup)."""
    sizes = {"Rss": 0, "Pss": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name in sizes:
            sizes[name] = int(value.split()[0])
    return sizes["Rss"] / 1024, sizes["Pss"] / 1024
