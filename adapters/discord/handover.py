"""What the gateway's process and the workers leave for each other in the store, beside the messages on their way.

The listener leaves how an interaction can be answered and what a thread is to be called; a worker leaves what a press will need at once: the
form a button opens, the private answer it shows, the thread a message belongs to that stands elsewhere.

Both read an `Address` alike: `place` is the guild (of a direct message the policy's home guild), `channel` the channel, `thread` the id of the
message that began it. A thread on a message has that message's id, so it can be named before it is opened, and workers open it when they post
there. In a thread or forum post `channel` is the parent's id. Where `thread` and `channel` are the same, as in direct messages, there is none.
A command in a channel begins a thread at its deferred answer.
"""

import json
from dataclasses import dataclass

from pydantic import ValidationError

from adapters.discord import limits
from orchestration.messages import Address, Reply, Sheet, Stored
from orchestration.ports import Cache, kept_of
from orchestration.secrets import without_secrets

DAY = 24 * 3600.0
# A form or a private answer waits for its button so long; the store keeps nothing longer.
KEPT = 7 * DAY


class Interaction(Stored):
    """An interaction that was acknowledged, and how it can be answered.

    Args:
        application: the bot's application.
        token: answers for fifteen minutes; whoever has it can.
        at: when it was made, seconds since the epoch.
        original: id of the message that "@original" means: the deferred answer of a command, the message that was pressed on.
        deferred: the original is a deferred answer that waits to be filled in.
        ephemeral: the original is seen by the person alone.
    """

    application: str
    token: str
    at: float
    original: str = ""
    deferred: bool = False
    ephemeral: bool = False


class Asked(Stored):
    """What is known of a message beyond its words.

    Args:
        title: what its thread is to be called, where one is opened.
        interaction: it came as an interaction; None for a message.
    """

    title: str = ""
    interaction: Interaction | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Leaves and finds what the other side left.

    Args:
        store: where it is kept.
    """

    store: Cache

    def ask(self, key: str, asked: Asked, person: str) -> None:
        """Leave what is known of a message, before it is accepted.

        Args:
            key: the message's key (`Incoming.key`).
            asked: what is known.
            person: id of whose message it is.
        """
        cleared = asked.model_copy(update={"title": without_secrets(asked.title) or asked.title})
        # Longer than the token is good: what it answered must be told from a message that never had one.
        self.store.put(f"discord:asked:{key}", cleared.model_dump_json().encode(), DAY, _of(person))

    def turned(self, turn: str, key: str) -> None:
        """Leave the turn that a message became, after it was accepted."""
        self.store.put(f"discord:turn:{turn}", key.encode(), DAY)

    def asked(self, key: str) -> Asked:
        """Return what is known of a message by its key."""
        kept = self.store.get(f"discord:asked:{key}")
        return Asked() if kept is None else Asked.model_validate_json(kept)

    def message_of(self, turn: str) -> str | None:
        """Return the key of the message that a turn answers; None where the listener has not said which it is."""
        key = self.store.get(f"discord:turn:{turn}")
        return None if key is None else key.decode()

    def asked_in(self, turn: str) -> Asked | None:
        """Return what is known of a turn's message; None where the listener has not said which it is."""
        key = self.message_of(turn)
        return None if key is None else self.asked(key)

    def keep_sheet(self, turn: str, person: str, sheet: Sheet) -> None:
        """Keep the form that a turn's button opens, which may hold what a person has said."""
        self.store.put(f"discord:sheet:{turn}", sheet.model_dump_json().encode(), KEPT, _of(person))

    def sheet(self, turn: str) -> Sheet | None:
        """Return the form of a turn; None where it is no longer kept."""
        kept = self.store.get(f"discord:sheet:{turn}")
        try:
            return None if kept is None else Sheet.model_validate_json(kept)
        except ValidationError:
            return None

    def keep_typed(self, turn: str, person: str, values: dict[str, str]) -> None:
        """Keep what a person has typed into the first pages of a turn's form."""
        self.store.put(f"discord:typed:{turn}:{person}", json.dumps(values).encode(), DAY, _of(person))

    def typed(self, turn: str, person: str) -> dict[str, str]:
        """Return what a person has typed so far."""
        kept = self.store.get(f"discord:typed:{turn}:{person}")
        return {} if kept is None else {str(name): str(value) for name, value in json.loads(kept).items()}

    def keep_private(self, turn: str, reply: Reply) -> None:
        """Keep a private answer until its button is pressed."""
        self.store.put(f"discord:private:{turn}", reply.model_dump_json().encode(), DAY, _of(reply.person))

    def private(self, turn: str, person: str) -> Reply | None:
        """Return a turn's private answer; None where it is no longer kept, or is another's."""
        kept = self.store.get(f"discord:private:{turn}")
        try:
            reply = None if kept is None else Reply.model_validate_json(kept)
        except ValidationError:
            return None
        return reply if reply is not None and reply.person == person else None

    def belong(self, elsewhere: str, address: Address) -> None:
        """Leave the thread that a message belongs to which does not stand there, or that stands under another id."""
        self.store.put(f"discord:belongs:{elsewhere}", address.model_dump_json().encode(), KEPT)

    def belongs(self, elsewhere: str) -> Address | None:
        """Return the thread that a message belongs to; None where it is the one it stands in."""
        kept = self.store.get(f"discord:belongs:{elsewhere}")
        return None if kept is None else Address.model_validate_json(kept)


def _of(person: str) -> tuple[str, ...]:
    """Return the group of what goes when a person is forgotten."""
    return (kept_of("discord", person),)


def is_good(interaction: Interaction | None, now: float) -> bool:
    """Say whether an interaction can still be answered by its token.

    Args:
        interaction: None for none.
        now: seconds since the epoch.
    """
    return interaction is not None and now - interaction.at < limits.TOKEN_SECONDS
