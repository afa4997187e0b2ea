"""Gathering names in the background: a process of its own that reads them from NetBox into the index, and ends."""

import multiprocessing
import time
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

import structlog

from adapters.redis.connect import connect
from adapters.redis.names import RedisNames
from bot.bootstrap import open_inventories, redis_url
from bot.introducing import gather_once
from bot.settings import Settings
from orchestration.errors import NetbotError
from orchestration.ports import scope_of

log = structlog.get_logger(__name__)

# Names change seldom, and a name that the index does not have is looked for in NetBox.
FRESH_SECONDS = 600.0


@dataclass(slots=True)
class Gathering:
    """Starts to gather the names that the bot's own token sees where they are old; one process at a time.

    The worker that looks after this forks it, so that nobody waits for it and its memory goes when it ends.

    Args:
        settings: of the program.
    """

    settings: Settings
    _process: BaseProcess | None = field(default=None)

    def __call__(self) -> None:
        """Start where there is something to do and nobody does it."""
        if self._process is not None:
            if self._process.is_alive():
                return
            self._process.close()
            self._process = None
        with (
            open_inventories(self.settings).open(None, "names") as inventory,
            connect(redis_url(self.settings)) as client,
        ):
            scope = scope_of(inventory)
            built = RedisNames(client).built_at(scope)
        if built is None or time.time() - built > FRESH_SECONDS:
            self._process = multiprocessing.get_context("fork").Process(
                target=_gather, args=(self.settings,), daemon=True
            )
            self._process.start()


def _gather(settings: Settings) -> None:
    """Read all names, unless another worker does."""
    try:
        with (
            connect(redis_url(settings)) as client,
            open_inventories(settings, client).open(None, "names") as inventory,
        ):
            gather_once(inventory, RedisNames(client))
    except NetbotError as known:
        log.warning("names_not_gathered", reason=known.text)
