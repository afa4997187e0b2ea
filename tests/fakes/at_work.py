"""What the rigs of the chat platforms share: a policy, a pace, a worker's round, commands as processes, and waiting."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time

import structlog

from adapters.redis.keys import PREFIX
from adapters.redis.names import RedisNames
from bot import cli
from bot.bootstrap import open_inventories
from orchestration.catalogue.loading import load
from orchestration.language.names import gather
from orchestration.road import run_turn

# Somebody who may confirm, somebody who may administer besides, and a type that needs both of them.
POLICY = """
[people]
ann = ["{platform}/{place}/{ann}"]
ben = ["{platform}/{place}/{ben}"]

[limits]
turns_a_minute = 10000
requests_an_hour = 100000

[[places]]
where = "{platform}/{place}"

[[grants]]
who = ["ben"]
may = ["administer"]

[[second_person]]
types = ["dcim.site"]
"""


def told(folder, policy, redis_url, standin, **platform):
    """What the program is told in its environment, the policy written down in a folder."""
    written = folder / "policy.toml"
    written.write_text(policy)
    return {
        "NETBOX_URL": standin.url,
        "NETBOX_TOKEN": standin.token_admin,
        "REDIS_URL": redis_url,
        "NETBOT_POLICY": str(written),
        "NETBOT_HOME": str(folder),
        **platform,
    }


_gathered = {}


def names_gathered(settings, client):
    """Put the names into an empty index, as workers do in the background; each NetBox is read once in a test process."""
    if settings.netbox_url not in _gathered:
        with open_inventories(settings, client).open(None, "names") as inventory:
            gather(inventory, RedisNames(client), load(), time.time())
        keys = list(client.scan_iter(f"{PREFIX}names:*"))
        _gathered[settings.netbox_url] = list(zip(keys, map(client.dump, keys), strict=True))
        return
    with client.pipeline() as pipeline:
        for key, value in _gathered[settings.netbox_url]:
            pipeline.restore(key, 0, value, replace=True)
        pipeline.execute()


class AtOnce:
    """A pace that makes nobody wait."""

    def wait(self, key, interval, most):
        return 0.0


def work(road):
    """Answer all that waits."""
    while run_turn(road):
        pass


def settle(later, threads=8):
    """Wait until an executor has done all that it was given; `threads` is how many it has."""
    barrier = threading.Barrier(threads + 1)
    waiting = [later.submit(barrier.wait, 30) for _ in range(threads)]
    barrier.wait(30)
    for each in waiting:
        each.result(30)


def wait_for(found, within=30.0):
    """Wait until something is so; returns it."""
    until = time.monotonic() + within
    while not (result := found()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.005)
    return result


def command(monkeypatch, capsys, *words):
    """Run a netbot command in this process; returns its exit status, and what it wrote to standard output and error."""
    monkeypatch.setattr(sys, "argv", ["netbot", *words])
    # What a command logs to is closed with its test.
    monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers])
    logs = structlog.get_config()
    try:
        cli.main()
        status = 0
    except SystemExit as over:
        status = over.code
    finally:
        structlog.configure(**logs)
    return status, *capsys.readouterr()


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
