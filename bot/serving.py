"""What `netbot redis` does: the embedded server on its own."""

import signal
import sys
from pathlib import Path

from adapters.redis.embedded import LONGEST_SOCKET, Embedded
from orchestration.errors import Misconfigured


def serve_redis(folder: Path) -> None:
    """Serve the embedded Redis at `FOLDER/redis.sock` until SIGTERM or Ctrl-C; prints REDIS_URL when it answers.

    Raises:
        Misconfigured: the folder's path is too long for a socket.
        StoreUnavailable: another process has the folder, or the server does not start.
    """
    folder = folder.expanduser().absolute()
    if len(str(folder / "redis.sock").encode()) > LONGEST_SOCKET:
        raise Misconfigured(f"The path of {folder} is too long for a socket.", "Choose a folder with a shorter one.")
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: sys.exit(0))
    with Embedded(folder) as server:
        print(f"REDIS_URL={server.url}", flush=True)
        while True:
            signal.pause()
