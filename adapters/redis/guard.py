"""Keeps the embedded server running, and never for longer than the process that started it.

Run as a program of its own (`python -I -S guard.py PARENT SERVER ARGUMENT...`): PARENT is the process to live with. It starts the
server anew when that dies without having been asked to. On Linux the kernel ends the server with this guard (PR_SET_PDEATHSIG,
prctl(2)); macOS has no such call, so the guard looks every quarter second whether its parent is still there, which
also holds where the parent starts it from a thread that ends before the process does.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial

LOOK_EVERY = 0.25
LONGEST_GOODBYE = 10.0
MOST_QUICK_DEATHS = 5
_PR_SET_PDEATHSIG = 1


def guard(parent: int, command: Sequence[str]) -> int:
    """Run a server until it ends by itself, the parent is gone, or SIGTERM or SIGINT comes.

    Args:
        parent: process id to live with.
        command: the server and its arguments.

    Returns:
        The exit status: 0 where the end was asked for, 1 where the server died again and again.
    """
    woken, waker = os.pipe()
    os.set_blocking(waker, False)
    asked: list[int] = []
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, _: asked.append(number))
    quick_deaths = 0
    while quick_deaths < MOST_QUICK_DEATHS:
        time.sleep(quick_deaths * 0.05)
        began = time.monotonic()
        server = subprocess.Popen(command, preexec_fn=partial(_end_with, os.getpid()), close_fds=False)  # noqa: S603, PLW1509 - the caller's own server; no threads here
        while server.poll() is None:
            if asked or os.getppid() != parent:
                return _end(server)
            if select.select([woken], [], [], LOOK_EVERY)[0]:
                os.read(woken, 1024)
        if server.returncode == 0:
            return 0
        quick_deaths = quick_deaths + 1 if time.monotonic() - began < 1 else 0
    return 1


def _end(server: "subprocess.Popen[bytes]") -> int:
    server.terminate()
    try:
        server.wait(LONGEST_GOODBYE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    return 0


def _end_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It died before the kernel was told.
        os._exit(1)


if __name__ == "__main__":
    sys.exit(guard(int(sys.argv[1]), sys.argv[2:]))
