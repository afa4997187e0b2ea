"""Shows the steps of work that takes longer than a moment; how they look and where they stand is the platform's."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from orchestration.errors import NetbotError

log = structlog.get_logger(__name__)

LONGEST_GOODBYE = 15.0

Show = Callable[[Sequence[str]], bool]
"""Shows the steps so far, in order, the last one under way; returns whether to show more. A NetbotError means that these were not shown."""


@dataclass(slots=True)
class Progress:
    """The progress of one turn.

    Args:
        show: shows the steps; called by one thread, one call after the other.
        patience: seconds of work before they are shown.
        between: seconds from one showing to the next.
    """

    show: Show
    patience: float
    between: float
    _notes: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def note(self, note: str) -> None:
        """Tell the next step."""
        if not self._notes or self._notes[-1] != note:
            self._notes.append(note)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="progress", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Show no more; whatever is being shown is there when this returns."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(LONGEST_GOODBYE)

    def _run(self) -> None:
        shown, pause, goes_on = 0, self.patience, True
        while goes_on and not self._over.wait(pause):
            pause = self.between
            notes = tuple(self._notes)
            if len(notes) == shown:
                continue
            try:
                goes_on = self.show(notes)
                shown = len(notes)
            except NetbotError as away:
                log.info("progress_not_shown", reason=away.text)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The progress of all turns that are being worked on.

    Args:
        patience: seconds of work before its steps are shown.
        between: seconds from one showing to the next.
    """

    patience: float = 2.0
    between: float = 1.5
    _turns: dict[str, Progress] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, turn: str, note: str, begin: Callable[[], Show]) -> None:
        """Tell the next step of a turn.

        Args:
            turn: which.
            note: the step.
            begin: makes what shows this turn's steps; called with its first.
        """
        with self._lock:
            progress = self._turns.get(turn)
            if progress is None:
                progress = self._turns[turn] = Progress(begin(), self.patience, self.between)
        progress.note(note)

    def end(self, turn: str) -> None:
        """Show no more of a turn; whatever is being shown is there when this returns."""
        with self._lock:
            progress = self._turns.pop(turn, None)
        if progress is not None:
            progress.end()
