"""The store, for commands that need nothing else: the one that is set, or that of the state folder."""

import contextlib
from collections.abc import Iterator

from bot.joining import joined
from bot.settings import Settings


@contextlib.contextmanager
def stored(settings: Settings) -> Iterator[Settings]:
    """Return settings that name a store, for as long as the block runs.

    Raises:
        Misconfigured, Unavailable: the servers of the state folder do not start.
    """
    if settings.redis_url is not None:
        yield settings
        return
    with joined(settings) as house:
        yield house.told(settings)
