"""The embedded server: it lives with who started it, and loses nothing it acknowledged."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from redis.exceptions import RedisError

from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from orchestration.errors import StoreUnavailable

OWNER = """
import pathlib, signal, sys
from adapters.redis.embedded import Embedded
with Embedded(pathlib.Path(sys.argv[1])) as server:
    print(server.url, flush=True)
    signal.pause()
"""


def until(condition, seconds=30.0):
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pid_of(client):
    return client.info("server")["process_id"]


@pytest.fixture
def owner(tmp_path):
    """A process that started a server, the server's process id, and a client of it."""
    process = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    with process, connect(process.stdout.readline().strip()) as client:
        yield process, pid_of(client), client
        process.kill()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_server_ends_with_its_owner(owner, end):
    """However the owner ends, its server is gone soon after."""
    process, server, _ = owner
    process.send_signal(end)
    process.wait()
    until(lambda: not lives(server))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_the_server_ends_with_its_guard(owner):
    """Even where the guard is killed, no server stays behind."""
    process, server, _ = owner
    guards = subprocess.run(["ps", "-o", "ppid=", "-p", str(server)], capture_output=True, text=True, check=True)
    os.kill(int(guards.stdout), signal.SIGKILL)
    until(lambda: not lives(server))
    assert process.poll() is None


def test_the_server_outlives_a_ctrl_c_that_its_owner_catches(owner):
    """A Ctrl-C, which goes to the whole foreground group, does not reach the server: it is in a group of its own."""
    process, server, client = owner
    assert os.getpgid(server) != os.getpgid(process.pid)
    assert client.ping()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path):
    """Each write that was acknowledged before kill -9 is there when the guard has started the server anew."""
    with Embedded(tmp_path) as embedded, connect(embedded.url) as client:
        server, acknowledged = pid_of(client), []
        killer = threading.Thread(
            target=lambda: (until(lambda: len(acknowledged) > 500), os.kill(server, signal.SIGKILL))
        )
        killer.start()
        for number in range(3000):
            with contextlib.suppress(RedisError):
                client.rpush("list", number)
                acknowledged.append(number)
        killer.join()
        until(lambda: answers(client))
        assert pid_of(client) != server
        assert set(acknowledged) <= {int(each) for each in client.lrange("list", 0, -1)}


def answers(client):
    try:
        return client.ping()
    except RedisError:
        return False


def test_data_is_kept_from_one_start_to_the_next(tmp_path):
    """What was written is there when the server is started again on its folder."""
    with Embedded(tmp_path) as embedded, connect(embedded.url) as client:
        client.set("key", "value")
    with Embedded(tmp_path) as embedded, connect(embedded.url) as client:
        assert client.get("key") == b"value"


def test_one_server_a_folder(tmp_path):
    """A second server on the same folder is refused while the first runs."""
    with Embedded(tmp_path), pytest.raises(StoreUnavailable, match="Another"), Embedded(tmp_path, patience=0):
        pass
    with Embedded(tmp_path) as again, connect(again.url) as client:
        assert client.ping()


def test_whoever_comes_after_the_owner_was_killed_starts_anew(owner, tmp_path):
    """A process that comes just after the owner was killed waits for its server to end, and has the data."""
    process, server, client = owner
    client.set("key", "value")
    process.kill()
    process.wait()
    with Embedded(tmp_path, patience=60) as fresh, connect(fresh.url) as own:
        assert own.get("key") == b"value"
        assert pid_of(own) != server
        assert not lives(server)


def test_a_deep_folder_has_a_short_socket(tmp_path):
    """A folder too deep for the name of a socket works all the same, and leaves no socket behind."""
    deep = tmp_path / ("deep" * 30)
    with Embedded(deep) as embedded, connect(embedded.url) as client:
        assert client.ping()
        socket = embedded.url.removeprefix("unix://")
        assert len(socket) < 104
    assert not os.path.exists(os.path.dirname(socket))  # noqa: PTH110, PTH120


def test_a_server_that_cannot_start_is_told(tmp_path):
    """A server that ends at once is an error that names its log, and the folder is free again."""
    (tmp_path / "appendonlydir").write_text("not a folder")
    with pytest.raises(StoreUnavailable, match="does not start") as told, Embedded(tmp_path):
        pass
    assert str(tmp_path / "server.log") in told.value.advice


def test_nobody_else_may_use_it(tmp_path):
    """Folder and socket are for their owner alone, and no port is open."""
    folder = tmp_path / "state"
    with Embedded(folder) as embedded, connect(embedded.url) as client:
        assert folder.stat().st_mode & 0o077 == 0
        assert os.stat(embedded.url.removeprefix("unix://")).st_mode & 0o077 == 0  # noqa: PTH116
        assert client.config_get("port") == {"port": "0"}


def test_the_guard_gives_a_hopeless_server_up():
    """A server that dies at each start is not started for ever."""
    started = [sys.executable, "-I", "-S", "-c", "import sys; sys.exit(3)"]
    program = (
        "import os; from adapters.redis import guard; guard.MOST_QUICK_DEATHS = 3; "
        f"raise SystemExit(guard.guard(os.getppid(), {started!r}))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 1
