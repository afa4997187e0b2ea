"""`netbot worker`: answers rings until it is told to stop."""

import contextlib
import time
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import structlog

from adapters.redis.connect import connect
from adapters.redis.worker import run_worker
from bot.bootstrap import ANSWER_RING, QUEUE, open_caretaker, open_plugins, open_road
from bot.gathering import Gathering
from bot.logs import configure_logs
from bot.settings import Settings, read_settings, redis_url
from orchestration.errors import Misconfigured, NetbotError, StoreUnavailable
from orchestration.messages import Address
from orchestration.road import Road, run_turn

log = structlog.get_logger(__name__)

# A Redis that is started beside the worker needs a moment.
REDIS_WITHIN = 10.0


def work() -> None:
    """Answer rings until SIGTERM or SIGINT comes.

    Raises:
        WrongSettings: a setting is wrong.
        Misconfigured: a setting that a worker cannot do without is missing; it never falls back to a server of its own.
        StoreUnavailable: Redis is away at the start.
    """
    settings = _settings()
    require(settings)
    configure_logs(settings.log_level, settings.secrets())
    caretaker = open_caretaker(settings, Gathering(settings), _Learning(settings))
    until = time.monotonic() + REDIS_WITHIN
    while True:
        try:
            run_worker(redis_url(settings), QUEUE, ANSWER_RING, _preload, _prepare, caretaker)
        except StoreUnavailable as away:
            if time.monotonic() > until:
                raise
            log.info("redis_not_there_yet", reason=away.text)
            time.sleep(0.2)
        else:
            return


def require(settings: Settings) -> None:
    """Check that a worker has what it cannot do without.

    Raises:
        Misconfigured: something is missing; all that is missing is told.
    """
    needed = {"NETBOX_URL": settings.netbox_url, "REDIS_URL": settings.redis_url}
    missing = [name for name, value in needed.items() if value is None]
    if missing:
        raise Misconfigured(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set, and a worker starts no servers of its own.",
            "Set them, or run `netbot chat`, which does.",
        )


def answer_ring(correlation: str) -> None:
    """Answer the next session that has work; the function that every ring runs.

    Args:
        correlation: id of the message that rang. Another may be answered: the ring is a doorbell, not the letter.
    """
    log.debug("rung", ring=correlation)
    run_turn(_road())


class _Learning:
    """Takes in the types of NetBox's plugins before work horses are forked, and works out anew what each would work out by itself.

    Args:
        settings: of the program.
    """

    def __init__(self, settings: Settings) -> None:
        self._plugins = open_plugins(settings, connect(redis_url(settings)))

    def __call__(self) -> None:
        """Look whether there is anything new."""
        if self._plugins.learn():
            for _ in _rehearsal():
                pass


def _preload() -> None:
    """Import and prepare what work horses share, before the first is forked."""
    import_module("bot.posting")
    open_road(_settings())
    for _ in _rehearsal():
        pass


def _prepare() -> Iterator[None]:
    """Walk what a turn needs, its servers too: what a process touches for the first time is copied for it then."""
    # The road is thrown away: files that it reads, the policy's, may change until there is work.
    with contextlib.suppress(NetbotError):
        road = open_road(_settings())
        road.sessions.load(Address(platform="terminal", place="local", channel="", thread=""))
        with road.inventories.open(None, ""):
            pass
    yield
    yield from _rehearsal()


def _rehearsal() -> Iterator[None]:
    # Imported late: without a Redis nothing of this is.
    rehearsed: Iterator[None] = import_module("bot.rehearsal").rehearse()
    return rehearsed


@cache
def _road() -> Road:
    """Return the road of this process: a work horse connects anew, for connections do not outlive a fork."""
    return open_road(_settings())


@cache
def _settings() -> Settings:
    """Return the settings, read once before the first fork: an environment does not change."""
    return read_settings()
