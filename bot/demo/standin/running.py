"""The stand-in as a command of its own."""

import signal
import sys
import threading
from pathlib import Path

from bot.demo.company import build
from bot.demo.standin.double import StandIn
from bot.demo.standin.loading import read_objects

# Whose sites and devices the reader's token sees in the invented company.
READER_TENANT = "freight-operations"


def run(port: int = 0, load: Path | None = None, reader_tenant: str | None = None) -> None:
    """Serve a stand-in until the process is told to end; prints its address and tokens on standard output once it answers.

    Args:
        port: on 127.0.0.1, 0 for a free one.
        load: a file of objects to hold in place of the invented company, gzipped or plain.
        reader_tenant: the slug of the tenant whose sites and devices the reader's token sees.

    Raises:
        OSError: the port is taken, or the file cannot be read.
    """
    standin = StandIn(read_objects(load), reader_tenant) if load else StandIn(build(), reader_tenant or READER_TENANT)
    told_to_end = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: told_to_end.set())
    with standin.serve(port) as serving:
        for name, value in (
            ("NETBOX_URL", serving.url),
            ("NETBOX_TOKEN", serving.token_admin),
            ("NETBOX_TOKEN_ADMIN", serving.token_admin),
            ("NETBOX_TOKEN_READER", serving.token_reader),
            ("NETBOX_TOKEN_READONLY", serving.token_readonly),
        ):
            sys.stdout.write(f"{name}={value}\n")
        sys.stdout.flush()
        told_to_end.wait()
