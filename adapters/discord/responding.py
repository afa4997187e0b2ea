"""The first response to an interaction, within the 3 seconds that Discord waits for it.

Sources: discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord.bridge import Bridge, Refusal
from adapters.discord.layout import EPHEMERAL, SUPPRESS_EMBEDS
from adapters.discord.pieces import Message, Upload
from orchestration.errors import PlatformUnavailable

log = structlog.get_logger(__name__)

Data = Mapping[str, Any]
# discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
_SAY, _DEFER, _DEFER_EDIT, _CHOICES, _MODAL = 4, 5, 6, 8, 9
# discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
_RESPONDED_ALREADY = 40060
_SILENT: Mapping[str, Any] = {"parse": []}


@dataclass(frozen=True, slots=True)
class Responding:
    """Responds to interactions.

    Args:
        bridge: Discord's API.
    """

    bridge: Bridge

    def defer(self, data: Data, *, ephemeral: bool) -> str | None:
        """Say that a command is being worked on.

        Args:
            data: the interaction.
            ephemeral: the answer will be seen by the person alone; nothing can change that afterwards.

        Returns:
            The id of the message that waits for the answer, the interaction's own where Discord does not tell; None where it is too late.
        """
        body = {"type": _DEFER, "data": {"flags": EPHEMERAL if ephemeral else 0}}
        try:
            made = self._respond(data, body, told=True)
            message = (made.get("resource") or {}).get("message") or {} if isinstance(made, Mapping) else {}
            return str(message.get("id") or self._waiting(data) or data["id"])
        except Refusal as refused:
            # Another process had it, and did not come to the end of it.
            if refused.code == _RESPONDED_ALREADY:
                return self._waiting(data) or str(data["id"])
            log.info("discord_not_deferred", interaction=data["id"], code=refused.code)
            return None
        except PlatformUnavailable as away:
            log.warning("discord_not_deferred", interaction=data["id"], reason=away.text)
            return None

    def heard(self, data: Data) -> None:
        """Say that a press or a form has arrived; what comes of it is posted, or edited in."""
        self._attempt(data, {"type": _DEFER_EDIT})

    def say(self, data: Data, text: str, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        """Say something to the person alone.

        Args:
            data: the interaction.
            text: what to say; data in it is escaped.
            rows: of buttons under it.
        """
        self._attempt(data, {"type": _SAY, "data": {**_words(text), **({"components": list(rows)} if rows else {})}})

    def show(self, data: Data, messages: Sequence[Message]) -> None:
        """Show messages to the person alone."""
        first, *more = messages
        self._attempt(data, {"type": _SAY, "data": _alone(first)}, first.uploads)
        for each in more:
            self._follow(data, _alone(each), each.uploads)

    def tell(self, data: Data, text: str) -> None:
        """Say something to the person alone, after the interaction was acknowledged."""
        self._follow(data, _words(text))

    def open(self, data: Data, modal: Mapping[str, Any]) -> bool:
        """Open a form; say whether Discord did."""
        return self._attempt(data, {"type": _MODAL, "data": modal})

    def complete(self, data: Data, choices: Sequence[Mapping[str, Any]]) -> None:
        """Offer choices for what is being typed."""
        self._attempt(data, {"type": _CHOICES, "data": {"choices": list(choices)}})

    def wait(self, data: Data) -> bool:
        """Say to the person alone that a form is being worked on; say whether Discord took it."""
        return self._attempt(data, {"type": _DEFER, "data": {"flags": EPHEMERAL}})

    def amend(self, data: Data, text: str) -> None:
        """Fill in the answer that was deferred."""
        try:
            self._original("PATCH", data, _words(text))
        except (Refusal, PlatformUnavailable) as lost:
            log.warning("discord_not_told", interaction=data["id"], reason=str(lost))

    def _follow(self, data: Data, body: Mapping[str, Any], uploads: Sequence[Upload] = ()) -> None:
        ids = {"webhook_id": str(data["application_id"]), "webhook_token": str(data["token"])}
        try:
            self.bridge.ask("POST", "/webhooks/{webhook_id}/{webhook_token}", body, None, uploads, **ids)
        except (Refusal, PlatformUnavailable) as lost:
            log.warning("discord_not_told", interaction=data["id"], reason=str(lost))

    def _waiting(self, data: Data) -> str | None:
        """Return the id of the message that waits for the answer; None where Discord does not tell."""
        try:
            return str(self._original("GET", data)["id"])
        except Refusal as refused:
            log.info("discord_original_unknown", interaction=data["id"], code=refused.code)
            return None

    def _original(self, method: str, data: Data, body: Any = None) -> Any:
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        ids = {"webhook_id": str(data["application_id"]), "webhook_token": str(data["token"])}
        return self.bridge.ask(method, path, body, None, (), **ids)

    def _attempt(self, data: Data, body: Mapping[str, Any], uploads: Sequence[Upload] = ()) -> bool:
        try:
            self._respond(data, body, uploads)
        except Refusal as refused:
            if refused.code == _RESPONDED_ALREADY:
                return True
            log.info("discord_not_responded", interaction=data["id"], code=refused.code)
        except PlatformUnavailable as away:
            log.warning("discord_not_responded", interaction=data["id"], reason=away.text)
        else:
            return True
        return False

    def _respond(
        self, data: Data, body: Mapping[str, Any], uploads: Sequence[Upload] = (), *, told: bool = False
    ) -> Any:
        # Named as a webhook's, id and token have a rate limit of their own: no response waits for another.
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        query = {"with_response": "true"} if told else None
        ids = {"webhook_id": str(data["id"]), "webhook_token": str(data["token"])}
        try:
            return self.bridge.ask("POST", path, body, query, uploads, **ids)
        except PlatformUnavailable as away:
            if away.retry_after is not None:
                raise
            # Who pressed waits, and nobody would come back to it. One that took effect after all is not taken twice.
            return self.bridge.ask("POST", path, body, query, uploads, **ids)


def _words(text: str) -> dict[str, Any]:
    return {"content": text, "flags": EPHEMERAL | SUPPRESS_EMBEDS, "allowed_mentions": _SILENT}


def _alone(message: Message) -> dict[str, Any]:
    flags = int(message.payload.get("flags") or 0) | EPHEMERAL
    return {**message.payload, "flags": flags, "allowed_mentions": _SILENT}
