"""What people do with commands, buttons, menus and forms, and what becomes of it.

Nothing about them is kept in the process: a press carries its whole state in its reference, so any process answers it, after any restart.
A press is stored before it is acknowledged. A command is acknowledged first, for the message that waits for its answer begins its thread, and so is
a press whose answer is private; a process that dies between the two is followed by one that resumes the gateway's session, is told of it again and
goes on with it.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord import buttons, commands, incoming, linking
from adapters.discord.autocomplete import Autocomplete, question
from adapters.discord.channels import Channels
from adapters.discord.filling import Filling
from adapters.discord.handover import Asked, Handover, Interaction
from adapters.discord.incoming import Channel
from adapters.discord.layout import EPHEMERAL
from adapters.discord.linking import Linking
from adapters.discord.people import People
from adapters.discord.responding import Responding
from adapters.discord.spoken import context_of
from orchestration.changes.confirming import settles
from orchestration.errors import NetbotError
from orchestration.messages import Address, Author, Click, Form, Utterance
from orchestration.sessions.threads import Threads

log = structlog.get_logger(__name__)

Data = Mapping[str, Any]
# discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type
_COMMAND, _PRESS, _TYPING, _SENT = 2, 3, 4, 5
BROKE = "Something broke while I took that. Nothing was changed. Try again; if it stays, tell whoever runs the bot."
OVER = "That is over already."
NOBODY = "Nobody is answered here, or not you: whoever runs the bot lists the places and people that are."


@dataclass(frozen=True, slots=True)
class Interactions:
    """Takes interactions.

    Args:
        accept: stores a message and rings; None where it was there already. May raise StoreUnavailable and Refused.
        admits: says whether anything is answered to this author there.
        answers: says whether the policy lists a guild, or a channel of it.
        stop: ends what a message asked, by its key, where somebody may; returns what to say.
        private: says whether what is read for somebody there goes to them alone.
        proposals: what somebody asked to have changed and waits, a line each.
        people: looks people up.
        channels: knows channels and threads.
        threads: which threads the bot is spoken to in.
        handover: what is left for the workers, and by them.
        responding: answers interactions.
        autocomplete: completes names.
        forms: opens forms and takes them.
        linking: links people's own NetBox tokens; None where that is not offered here.
        application: id of the application, where an interaction does not tell it.
        clock: seconds since the epoch.
    """

    accept: Callable[[Utterance | Click | Form], str | None]
    admits: Callable[[Utterance | Click | Form], bool]
    answers: Callable[[str], bool]
    stop: Callable[[Address, Author, str], str]
    private: Callable[[Author, Address], bool]
    proposals: Callable[[Author], tuple[str, ...]]
    people: People
    channels: Channels
    threads: Threads
    handover: Handover
    responding: Responding
    autocomplete: Autocomplete
    forms: Filling
    linking: Linking | None
    application: str
    clock: Callable[[], float] = time.time

    def take(self, data: Data) -> None:
        """Take an interaction; in a guild that the policy does not list it is left unanswered."""
        data = {"application_id": self.application, **data}
        guild = data.get("guild_id")
        if guild is not None and not self.answers(str(guild)):
            return
        try:
            author = self.people.known(incoming.presser(data))
            self._taken(data, author)
        except NetbotError as known:
            log.warning("discord_interaction_not_taken", interaction=data["id"], reason=known.text)
            if data["type"] != _TYPING:
                self.responding.say(data, known.sentence)
        # Whoever pressed is told before it is logged as unforeseen: Discord shows nothing by itself for three seconds.
        except Exception:
            self.responding.say(data, BROKE)
            raise

    def _taken(self, data: Data, author: Author) -> None:
        kind = data["type"]
        if kind == _COMMAND and data["data"].get("type") == commands.MESSAGE:
            self._asked_about(data, author)
        elif kind == _COMMAND:
            self._commanded(data, author)
        elif kind == _PRESS:
            self._pressed(data, author)
        elif kind == _TYPING:
            self._typing(data, author)
        elif kind == _SENT:
            self._sent(data, author)

    def _commanded(self, data: Data, author: Author) -> None:
        sub, values = _chosen(data)
        if sub in {commands.LINK, commands.UNLINK}:
            self._link(data, author, sub)
        elif sub == commands.PROPOSALS:
            self._proposals(data, author)
        elif sub in commands.LOOKS:
            self._ask(data, author, question(sub, values.get(commands.THING, "")))
        elif sub == commands.HELP:
            self._ask(data, author, incoming.HELP, private=True)
        else:
            self._ask(data, author, values.get(commands.QUESTION, ""))

    def _asked_about(self, data: Data, author: Author) -> None:
        """Take the command on a message: the question is what the message says."""
        resolved = (data["data"].get("resolved") or {}).get("messages") or {}
        message = resolved.get(str(data["data"].get("target_id"))) or {}
        said = context_of([message], bot="")
        if not said:
            self.responding.say(data, "That message has no words that I could read.")
            return
        self._ask(data, author, said[0], context=said)

    def _ask(
        self, data: Data, author: Author, text: str, *, private: bool = False, context: tuple[str, ...] = ()
    ) -> None:
        before = self._address(data, str(data["id"]))
        if not self.admits(incoming.asked(data, author, before, text)):
            self.responding.say(data, NOBODY)
            return
        alone = private or self.private(author, before)
        original = self.responding.defer(data, ephemeral=alone)
        if original is None:
            return
        address = self._address(data, original)
        asked = incoming.asked(data, author, address, text, context)
        try:
            self._left(asked, self._interaction(data, original, deferred=True, ephemeral=alone), text)
            self._accepted(asked)
            self.threads.asked(address, author.id, own=data.get("guild_id") is None or address.thread == original)
        except NetbotError as known:
            log.warning("discord_command_not_taken", interaction=data["id"], reason=known.text)
            self.responding.amend(data, known.sentence)
        # The command is acknowledged: without a word it would be "thinking" for 15 minutes.
        except Exception:
            self.responding.amend(data, BROKE)
            raise

    def _pressed(self, data: Data, author: Author) -> None:
        address = self._pressed_in(data)
        kind, ref = buttons.read(data["data"]["custom_id"], tuple(data["data"].get("values") or ()))
        if settles(ref):
            # In direct messages roles are remembered for minutes; whoever confirms must have theirs still.
            author = self.people.known(incoming.presser(data), anew=True)
        pressed = incoming.click(data, author, address, ref)
        if not self.admits(pressed):
            self.responding.say(data, NOBODY)
        elif kind == "open":
            self.forms.open(data, author, ref)
        elif kind == "go on":
            self.forms.go_on(data, author, ref)
        elif kind == "show":
            self.forms.show(data, author, ref)
        elif kind == "stop":
            message = self.handover.message_of(ref)
            self.responding.say(data, self.stop(address, author, message) if message else OVER)
        elif ref.startswith(f"{buttons.RATE}:"):
            self.accept(pressed)
            self.responding.say(data, "Noted.")
        else:
            self._pass_on(data, pressed)
            self.threads.asked(address, author.id, own=False)

    def _sent(self, data: Data, author: Author) -> None:
        if data["data"]["custom_id"] == linking.FORM:
            if self.linking is not None and self._may(data, author):
                self.linking.sent(data, author)
            return
        filled = self.forms.filled(data, author)
        if filled is None:
            return
        ref, values = filled
        said = incoming.form(data, author, self._pressed_in(data), ref, values)
        if not self.admits(said):
            self.responding.say(data, NOBODY)
            return
        self._pass_on(data, said)

    def _pass_on(self, data: Data, said: Click | Form) -> None:
        """Store what was pressed or sent, then acknowledge it; first where the answer will need the interaction's token, which is good from then on."""
        message = data.get("message") or {}
        alone = bool(int(message.get("flags") or 0) & EPHEMERAL)
        self._left(said, self._interaction(data, str(message.get("id") or ""), ephemeral=alone))
        if not alone and not self.private(said.author, said.address):
            self._accepted(said)
            self.responding.heard(data)
            return
        self.responding.heard(data)
        try:
            self._accepted(said)
        except NetbotError as known:
            self.responding.tell(data, known.sentence)

    def _typing(self, data: Data, author: Author) -> None:
        sub, values = _chosen(data)
        before = self._address(data, str(data["id"]))
        typed = incoming.asked(data, author, before, "").model_copy(update={"text": values.get(commands.THING, "")})
        choices = self.autocomplete.choices(typed, sub) if self.admits(typed) else []
        self.responding.complete(data, choices)

    def _link(self, data: Data, author: Author, sub: str) -> None:
        if self.linking is None or not self._may(data, author):
            self.responding.say(data, NOBODY if self.linking else "NetBox accounts are not linked from Discord here.")
        elif sub == commands.LINK:
            self.linking.ask(data)
        else:
            self.linking.removed(data, author)

    def _proposals(self, data: Data, author: Author) -> None:
        if not self._may(data, author):
            self.responding.say(data, NOBODY)
            return
        lines = self.proposals(author)
        self.responding.say(data, "\n".join(f"- {each}" for each in lines) or "No change of yours waits.")

    def _may(self, data: Data, author: Author) -> bool:
        """Say whether anything is answered to somebody where they are."""
        address = self._address(data, str(data["id"]))
        return self.admits(incoming.asked(data, author, address, ""))

    def _pressed_in(self, data: Data) -> Address:
        """Return the thread that a press belongs to: the one that was left for its message, else that of where it stands."""
        message = str((data.get("message") or {}).get("id") or data["id"])
        return self.handover.belongs(message) or self._address(data, message)

    def _address(self, data: Data, begins: str) -> Address:
        """Return the thread that an interaction belongs to by where it was used; elsewhere than in one it begins one."""
        channel = self._channel(data)
        known = self.handover.belongs(channel.id) if channel.parent is not None else None
        return known or incoming.address_in(data.get("guild_id"), channel, begins=begins)

    def _channel(self, data: Data) -> Channel:
        """Return the channel an interaction came from; asked for where the payload tells its id alone."""
        told = incoming.channel_of(data)
        return told if told.direct or (data.get("channel") or {}).get("type") is not None else self.channels.of(told.id)

    def _interaction(
        self, data: Data, original: str, *, deferred: bool = False, ephemeral: bool = False
    ) -> Interaction:
        return Interaction(
            application=str(data["application_id"]),
            token=str(data["token"]),
            at=self.clock(),
            original=original,
            deferred=deferred,
            ephemeral=ephemeral,
        )

    def _left(self, message: Utterance | Click | Form, interaction: Interaction, title: str = "") -> None:
        self.handover.ask(message.key, Asked(title=title, interaction=interaction), message.author.id)

    def _accepted(self, message: Utterance | Click | Form) -> None:
        turn = self.accept(message)
        if turn is not None:
            self.handover.turned(turn, message.key)


def _chosen(data: Data) -> tuple[str, dict[str, str]]:
    """Return which command was used, and what was given to it, by name."""
    sub: Data = next(iter(data["data"].get("options") or ()), {"name": commands.HELP})
    values = {each["name"]: str(each.get("value") or "") for each in sub.get("options") or ()}
    return str(sub["name"]), values
