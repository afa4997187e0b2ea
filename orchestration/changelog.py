"""NetBox's log of changes, read on from where it was left: which objects changed since.

The last minute is read twice: an entry has the moment at which its change began, and shows when the change is committed, so that it may turn
up among older ones. A log that goes backwards (a backup was restored) says nothing of what changed: everything may have. Permissions are not in
the log, nor is what a migration or SQL by hand does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from orchestration.messages import Frozen, Stored

TYPE = "core.objectchange"
FIELDS = ("id", "time", "changed_object_type", "changed_object_id")
ORDERING = "-id"
PAGE = 500
TWICE = timedelta(seconds=60)

# Asks the log with (parameter, value) and how many rows to skip; returns rows of `FIELDS`, the newest first, and how many fit in all.
Ask = Callable[[Sequence[tuple[str, str]], int], tuple[Sequence[Mapping[str, Any]], int]]


class Seen(Stored):
    """How far the log was read.

    Args:
        at: time of the newest entry, as NetBox wrote it; empty where there was none.
        recent: time by id of the entries of the minute before that.
    """

    at: str = ""
    recent: dict[int, str] = {}


class News(Frozen):
    """What the log told.

    Args:
        seen: how far it is read now.
        changed: (type, id) of what was made, changed or deleted since; None where everything may have.
    """

    seen: Seen
    changed: frozenset[tuple[str, int]] | None


def read_on(ask: Ask, seen: Seen | None, pages: int = 1) -> News:
    """Read the log on; one request where little changed.

    Args:
        ask: asks it.
        seen: how far it was read; None where it never was.
        pages: requests at most; where more changed than they show, everything may have.

    Raises:
        NetbotError: the log cannot be read.
    """
    if seen is None:
        return News(seen=_seen(ask((), 0)[0]), changed=None)
    since = (("time_after", _before(seen.at)),) if seen.at else ()
    rows, total = ask(since, 0)
    found = {int(row["id"]): row for row in rows}
    for page in range(1, min(pages, -(-total // PAGE))):
        found |= {int(row["id"]): row for row in ask(since, page * PAGE)[0]}
    known = {id_: str(row["time"]) for id_, row in found.items()}
    if total > pages * PAGE or any(known.get(id_) != time for id_, time in seen.recent.items()):
        return News(seen=_seen(found.values() or ask((), 0)[0]), changed=None)
    fresh = [row for id_, row in found.items() if id_ not in seen.recent]
    changed = frozenset((str(row["changed_object_type"]), int(row["changed_object_id"])) for row in fresh)
    return News(seen=_seen(found.values()), changed=changed)


def _seen(rows: Iterable[Mapping[str, Any]]) -> Seen:
    times = {int(row["id"]): str(row["time"]) for row in rows}
    if not times:
        return Seen()
    newest = max(times.values(), key=_moment)
    least = _moment(newest) - TWICE
    return Seen(at=newest, recent={id_: time for id_, time in times.items() if _moment(time) >= least})


def _before(time: str) -> str:
    return (_moment(time) - TWICE).astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(time: str) -> datetime:
    return datetime.fromisoformat(time)
