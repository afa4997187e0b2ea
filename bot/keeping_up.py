"""Keeping one index of names up: what NetBox's log says changed goes in; where there is no index, or an old one, it is built."""

import time
from collections.abc import Callable

import structlog

from adapters.redis.names import RedisNames
from orchestration.catalogue.loading import load
from orchestration.changelog import Seen
from orchestration.errors import NotAllowed
from orchestration.language.following import follow, read_log
from orchestration.language.names import gather
from orchestration.ports import Inventory, scope_of

log = structlog.get_logger(__name__)

# A claim outlives its holder for so many seconds at most, should that be killed; it is held anew before each request.
LONGEST = 120
# Where NetBox's log may not be read, names are gathered anew after so many seconds.
WITHOUT_LOG = 600.0


def keep_up(inventory: Inventory, names: RedisNames, longest: float, go_on: Callable[[], bool] = lambda: True) -> None:
    """Bring what changed into an index of names, or build it where it is not there or is old, unless another worker does.

    Args:
        inventory: NetBox, with the rights of one identity.
        names: the index.
        longest: seconds after which it is built anew though the log tells what changed.
        go_on: looked at before each request of a building; False ends it.

    Raises:
        NetbotError: NetBox or the index is away, or the building was ended; types that were read by then are in.
    """
    scope = scope_of(inventory)
    if not names.claim(scope, LONGEST):
        return

    def held() -> bool:
        names.hold(scope, LONGEST)
        return go_on()

    try:
        built, seen = names.built_at(scope), names.read_to(scope)
        age = float("inf") if built is None else time.time() - built
        if age < (longest if seen else min(longest, WITHOUT_LOG)):
            if seen is None:
                return
            if (after := _followed(inventory, names, seen)) is not None:
                if after != seen:
                    names.note_log(scope, after)
                return
        begun = _log_now(inventory)
        count = gather(inventory, names, load(), time.time(), held)
        names.note_log(scope, begun)
        log.info("names_gathered", names=count, netbox_requests=inventory.meter().requests)
    finally:
        names.unclaim(scope)


def _followed(inventory: Inventory, names: RedisNames, seen: Seen) -> Seen | None:
    try:
        return follow(inventory, names, load(), seen)
    except NotAllowed:
        return None


def _log_now(inventory: Inventory) -> Seen | None:
    """Return where NetBox's log stands before names are gathered: what changes meanwhile is read again. None where it may not be read."""
    try:
        return read_log(inventory, None).seen
    except NotAllowed:
        return None
