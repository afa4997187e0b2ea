"""Where the steps of long work stand: the message that becomes its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.calls import Refusal
from adapters.slack.poster import BLOCKS_REFUSED, Place, Poster
from adapters.slack.steps import steps_message
from adapters.slack.streams import Streams
from orchestration.errors import Misconfigured, PlatformUnavailable
from orchestration.messages import Author

# What Slack answers where somebody pressed its own stop button under a stream.
STOPPED = "stopped_by_user"


@dataclass(slots=True)
class Steps:
    """The steps of one turn: streamed where Slack offers that, by edits elsewhere.

    Args:
        poster: posts and edits the message.
        streams: streams into it.
        place: where.
        once: key of the message; the answer has the same and takes its place.
        asker: whoever asked.
    """

    poster: Poster
    streams: Streams
    place: Place
    once: str
    asker: Author
    _id: str = ""
    _shown: int = 0
    _streaming: bool = True
    _newest: bool = True

    def __call__(self, notes: Sequence[str]) -> bool:
        """Show the steps; see `orchestration.progress.Show`."""
        if self._streaming:
            try:
                self._stream(notes)
            except (Refusal, Misconfigured) as over:
                self._streaming = False
                if isinstance(over, Refusal) and over.code == STOPPED:
                    return False
        return self._streaming or self._edit(notes)

    def _stream(self, notes: Sequence[str]) -> None:
        if self._id:
            self.streams.append(self.place, self._id, self.once, notes, self._shown)
        elif self.poster.posted(self.place, self.once) is None:
            try:
                self._id = self.streams.start(self.place, self.once, self.asker, notes)
            except PlatformUnavailable:
                # It may have begun: the next steps look for it.
                self._streaming = False
                raise
        self._shown, self._streaming = len(notes), bool(self._id)

    def _edit(self, notes: Sequence[str]) -> bool:
        self.streams.stop(self.place, self.once)
        message = steps_message(notes, newest=self._newest)
        try:
            if self._id:
                self.poster.edit(self.place, self._id, message, self.once, may_drop=True)
            else:
                self._id = self.poster.put(self.place, self.once, message)
        except Refusal as refused:
            if refused.code not in BLOCKS_REFUSED or not self._newest:
                return False
            self._newest = False
            return self._edit(notes)
        return True
