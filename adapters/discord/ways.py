"""The ways to show a reply, the best first, and which of them are taken here.

Discord takes components and files; whoever stands in for it may not, or the bot may not attach files somewhere. What is refused is shown in the next way,
and what is refused for good is remembered, so that the next reply begins there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import structlog

from adapters.discord.bridge import Refusal
from adapters.discord.layout import Style, bare, plain
from adapters.discord.pieces import Message
from adapters.discord.poster import INVALID_FORM, NO_PERMISSION, TOO_LARGE
from adapters.discord.render import Draw, render
from orchestration.errors import PlatformUnavailable
from orchestration.messages import Reply
from orchestration.ports import Cache

log = structlog.get_logger(__name__)

Shown = Sequence[Message]
T = TypeVar("T")
REMEMBERED, _FORGOTTEN = 24 * 3600.0, 3600.0
_STYLES: tuple[Style, ...] = ("components", "embeds")
# Files that Discord neither took nor refused so often are left out; it may have been away, so that they are tried first each time.
_MOST_FAILURES = 2
_COMPONENTS, _NO_COMPONENTS, _NO_FILES = "discord:components", "discord:no components", "discord:no files"
_NOT_TAKEN = frozenset({INVALID_FORM, TOO_LARGE, NO_PERMISSION})
# A refusal without a code of Discord's own, or with its general one, tells no more than its status.
_BAD_REQUEST, _CODELESS = frozenset({400, 413, 415, 422}), frozenset({0, 50006})


@dataclass(frozen=True, slots=True)
class Way:
    """A way to show a reply.

    Args:
        shown: its messages.
        style: components or embeds; None for plain text.
        files: it may have files.
    """

    shown: Shown
    style: Style | None
    files: bool

    @property
    def has_files(self) -> bool:
        """Files go with it."""
        return any(each.uploads for each in self.shown)

    @property
    def is_last(self) -> bool:
        """It is text alone."""
        return self.style is None and not self.files


@dataclass(frozen=True, slots=True)
class Ways:
    """Shows replies in the best way that is taken.

    Args:
        marks: remembers what is taken.
        wanted: components of 2025, or the embeds before them.
        draw: draws tables; None where none are drawn.
    """

    marks: Cache
    wanted: Style = "components"
    draw: Draw | None = None

    @property
    def style(self) -> Style:
        """How messages are shown here."""
        return "embeds" if self.wanted == "embeds" or self.marks.get(_NO_COMPONENTS) else "components"

    def best(self, reply: Reply) -> Shown:
        """Return a reply's messages in the best way."""
        return render(reply, self.style, files=not self.marks.get(_NO_FILES), draw=self.draw)

    def show(self, turn: str, reply: Reply, put: Callable[[Way], T]) -> T:
        """Show a reply in the first way that is taken.

        Args:
            turn: whose reply it is.
            reply: what to show.
            put: puts a way's messages where they belong.

        Returns:
            What `put` returned.

        Raises:
            Refusal: no way is taken.
            PlatformUnavailable: Discord is away.
        """
        refused = unsent = False
        for way in self._ways(reply):
            try:
                done = put(way)
            except Refusal as refusal:
                if way.is_last or not _is_of_the_form(refusal):
                    raise
                log.warning("discord_message_refused", style=way.style, files=way.files, reason=str(refusal))
                refused = True
            except PlatformUnavailable as away:
                if not way.has_files or away.retry_after is not None or not self._again(turn):
                    raise
                log.warning("discord_files_not_taken", reason=away.text)
                unsent = True
            else:
                self._learn(way, refused=refused, unsent=unsent)
                return done
        raise AssertionError("the last way is taken, or raises")

    def _ways(self, reply: Reply) -> Iterator[Way]:
        files, styles = not self.marks.get(_NO_FILES), _STYLES if self.style == "components" else _STYLES[1:]
        for style in styles:
            whole = Way(render(reply, style, files=files, draw=self.draw), style, files)
            yield whole
            if whole.has_files:
                yield Way(render(reply, style, files=False), style, files=False)
        if files:
            yield Way(bare(reply), None, files=True)
        yield Way(plain(reply), None, files=False)

    def _again(self, turn: str) -> bool:
        """Count that a turn's files were not taken; say whether that was so often enough."""
        mark = f"discord:unsent:{turn}"
        count = int(self.marks.get(mark) or b"0") + 1
        self.marks.put(mark, str(count).encode(), REMEMBERED)
        return count >= _MOST_FAILURES

    def _learn(self, way: Way, *, refused: bool, unsent: bool) -> None:
        """Remember what is never taken here; of components only where none ever were, for those of one reply may be wrong."""
        if unsent and not way.files:
            self.marks.put(_NO_FILES, b"1", _FORGOTTEN)
        if way.style == "components":
            if not self.marks.get(_COMPONENTS):
                self.marks.put(_COMPONENTS, b"1", REMEMBERED)
        elif way.style == "embeds" and refused and not self.marks.get(_COMPONENTS):
            self.marks.put(_NO_COMPONENTS, b"1", REMEMBERED)


def _is_of_the_form(refusal: Refusal) -> bool:
    """Say whether it is the form that is refused: another may be taken."""
    return refusal.code in _NOT_TAKEN or (refusal.code in _CODELESS and refusal.status in _BAD_REQUEST)
