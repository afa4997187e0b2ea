"""Shows the steps of work that takes longer than a moment, in the message that becomes its answer."""

import contextlib
import threading
from dataclasses import dataclass, field

from adapters.slack.calls import Refusal
from adapters.slack.poster import BLOCKS_REFUSED, Place, Poster
from adapters.slack.steps import steps_message
from orchestration.errors import NetbotError

BETWEEN_EDITS = 1.5
LONGEST_GOODBYE = 15.0


@dataclass(slots=True)
class Progress:
    """The progress of one turn.

    Args:
        poster: posts and edits the message.
        place: where.
        once: key of the message; the answer has the same and takes its place.
        patience: seconds of work before it is shown.
    """

    poster: Poster
    place: Place
    once: str
    patience: float
    _notes: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def note(self, note: str) -> None:
        """Tell the next step."""
        if not self._notes or self._notes[-1] != note:
            self._notes.append(note)
        if self._thread is None:
            self._thread = threading.Thread(target=self._show, name="slack-progress", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Show no more; whatever is being posted is there when this returns."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(LONGEST_GOODBYE)

    def _show(self) -> None:
        shown, posted, newest = 0, "", True
        pause = self.patience
        while not self._over.wait(pause):
            pause = BETWEEN_EDITS
            notes = list(self._notes)
            if len(notes) == shown:
                continue
            message = steps_message(notes, newest=newest)
            try:
                if posted:
                    self.poster.edit(self.place, posted, message, self.once, may_drop=True)
                else:
                    posted = self.poster.put(self.place, self.once, message)
                shown = len(notes)
            except Refusal as refused:
                if refused.code not in BLOCKS_REFUSED or not newest:
                    return
                newest = False
            except NetbotError:
                with contextlib.suppress(NetbotError):
                    posted = self.poster.posted(self.place, self.once) or ""
