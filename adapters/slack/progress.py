"""Where the steps of long work stand: the message that becomes its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.calls import Refusal
from adapters.slack.poster import BLOCKS_REFUSED, Place, Poster
from adapters.slack.steps import steps_message


@dataclass(slots=True)
class Steps:
    """The steps of one turn.

    Args:
        poster: posts and edits the message.
        place: where.
        once: key of the message; the answer has the same and takes its place.
    """

    poster: Poster
    place: Place
    once: str
    _posted: str = ""
    _newest: bool = True

    def __call__(self, notes: Sequence[str]) -> bool:
        """Show the steps; see `orchestration.progress.Show`."""
        message = steps_message(notes, newest=self._newest)
        try:
            if self._posted:
                self.poster.edit(self.place, self._posted, message, self.once, may_drop=True)
            else:
                self._posted = self.poster.put(self.place, self.once, message)
        except Refusal as refused:
            if refused.code not in BLOCKS_REFUSED or not self._newest:
                return False
            self._newest = False
            return self(notes)
        return True
