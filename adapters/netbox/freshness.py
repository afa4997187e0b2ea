"""Whether what is kept still holds: NetBox's log of changes tells, where this identity may read it."""

import threading
import time
from collections.abc import Sequence
from typing import Any

from adapters.netbox.asking import Asking, Params
from adapters.netbox.keeping import Keeping
from orchestration.catalogue.catalogue import Catalogue
from orchestration.changelog import FIELDS, ORDERING, PAGE, TYPE, Seen, read_on
from orchestration.errors import NetbotError, NotAllowed
from orchestration.messages import Frozen

# What others changed shows in answers from the cache after so many seconds at most.
LOG_SECONDS = 10.0
# Whoever may not read the log is asked again after this time: permissions change.
DENIED_SECONDS = 600.0
# Longer than any answer is kept, so that there is no answer without a word on how far the log was read.
NOTED_SECONDS = 7 * 24 * 3600.0
# They are no records of their own but fields of all others.
EVERYWHERE = frozenset(("extras.customfield", "extras.customfieldchoiceset"))


class Checked(Frozen):
    """What the log told an identity last.

    Args:
        at: when it was asked, seconds since the epoch.
        since: what was read before may be of no worth any more, seconds since the epoch.
        seen: how far it was read; None where this identity may not read it.
    """

    at: float
    since: float = 0.0
    seen: Seen | None = None


class Freshness:
    """Drops what the log says has changed, before kept answers are given; for one identity and one turn.

    Args:
        asking: reads the log.
        catalogue: all object types.
        keeping: this identity's kept answers.
        every: seconds for which what the log told is enough, and an answer is given again without a look there.
    """

    def __init__(self, asking: Asking, catalogue: Catalogue, keeping: Keeping, every: float = LOG_SECONDS) -> None:
        self._asking, self._catalogue, self._keeping, self._every = asking, catalogue, keeping, every
        self._lock = threading.Lock()
        self._checked: Checked | None = None

    def kept(self, key: str) -> Any:
        """Return a kept answer that still holds, with the seconds since the epoch at which it was `read_at`, or None."""
        found = self._keeping.get(key)
        if found is None or time.time() - found["read_at"] < self._every:
            return found
        before = self._checked
        checked = self.check()
        if checked is not before:
            # What the log told may have dropped it.
            found = self._keeping.get(key)
        return found if found is not None and found["read_at"] >= checked.since else None

    def check(self) -> Checked:
        """Read the log on, once in a turn and unless that was done a moment ago, and drop what it says has changed.

        A NetBox that does not answer is no reason to hold back what is known: the answer says how old it is.
        """
        with self._lock:
            if self._checked is not None:
                return self._checked
            last = self._noted()
            if last is not None and time.time() - last.at < (self._every if last.seen else DENIED_SECONDS):
                self._checked = last
                return last
            began = time.time()
            try:
                checked = self._read(began, last)
            except NotAllowed:
                checked = Checked(at=began, since=last.since if last else 0.0)
            except NetbotError:
                self._checked = last or Checked(at=began)
                return self._checked
            self._keeping.note(self._key, checked.model_dump(), NOTED_SECONDS)
            self._checked = checked
            return checked

    @property
    def _key(self) -> str:
        # A release that notes it in another form takes another key.
        return self._keeping.key("log 1", ())

    def _noted(self) -> Checked | None:
        found = self._keeping.get(self._key)
        return None if found is None else Checked.model_validate(found)

    def _read(self, began: float, last: Checked | None) -> Checked:
        about = self._catalogue[TYPE]

        def ask(params: Params, offset: int) -> tuple[Sequence[dict[str, Any]], int]:
            window = [("ordering", ORDERING), ("fields", ",".join(FIELDS)), ("limit", str(PAGE))]
            return self._asking.rows(about, [*params, *window, *([("offset", str(offset))] if offset else [])])

        news = read_on(ask, last.seen if last else None)
        types = {type_ for type_, _ in news.changed or ()}
        if news.changed is None or types & EVERYWHERE:
            return Checked(at=began, since=time.time(), seen=news.seen)
        for type_ in sorted(types):
            self._keeping.drop(self._catalogue, type_)
        return Checked(at=began, since=last.since if last else 0.0, seen=news.seen)
