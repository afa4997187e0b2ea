"""The record: every proposal and every step of it, in order, sealed so that a change or a loss is found.

Each entry's seal is a keyed digest (HMAC-SHA256) over the entry and the seal before it: without the key nobody can alter, remove or
add an entry so that the seals still fit. Of a record that was cut at its end, or put back to an older state of itself, every seal fits.
That is found by the anchor: each machine that writes keeps, out of the store, number and seal of the last entry it wrote. The entry is
written first, so that a crash between the two leaves an anchor that is behind, never one that accuses. The anchor moves on only where
the entry it names is still there, so that what was lost stays found however long the record grows again.

The same entries go to the JSON log, with number and seal.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from pydantic import ValidationError

from orchestration.errors import NetbotError
from orchestration.messages import Author, Stored
from orchestration.ports import Anchor, Entry, Record

log = structlog.get_logger(__name__)


class Anchored(Stored):
    """What an anchor says.

    Args:
        number: of the last entry that was written from this machine.
        seal: that entry's.
        mark: keyed digest over both.
    """

    number: int
    seal: str
    mark: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes the record, and checks it.

    Args:
        record: where it is kept.
        key: the key of the seals; whoever has it can forge the record.
        anchor: remembers on this machine how far the record came.
        clock: seconds since the epoch.
    """

    record: Record
    key: bytes
    anchor: Anchor
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
                self._remember(sealed, last)
                return sealed

    def entries(self) -> Iterator[Entry]:
        """Return all entries, in order."""
        number = 0
        while page := self.record.read(number):
            yield from page
            number = page[-1].number

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with the record, a sentence each; nothing when every entry is there as it was written."""
        # Both are read before the entries: what is written meanwhile is no loss.
        text, end = self.anchor.held(), self.record.ends_at()
        anchored = self._anchored(text)
        found, number, seal = [], 0, ""
        if text and anchored is None:
            found.append("The anchor on this machine was altered, or is of another key.")
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
            if anchored is not None and entry.number == anchored.number and entry.seal != anchored.seal:
                found.append(f"Entry {entry.number} is not the one that was written from this machine.")
            number, seal = entry.number, entry.seal
        end = max(end, anchored.number if anchored else 0)
        if end > number:
            ends = f"The record ends at entry {number}" if number else "The record is empty"
            found.append(f"{ends}, but entry {end} was written.")
        return tuple(found)

    def anchored(self) -> bool:
        """Say whether this machine remembers how far the record came; only then a record that was cut at its end is sure to be found."""
        return bool(self.anchor.held())

    def _remember(self, entry: Entry, before: Entry | None) -> None:
        # What was written is written: an anchor that cannot be moved is told in the log and keeps nobody from their change.
        try:
            self.anchor.exchange(partial(self._further, entry, before))
        except NetbotError as wrong:
            log.warning("record_not_anchored", reason=wrong.text)

    def _further(self, entry: Entry, before: Entry | None, text: str) -> str:
        """Return what an anchor says after an entry was written; as before where the entry it names is no longer in the record."""
        if text:
            anchored = self._anchored(text)
            if anchored is None or not self._holds(anchored, before):
                log.error("record_cut", anchored=anchored.number if anchored else None)
                return text
            if anchored.number >= entry.number:
                return text
        mark = self._mark(entry.number, entry.seal)
        return Anchored(number=entry.number, seal=entry.seal, mark=mark).model_dump_json()

    def _holds(self, anchored: Anchored, before: Entry | None) -> bool:
        """Say whether the record still holds an anchored entry; where nobody else wrote meanwhile it is the one before."""
        if before is not None and before.number == anchored.number:
            return before.seal == anchored.seal
        found = self.record.read(anchored.number - 1, 1)
        return bool(found) and (found[0].number, found[0].seal) == (anchored.number, anchored.seal)

    def _anchored(self, text: str) -> Anchored | None:
        try:
            anchored = Anchored.model_validate_json(text)
        except ValidationError:
            return None
        genuine = hmac.compare_digest(anchored.mark, self._mark(anchored.number, anchored.seal))
        return anchored if genuine else None

    def _mark(self, number: int, seal: str) -> str:
        return hmac.new(self.key, f"anchor {number} {seal}".encode(), hashlib.sha256).hexdigest()

    def _seal(self, entry: Entry, before: str) -> str:
        content = json.dumps([before, entry.model_dump(mode="json", exclude={"seal"})], sort_keys=True)
        return hmac.new(self.key, content.encode(), hashlib.sha256).hexdigest()
