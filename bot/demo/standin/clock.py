"""The time as NetBox writes it, never the same twice: versions of an object are told apart by it."""

import threading
from datetime import UTC, datetime, timedelta

_lock = threading.Lock()
_last = [datetime.min.replace(tzinfo=UTC)]


def now() -> str:
    """Return the time in UTC to the microsecond, later than any returned before."""
    with _lock:
        _last[0] = max(datetime.now(UTC), _last[0] + timedelta(microseconds=1))
        return _last[0].isoformat(timespec="microseconds").replace("+00:00", "Z")


def etag(last_updated: str | None) -> str | None:
    """Return the weak ETag that NetBox 4.6 and later give an object: its time of change."""
    return last_updated and 'W/"' + datetime.fromisoformat(last_updated).isoformat() + '"'
