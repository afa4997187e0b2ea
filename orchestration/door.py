"""Who is answered where no policy says so: the terminal's people, and nobody else."""

from orchestration.messages import Author, Click, Form, Utterance
from orchestration.secrets import without_secrets


class TerminalDoor:
    """`orchestration.road.Doorkeeper` without a policy: whoever can start the program in a terminal may all that its token may."""

    def admits(self, incoming: Utterance | Click | Form) -> bool:
        """Say whether anything is answered to this author at this address."""
        return incoming.address.platform == "terminal"

    def withhold(self, text: str) -> str | None:
        """Return the text without the NetBox tokens typed into it, None where it holds none."""
        return without_secrets(text)

    def token_for(self, author: Author, incoming: Utterance | Click | Form) -> str | None:  # noqa: ARG002 - the port gives both
        """Return None: everybody reads with the bot's own token."""
        return None
