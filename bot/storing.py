"""The store, for commands that need nothing else: the one that is set, or that of the state folder."""

import contextlib
from collections.abc import Iterator

from bot.joining import joined
from bot.logs import configure_logs
from bot.settings import Settings


@contextlib.contextmanager
def stored(settings: Settings) -> Iterator[Settings]:
    """Return settings that name a store, for as long as the block runs; what is logged goes to the state folder's terminal.log.

    Raises:
        Misconfigured, Unavailable: the servers of the state folder do not start.
    """
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.home / "terminal.log").open("a", encoding="utf-8") as log:
        configure_logs(settings.log_level, settings.secrets(), log)
        if settings.redis_url is not None:
            yield settings
            return
        with joined(settings) as house:
            yield house.told(settings)
