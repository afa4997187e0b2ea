"""Reading NetBox's log of changes on: nothing is passed over, and a log that cannot be trusted says that everything may have changed."""

from datetime import UTC, datetime, timedelta

from orchestration.changelog import PAGE, Seen, read_on

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Log:
    """A log that answers as NetBox does: the newest id first, from a moment on, a page at a time."""

    def __init__(self):
        self.entries, self.asked = {}, 0

    def add(self, id_, seconds, type_="dcim.site", object_=1):
        """Let an entry show: its id, the seconds after noon at which its change began, and what was changed."""
        time = (NOON + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
        self.entries[id_] = {"id": id_, "time": time, "changed_object_type": type_, "changed_object_id": object_}

    def __call__(self, params, offset):
        self.asked += 1
        after = datetime.fromisoformat(dict(params).get("time_after", "0001-01-01T00:00:00Z"))
        fit = [
            row for _, row in sorted(self.entries.items(), reverse=True) if datetime.fromisoformat(row["time"]) >= after
        ]
        return fit[offset : offset + PAGE], len(fit)


def test_what_changed_since_is_told_once():
    """Each change is told the first time the log is read after it, by one request, and never again."""
    log = Log()
    log.add(1, 0)
    first = read_on(log, None)
    log.add(2, 5, "dcim.rack", 7)
    log.add(3, 500, "dcim.device", 8)
    log.asked = 0
    second = read_on(log, first.seen)
    third = read_on(log, second.seen)
    assert first.changed is None
    assert second.changed == {("dcim.rack", 7), ("dcim.device", 8)}
    assert (third.changed, third.seen, log.asked) == (frozenset(), second.seen, 2)


def test_the_last_minute_is_read_twice():
    """A change that began before the newest one known and was committed after it is not passed over."""
    log = Log()
    log.add(10, 100)
    seen = read_on(log, None).seen
    log.add(9, 45, "ipam.prefix", 3)
    assert read_on(log, seen).changed == {("ipam.prefix", 3)}


def test_a_log_that_goes_backwards_tells_nothing():
    """After a backup was restored everything may have changed, also where the log has grown past the old place meanwhile."""
    log = Log()
    for number in range(1, 4):
        log.add(number, 100 * number)
    seen = read_on(log, None).seen
    del log.entries[3]
    shorter = read_on(log, seen)
    log.add(3, 301)
    log.add(4, 302)
    grown = read_on(log, seen)
    assert (shorter.changed, grown.changed) == (None, None)
    log.add(5, 303)
    assert read_on(log, grown.seen).changed == {("dcim.site", 1)}


def test_too_many_changes_are_everything():
    """Where more changed than a page shows nothing is said of single objects; with more pages it is."""
    log = Log()
    log.add(1, 0)
    seen = read_on(log, None).seen
    for number in range(PAGE):
        log.add(number + 2, 1, "ipam.ipaddress", number)
    log.asked = 0
    assert read_on(log, seen).changed is None
    assert (len(read_on(log, seen, 2).changed), log.asked) == (PAGE, 3)


def test_an_empty_log_is_a_beginning():
    """In a NetBox where nothing was ever changed the first change is told."""
    log = Log()
    seen = read_on(log, None).seen
    assert (seen, read_on(log, seen).changed) == (Seen(), frozenset())
    log.add(1, 0)
    assert read_on(log, seen).changed == {("dcim.site", 1)}
