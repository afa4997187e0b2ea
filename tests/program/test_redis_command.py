import os
import signal
import subprocess
import sys

import pytest

from adapters.redis.connect import connect


def start(folder):
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "redis", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_at_a_fixed_address(tmp_path, how):
    """`netbot redis FOLDER` answers at FOLDER/redis.sock, says so, and ends with its server when asked to."""
    process = start(tmp_path)
    assert process.stdout.readline() == f"REDIS_URL=unix://{tmp_path}/redis.sock\n"
    with connect(f"unix://{tmp_path}/redis.sock") as client:
        server = client.info("server")["process_id"]
    process.send_signal(how)
    assert process.wait(20) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
    process.communicate()


def test_a_path_too_long(tmp_path):
    """A folder whose path is too long for a socket is refused in a sentence."""
    process = start(tmp_path / ("n" * 120))
    _, told = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "too long for a socket" in told
    assert "Traceback" not in told
