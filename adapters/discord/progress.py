"""Shows the steps of work that takes longer than a moment, in the message that becomes its answer."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from adapters.discord.bridge import Refusal
from adapters.discord.layout import Style
from adapters.discord.pieces import Message
from adapters.discord.steps import steps_message
from orchestration.errors import NetbotError

log = structlog.get_logger(__name__)

BETWEEN_EDITS = 1.5
LONGEST_GOODBYE = 15.0


@dataclass(slots=True)
class Progress:
    """The progress of one turn.

    Args:
        show: puts a message where the answer will be.
        patience: seconds of work before it is shown.
        style: components or embeds.
    """

    show: Callable[[Message], object]
    patience: float
    style: Style
    _notes: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def note(self, note: str) -> None:
        """Tell the next step."""
        if not self._notes or self._notes[-1] != note:
            self._notes.append(note)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="discord-progress", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Show no more; whatever is being posted is there when this returns."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(LONGEST_GOODBYE)

    def _run(self) -> None:
        shown = 0
        pause = self.patience
        while not self._over.wait(pause):
            pause = BETWEEN_EDITS
            notes = list(self._notes)
            if len(notes) == shown:
                continue
            try:
                self.show(steps_message(notes, self.style))
                shown = len(notes)
            except Refusal as refused:
                log.info("discord_progress_refused", code=refused.code)
                return
            except NetbotError as away:
                log.info("discord_progress_not_shown", reason=away.text)
