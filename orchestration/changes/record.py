"""The record: every proposal and every step of it, in order, sealed so that a change or a loss is found.

Each entry's seal is a keyed digest (HMAC-SHA256) over the entry and the seal before it. Without the key nobody can alter, remove
or add an entry so that the seals still fit; the store itself remembers the greatest number there ever was, so that entries cut
off at the end are missed too. Sharp edge: who can put the whole store back to an older state of itself removes what came after
without a trace in the store. The same entries go to the JSON log, with number and seal, so that there the trace is.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog

from orchestration.messages import Author
from orchestration.ports import Entry, Record

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes the record, and checks it.

    Args:
        record: where it is kept.
        key: the key of the seals; whoever has it can forge the record.
        clock: seconds since the epoch.
    """

    record: Record
    key: bytes
    clock: Callable[[], float] = time.time

    def note(self, event: str, *, proposal: str = "", by: Author | None = None, **about: Any) -> Entry:
        """Write an entry behind the last, and to the JSON log.

        Args:
            event: what happened.
            proposal: which proposal it is about.
            by: who did it; None where time did.
            about: what there is to know of it; plain JSON.
        """
        at = round(self.clock(), 3)
        while True:
            # In this order: an entry that comes in between is then the last, and the seal is made over it.
            end, last = self.record.ends_at(), self.record.last()
            number = max(last.number if last else 0, end) + 1
            entry = Entry(
                number=number, at=at, event=event, proposal=proposal, person=by.key if by else "", about=about
            )
            sealed = entry.model_copy(update={"seal": self._seal(entry, last.seal if last else "")})
            if self.record.add(sealed):
                log.info("record", **sealed.model_dump(mode="json", exclude={"event"}), what=event)
                return sealed

    def entries(self) -> Iterator[Entry]:
        """Return all entries, in order."""
        number = 0
        while page := self.record.read(number):
            yield from page
            number = page[-1].number

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with the record, a sentence each; nothing when every entry is there as it was written."""
        found, number, seal = [], 0, ""
        for entry in self.entries():
            if entry.number != number + 1:
                missing = (
                    f"Entry {number + 1} is"
                    if entry.number == number + 2
                    else f"Entries {number + 1} to {entry.number - 1} are"
                )
                found.append(f"{missing} missing.")
            elif not hmac.compare_digest(entry.seal, self._seal(entry, seal)):
                found.append(f"Entry {entry.number} was altered.")
            number, seal = entry.number, entry.seal
        if (end := self.record.ends_at()) > number:
            found.append(f"The record ends at entry {number}, but entry {end} was written.")
        return tuple(found)

    def _seal(self, entry: Entry, before: str) -> str:
        content = json.dumps([before, entry.model_dump(mode="json", exclude={"seal"})], sort_keys=True)
        return hmac.new(self.key, content.encode(), hashlib.sha256).hexdigest()
