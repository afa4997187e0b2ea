"""The ways to show a reply, the best first, and which of them are taken here.

Discord takes components and files; whoever stands in for it may not, or the bot may not attach files somewhere. What is refused is shown in the next way,
and what is refused for good is remembered, so that the next reply begins there.
"""

import time
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
REMEMBERED, _FORGOTTEN = 24 * 3600.0, 300.0
_STYLES: tuple[Style, ...] = ("components", "embeds")
# Seconds between the two tries of what has files.
_SOON = 0.5
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
        sleep: waits, seconds.
    """

    marks: Cache
    wanted: Style = "components"
    draw: Draw | None = None
    sleep: Callable[[float], None] = time.sleep

    @property
    def style(self) -> Style:
        """How messages are shown here."""
        return "embeds" if self.wanted == "embeds" or self.marks.get(_NO_COMPONENTS) else "components"

    def best(self, reply: Reply) -> Shown:
        """Return a reply's messages in the best way."""
        return render(reply, self.style, files=not self.marks.get(_NO_FILES), draw=self.draw)

    def show(self, reply: Reply, put: Callable[[Way], T]) -> T:
        """Show a reply in the first way that is taken.

        Args:
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
                done = self._put(way, put)
            except Refusal as refusal:
                if way.is_last or not _is_of_the_form(refusal):
                    raise
                log.warning("discord_message_refused", style=way.style, files=way.files, reason=str(refusal))
                refused = True
            except PlatformUnavailable as away:
                if not _may_be_the_files(way, away):
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

    def _put(self, way: Way, put: Callable[[Way], T]) -> T:
        """Put a way's messages where they belong; those with files twice, a moment apart, for Discord may be away."""
        try:
            return put(way)
        except PlatformUnavailable as away:
            if not _may_be_the_files(way, away):
                raise
        self.sleep(_SOON)
        return put(way)

    def _learn(self, way: Way, *, refused: bool, unsent: bool) -> None:
        """Remember what is never taken here; of components only where none ever were, for those of one reply may be wrong."""
        if unsent and not way.files:
            self.marks.put(_NO_FILES, b"1", _FORGOTTEN)
        if way.style == "components":
            if not self.marks.get(_COMPONENTS):
                self.marks.put(_COMPONENTS, b"1", REMEMBERED)
        elif way.style == "embeds" and refused and not self.marks.get(_COMPONENTS):
            self.marks.put(_NO_COMPONENTS, b"1", REMEMBERED)


def _may_be_the_files(way: Way, away: PlatformUnavailable) -> bool:
    """Say whether Discord may break over the files alone."""
    return way.has_files and away.retry_after is None


def _is_of_the_form(refusal: Refusal) -> bool:
    """Say whether it is the form that is refused: another may be taken."""
    return refusal.code in _NOT_TAKEN or (refusal.code in _CODELESS and refusal.status in _BAD_REQUEST)
