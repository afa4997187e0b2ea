"""The door: who is answered, with whose rights NetBox is read and written, and how much anybody may use up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from orchestration.changes.policy import Limits, Policy
from orchestration.errors import Misconfigured, NotAllowed
from orchestration.messages import TIMES, Address, Author, Click, Form, Utterance
from orchestration.ports import Quotas, Vault
from orchestration.secrets import without_secrets

_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class PolicyDoor:
    """`orchestration.road.Doorkeeper` by the policy.

    Args:
        policy: who may what.
        vault: people's own tokens.
        quotas: counts what is used up.
        tokens: the tokens that the policy names, by environment variable.
    """

    policy: Policy
    vault: Vault
    quotas: Quotas
    tokens: Mapping[str, SecretStr] = field(default_factory=dict)

    def admits(self, incoming: Utterance | Click | Form) -> bool:
        """Say whether anything is answered to this author at this address."""
        return self.policy.may("read", incoming.author, incoming.address)

    def withhold(self, text: str) -> str | None:
        """Return the text without the NetBox tokens typed into it, None where it holds none."""
        return without_secrets(text)

    def token_for(self, author: Author, incoming: Utterance | Click | Form) -> str | None:
        """Return the NetBox token to read and write with: the person's own, their role's, the place's; None for the bot's.

        Raises:
            Misconfigured: the policy names a variable that is not set. The bot's own token does not step in: it may see more.
        """
        if linked := self._own(author):
            return linked
        name = self.policy.token_name(author, incoming.address)
        return None if name is None else self._named(name)

    def place_token(self, address: Address) -> str | None:
        """Return the NetBox token that all in a place read with; None for the bot's.

        Raises:
            Misconfigured: the policy names a variable that is not set.
        """
        name = self.policy.place_token(address)
        return None if name is None else self._named(name)

    def is_private(self, author: Author, address: Address) -> bool:
        """Say whether what is read for somebody must go to them alone: in a shared place, with other rights than the place's."""
        if not is_shared(address):
            return False
        if self._own(author):
            return True
        return self.policy.token_name(author, address) != self.policy.place_token(address)

    def spend_turn(self, incoming: Utterance | Click | Form) -> None:
        """Count a turn; what time rings for is nobody's.

        Raises:
            NotAllowed: the person or the place has used up what the policy gives; says when it goes on.
        """
        if isinstance(incoming, Click) and incoming.ref.startswith(TIMES):
            return
        for whose, key, limits in self._limited(incoming.author, incoming.address):
            turns, wait = self.quotas.spend(f"turns:{key}", 1, _MINUTE)
            if turns > limits.turns_a_minute:
                raise NotAllowed(
                    f"{whose} had {limits.turns_a_minute} messages within a minute.", f"Go on in {wait:.0f} s."
                )
            requests, wait = self.quotas.spend(f"requests:{key}", 0, _HOUR)
            if requests >= limits.requests_an_hour:
                text = f"{whose} made {limits.requests_an_hour} requests to NetBox within an hour."
                raise NotAllowed(text, f"Go on in {wait / 60:.0f} min.")

    def spend_requests(self, incoming: Utterance | Click | Form, count: int) -> None:
        """Count what a turn asked of NetBox."""
        for _, key, _ in self._limited(incoming.author, incoming.address):
            self.quotas.spend(f"requests:{key}", count, _HOUR)

    def _limited(self, author: Author, address: Address) -> list[tuple[str, str, Limits]]:
        place = self.policy.place(address)
        own = self.policy.limits_of(author, address)
        counted = [] if own is None else [("You", f"person/{self.policy.person(author)}", own)]
        if place is not None and place.limits is not None:
            counted.append(("This place", f"place/{place.where}", place.limits))
        return counted

    def _own(self, author: Author) -> str | None:
        """Return the token a person has linked, from this account or another that the policy says is theirs."""
        for account in self.policy.accounts(author):
            if linked := self.vault.find(account):
                return linked.token.get_secret_value()
        return None

    def _named(self, name: str) -> str:
        if name not in self.tokens:
            raise Misconfigured(
                f"{name} is not set, which the policy names as the token to use here.",
                "Whoever runs the bot must set it.",
            )
        return self.tokens[name].get_secret_value()


def is_shared(address: Address) -> bool:
    """Say whether others than the person may read along: not in a terminal, nor in direct messages."""
    return address.platform != "terminal" and not is_direct(address)


def is_direct(address: Address) -> bool:
    """Say whether an address is a direct message, which nobody else reads: Slack "D...", Discord "@me"."""
    return address.channel.startswith("D") if address.platform == "slack" else address.place == "@me"
