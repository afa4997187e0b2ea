"""Posts replies to Discord: where they were asked for, each once, private ones to the person alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from adapters.discord.bridge import Refusal
from adapters.discord.buttons import button, revealer, row
from adapters.discord.handover import Asked, Handover, Interaction, is_good
from adapters.discord.hooks import ALONE, Hooks
from adapters.discord.layout import message
from adapters.discord.pieces import Message, Row, Text
from adapters.discord.poster import (
    NO_ACCESS,
    NO_PERMISSION,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Poster,
)
from adapters.discord.steps import steps_message
from adapters.discord.threads import Threads
from adapters.discord.ways import Way, Ways
from orchestration.messages import Address, Author, Reply
from orchestration.progress import UnderWay

log = structlog.get_logger(__name__)

FOR_ONE = "I have an answer that is for one person alone: who asked can see it."
TOLD_PRIVATELY = "I answered this privately: only who asked sees it."
# The channel, the thread or the message to open it on is gone or locked, or the bot was put out of it: no later try will do.
CLOSED = frozenset({UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, NO_ACCESS, NO_PERMISSION, 50007, 50008, 160005})


@dataclass(frozen=True, slots=True)
class DiscordOutbox:
    """`orchestration.ports.Outbox` for Discord.

    Args:
        poster: posts each message once, by the bot's token.
        hooks: answers interactions by theirs.
        threads: opens threads.
        handover: what the gateway's process left, and what it will need.
        ways: how replies are shown.
        under_way: the work whose steps are shown.
    """

    poster: Poster
    hooks: Hooks
    threads: Threads
    handover: Handover
    ways: Ways
    under_way: UnderWay = field(default_factory=UnderWay)

    def working(self, address: Address, asker: Author, turn: str, note: str) -> None:  # noqa: ARG002 - the port gives it
        """Say that a turn is being worked on, and at what; shown where it takes longer than a moment."""
        self.under_way.note(turn, note, lambda: partial(self._show_steps, address, turn))

    def deliver(self, address: Address, turn: str, reply: Reply, amended: Sequence[str]) -> tuple[str, ...]:
        """Post a reply, or put it in the place of the messages `amended`.

        Returns:
            Discord's ids of what stands there now: "channel/message", with "/alone" where one person sees it.

        Raises:
            PlatformUnavailable: Discord is away or busy; the same call again posts what is missing.
            Misconfigured: the token is wrong.
        """
        self.under_way.end(turn)
        if reply.sheet is not None:
            self.handover.keep_sheet(turn, reply.person, reply.sheet)
        asked = self.handover.asked(f"discord/{address.place}/{address.channel}/{reply.asked}")
        try:
            return self._delivered(address, turn, reply, amended, asked)
        except Refusal as refused:
            if refused.code not in CLOSED:
                raise
            log.warning("discord_closed", code=refused.code, address=address.key, reply_turn=turn)
            return ()

    def _delivered(
        self, address: Address, turn: str, reply: Reply, amended: Sequence[str], asked: Asked
    ) -> tuple[str, ...]:
        interaction, direct = asked.interaction, address.thread == address.channel
        waiting = interaction is not None and interaction.deferred and not amended
        if interaction is not None and waiting and (ids := self._fill(address, turn, reply, interaction)) is not None:
            if reply.kind in {"question", "preview"} and _begins(address, interaction) and not interaction.ephemeral:
                self._go_on_at(ids[0], address, asked.title)
            self._clear_steps(turn, ids)
            return ids
        if any(each.endswith(ALONE) for each in amended) or (reply.private and not direct):
            return self._privately(address, turn, reply, amended, asked)
        ids = self._openly(address, turn, reply, [*self._original(address, asked, amended), *amended], asked)
        self._clear_steps(turn, ids)
        return ids

    def _go_on_at(self, answer: str, address: Address, title: str) -> None:
        """Open a thread on a command's answer; the answer stands there all the same, where none can be opened."""
        try:
            self.threads.open(address, title, on=answer.split("/")[1])
        except Refusal as refused:
            log.warning("discord_thread_not_opened", code=refused.code, address=address.key)

    def _fill(self, address: Address, turn: str, reply: Reply, interaction: Interaction) -> tuple[str, ...] | None:
        """Answer a command in the message that says it is thought about; None where its token is no longer good."""
        # A private answer to a command that was acknowledged for all to see.
        apart = reply.private and not interaction.ephemeral and address.thread != address.channel
        if apart:
            told = message([Text(TOLD_PRIVATELY)], "", self.ways.style)
            original, rest = self.hooks.fill(interaction, told), self.ways.best(reply)
        else:
            original, rest = self._filled(interaction, reply)
        if original is None:
            return None
        ids = [original]
        for number, each in enumerate(rest, 1):
            alone = apart or interaction.ephemeral
            there = self.hooks.follow(interaction, f"{turn}:{number}", each, alone=alone)
            ids += [there] if there else []
        self._belong(ids, address)
        return tuple(ids)

    def _filled(self, interaction: Interaction, reply: Reply) -> tuple[str | None, Sequence[Message]]:
        """Put a reply's first message in the place of "@original"; return its id, and the messages that are to follow: all of them where it has none."""
        try:
            there, shown = self.ways.show(reply, lambda way: (self.hooks.fill(interaction, way.shown[0]), way.shown))
        except Refusal as refused:
            # It had components already, and cannot be plain text.
            log.warning("discord_message_refused", reason=str(refused))
            return None, self.ways.best(reply)
        return there, shown[1:] if there else shown

    def _privately(
        self, address: Address, turn: str, reply: Reply, amended: Sequence[str], asked: Asked
    ) -> tuple[str, ...]:
        """Answer so that one person sees it: by what they pressed, or behind a button where they only wrote."""
        interaction = asked.interaction
        if interaction is not None and is_good(interaction, self.hooks.clock()):
            ids: list[str] = []
            # What stands behind [Show me] is no message of a worker, and grows all the same.
            if interaction.ephemeral and not interaction.deferred and amended:
                there, shown = self._filled(interaction, reply)
                ids = [there] if there else []
            else:
                shown = self.ways.best(reply)
            for number, each in enumerate(shown):
                there = self.hooks.follow(interaction, f"{turn}:alone:{number}", each, alone=True)
                ids += [there] if there is not None else []
            if ids:
                posted = tuple(filter(None, ids))
                self._belong(posted, address)
                return posted
        self.handover.keep_private(turn, reply)
        reveal = row([button("Show me", revealer(turn), "primary")])
        note = message([Text(FOR_ONE), Row(reveal)], "", self.ways.style)
        return (self._put(address, f"{turn}:0", note, asked),)

    def _openly(self, address: Address, turn: str, reply: Reply, there: Sequence[str], asked: Asked) -> tuple[str, ...]:
        def put(way: Way) -> tuple[str, ...]:
            # Another message: one that had components cannot be plain text.
            key, earlier = (f"{turn}:bare", ()) if way.style is None else (turn, there)
            return self._put_all(address, key, way.shown, earlier, asked)

        return self.ways.show(reply, put)

    def _put_all(
        self, address: Address, turn: str, shown: Sequence[Message], there: Sequence[str], asked: Asked
    ) -> tuple[str, ...]:
        ids: list[str] = []
        for number, each in enumerate(shown):
            once = f"{turn}:{number}"
            earlier = there[number] if number < len(there) else None
            if earlier is None or not self.poster.edit(earlier, each, once):
                earlier = self._put(address, once, each, asked)
            ids.append(earlier)
        for surplus in there[len(ids) :]:
            self.poster.remove(surplus)
        self._belong(ids, address)
        return tuple(ids)

    def _put(self, address: Address, once: str, shown: Message, asked: Asked) -> str:
        """Post in the thread, opened where it is not yet; in the channel, as an answer to the message, where there can be none."""
        interaction = asked.interaction
        alone = interaction is not None and interaction.ephemeral and _begins(address, interaction)
        channel = address.channel if alone else self.threads.channel(address)
        try:
            return self._put_in(channel, address, once, shown)
        except Refusal as refused:
            unknown = refused.code == UNKNOWN_CHANNEL or refused.not_found
            if not unknown or channel == address.channel:
                raise
        return self._put_in(self.threads.open(address, asked.title), address, once, shown)

    def _put_in(self, channel: str, address: Address, once: str, shown: Message) -> str:
        """Post in a channel: elsewhere than in the thread as an answer to its message, where that is there."""
        answered = address.thread if channel == address.channel != address.thread else ""
        try:
            return self.poster.put(channel, once, shown, answered)
        except Refusal as refused:
            if not answered or not (refused.not_found or refused.code == UNKNOWN_MESSAGE):
                raise
        return self.poster.put(channel, once, shown)

    def _original(self, address: Address, asked: Asked, amended: Sequence[str]) -> list[str]:
        """Return the deferred answer that waits still, for the bot's own token to fill in: the command's is no longer good."""
        late = asked.interaction
        if late is None or not late.deferred or late.ephemeral or amended:
            return []
        channel = address.channel if _begins(address, late) else address.thread
        return [f"{channel}/{late.original}"]

    def _belong(self, ids: Sequence[str], address: Address) -> None:
        """Leave the thread that messages belong to which do not stand there, for what is pressed under them."""
        for each in ids:
            channel, message_id = each.split("/")[:2]
            if address.thread not in {channel, message_id}:
                self.handover.belong(message_id, address)

    def _show_steps(self, address: Address, turn: str, notes: Sequence[str]) -> bool:
        """Show the steps where the answer will be; see `orchestration.progress.Show`."""
        asked, steps = self.handover.asked_in(turn) or Asked(), steps_message(turn, notes, self.ways.style)
        try:
            if asked.interaction is None:
                self._put(address, f"{turn}:0", steps, asked)
            # What was pressed changes when its answer is there; a command's answer says already that it is thought about.
            elif asked.interaction.deferred:
                self.hooks.fill(asked.interaction, steps)
        except Refusal as refused:
            log.info("discord_progress_refused", code=refused.code)
            return False
        return True

    def _clear_steps(self, turn: str, ids: Sequence[str]) -> None:
        """Remove the message that showed the steps, where the answer did not take its place."""
        steps = self.poster.known(f"{turn}:0")
        if steps is not None and steps not in ids:
            self.poster.remove(steps)


def _begins(address: Address, interaction: Interaction) -> bool:
    """Say whether the thread begins at the answer of this interaction."""
    return address.thread == interaction.original
