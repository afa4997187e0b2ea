"""Listens to what is written in Discord: what is meant for the bot is stored durably, in the order it was written."""

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord import incoming
from adapters.discord.bridge import Bridge, Refusal
from adapters.discord.channels import Channels
from adapters.discord.handover import Asked, Handover
from adapters.discord.incoming import Heard
from adapters.discord.layout import SUPPRESS_EMBEDS
from adapters.discord.people import People
from adapters.discord.spoken import context_of, words_of
from adapters.discord.threads import Threads as Opening
from orchestration.errors import NetbotError, PlatformUnavailable, Refused, StoreUnavailable
from orchestration.messages import Address, Author, Click, Form, Utterance
from orchestration.ports import Cache, Stops
from orchestration.secrets import without_secrets
from orchestration.sessions.threads import Threads
from orchestration.stopping import means_stop, told

log = structlog.get_logger(__name__)

Data = Mapping[str, Any]
MOST_READ = 100
LATEST_EDIT = 600.0
HOW_TO_GO_ON = "I cannot read what does not mention me here. Mention me to go on, or use /netbox ask."
_NONE: Mapping[str, Any] = {"parse": []}


@dataclass(frozen=True, slots=True)
class Listener:
    """What is written, and what becomes of it.

    Args:
        accept: stores a message and rings; None where it was there already. May raise StoreUnavailable and Refused.
        admits: says whether anything is answered to this author there.
        answers: says whether the policy lists a guild, or a channel of it.
        administers: says whether somebody may stop what others asked.
        bridge: Discord's API.
        bot: id of the bot.
        reads_all: message content is granted: threads can be followed without a mention.
        people: looks people up.
        channels: knows channels and threads.
        threads: which threads the bot is spoken to in.
        opening: opens threads.
        handover: what is left for the workers.
        stops: what is not wanted any more.
        forget: removes what is kept of a message, by its key.
        marks: remembers what came already.
        later: does what nobody waits for.
        clock: seconds since the epoch.
    """

    accept: Callable[[Utterance | Click | Form], str | None]
    admits: Callable[[Utterance | Click | Form], bool]
    answers: Callable[[str], bool]
    administers: Callable[[Author, Address], bool]
    bridge: Bridge
    bot: str
    reads_all: bool
    people: People
    channels: Channels
    threads: Threads
    opening: Opening
    handover: Handover
    stops: Stops
    forget: Callable[[Address, str], bool]
    marks: Cache
    later: Executor
    clock: Callable[[], float] = time.time

    def created(self, data: Data) -> None:
        """Take a message; what goes wrong is told where it was written."""
        said = incoming.heard(data, self.bot)
        if said is None:
            return
        try:
            address = self._meant(said)
            if address is not None:
                self._take(said, address)
        except NetbotError as known:
            log.warning("discord_message_not_taken", message=said.id, reason=known.text)
            if said.at_bot or said.guild is None:
                self._tell(said, known)

    def edited(self, data: Data) -> None:
        """Take the new wording of a message just asked, once; what was asked before is taken back where it is not answered."""
        if not incoming.is_edited(data):
            return
        said = incoming.heard(data, self.bot)
        if said is None or self.clock() - incoming.moment(said.id) > LATEST_EDIT:
            return
        try:
            before = _address(self.marks.get(_heard_mark(said.id)))
            if before is not None and said.text:
                self.stops.withdraw(before, None, _key(before, said.id))
                self._take(said, before, edit=True)
            elif before is None and said.at_bot and (address := self._meant(said)) is not None:
                # The mention was forgotten at first.
                self._take(said, address, edit=True)
        except NetbotError as known:
            log.warning("discord_edit_not_taken", message=said.id, reason=known.text)

    def deleted(self, messages: Iterable[str]) -> None:
        """End what is not answered yet of deleted messages, and remove what is kept of them."""
        for id_ in messages:
            try:
                address = _address(self.marks.get(_heard_mark(id_)))
                for key in () if address is None else (_key(address, id_), _key(address, f"{id_}:edit")):
                    if address is not None:
                        self.stops.withdraw(address, None, key)
                        self.forget(address, key)
            except StoreUnavailable as away:
                log.warning("discord_deletion_not_taken", message=id_, reason=away.text)

    def stop(self, address: Address, author: Author, message: str | None = None) -> str:
        """End what somebody asked in a thread, an administrator what anybody did; never in the middle of writing.

        Args:
            address: the thread.
            author: who wants it ended.
            message: key of the one message that is meant; None for all.

        Returns:
            What to say.
        """
        everybodys = self.administers(author, address)
        return told(self.stops.withdraw(address, None if everybodys else author.key, message))

    def _meant(self, said: Heard) -> Address | None:
        """Return the thread a message belongs to where it is meant for the bot, else None."""
        if said.guild is None:
            return incoming.address_in(None, incoming.Channel(said.channel, direct=True), begins=said.id)
        # Nothing is looked up, nor remembered, of what is said in guilds that are not answered.
        if not self.answers(said.guild):
            return None
        address = said.address(self.channels.of(said.channel))
        in_thread = address.thread == said.channel
        address = (self.handover.belongs(said.channel) if in_thread else None) or address
        if said.at_bot:
            return address
        return address if in_thread and self._goes_on(said, address) else None

    def _goes_on(self, said: Heard, address: Address) -> bool:
        """Say whether what somebody writes in a thread without a mention is said to the bot."""
        if not self.reads_all:
            self._say_how_to_go_on(said, address)
            return False
        if not said.at_others and self.threads.means_the_bot(address, said.author.id):
            return True
        if self.threads.knows(address):
            self.threads.talked(address, said.author.id)
        return False

    def _take(self, said: Heard, address: Address, *, edit: bool = False) -> None:
        author = self.people.known(said.author)
        asked = incoming.utterance(said, author, address, self.bot, edit=edit)
        if not self.admits(asked):
            log.info("not_answered", address=address.key, author=author.key)
            return
        if means_stop(words_of(said.text, bot=self.bot)):
            self._post(said, self.stop(address, author))
            return
        opens = address.thread == said.id
        if opens and not edit:
            self._open(address, asked.text)
        apart = address.thread == said.channel and said.guild is not None and self.threads.began_apart(address)
        if apart:
            asked = asked.model_copy(update={"context": self._context(said)})
        self.handover.ask(asked.key, Asked(title=asked.text), author.id)
        turn = self.accept(asked)
        self.threads.asked(address, said.author.id, own=opens or said.guild is None)
        if turn is not None:
            self.handover.turned(turn, asked.key)
            self.marks.put(_heard_mark(said.id), address.model_dump_json().encode(), self.threads.kept)
            self.later.submit(self._type, address)

    def _open(self, address: Address, text: str) -> None:
        """Open the thread that the answer goes into; workers try again, where Discord does not answer."""
        try:
            self.opening.open(address, without_secrets(text) or text)
        except (Refusal, PlatformUnavailable) as lost:
            log.warning("discord_thread_not_opened", channel=address.channel, reason=str(lost))

    def _type(self, address: Address) -> None:
        """Show that something was heard: the receipt within a second."""
        try:
            self.bridge.ask("POST", "/channels/{channel_id}/typing", channel_id=self.opening.channel(address))
        except (Refusal, NetbotError) as none:
            log.debug("discord_not_typing", reason=str(none))

    def _context(self, said: Heard) -> tuple[str, ...]:
        """Read what others said in a thread that began without the bot: a source of names and addresses."""
        query = {"before": said.id, "limit": MOST_READ}
        try:
            found = self.bridge.ask("GET", "/channels/{channel_id}/messages", query=query, channel_id=said.channel)
        except Refusal as refused:
            log.info("discord_thread_not_read", channel=said.channel, code=refused.code)
            return ()
        return context_of(list(reversed(found)), self.bot)

    def _say_how_to_go_on(self, said: Heard, address: Address) -> None:
        """Say once in a thread how to go on in it, to somebody who asked there and writes without a mention."""
        mark = f"discord:told:{address.key}"
        if said.at_others or not self.threads.means_the_bot(address, said.author.id) or self.marks.get(mark):
            return
        self.marks.put(mark, b"1", self.threads.kept)
        self._post(said, HOW_TO_GO_ON)

    def _tell(self, said: Heard, known: NetbotError) -> None:
        """Tell what went wrong, without the store, to whom is answered where they are."""
        if said.author.is_guest or not (said.guild is None or self.answers(said.guild)):
            return
        self._post(said, known.sentence if isinstance(known, Refused) else f"{known.sentence} Ask again in a moment.")

    def _post(self, said: Heard, text: str) -> None:
        body = {
            "content": text,
            "flags": SUPPRESS_EMBEDS,
            "message_reference": {"message_id": said.id, "fail_if_not_exists": False},
            "allowed_mentions": _NONE,
            # The same twice within some minutes is one message.
            "nonce": said.id,
            "enforce_nonce": True,
        }
        try:
            self.bridge.ask("POST", "/channels/{channel_id}/messages", body, channel_id=said.channel)
        except (Refusal, PlatformUnavailable) as lost:
            log.warning("discord_not_told", message=said.id, reason=str(lost))


def _heard_mark(message: str) -> str:
    return f"discord:heard:{message}"


def _key(address: Address, message: str) -> str:
    return f"discord/{address.place}/{address.channel}/{message}"


def _address(kept: bytes | None) -> Address | None:
    return Address.model_validate_json(kept) if kept else None
