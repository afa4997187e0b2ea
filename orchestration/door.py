"""Who is answered where no policy says so: the terminal's people, and nobody else."""

import re

from orchestration.messages import Author, Click, Form, Utterance

# NetBox tokens: nbt_<key>.<secret> since 4.5, forty hexadecimal digits before.
TOKEN = re.compile(r"\bnbt_[\w.-]+|\b[0-9a-fA-F]{40}\b")
WITHHELD = "(token withheld)"


class TerminalDoor:
    """`orchestration.road.Doorkeeper` without a policy: whoever can start the program in a terminal may all that its token may."""

    def admits(self, incoming: Utterance | Click | Form) -> bool:
        """Say whether anything is answered to this author at this address."""
        return incoming.address.platform == "terminal"

    def withhold(self, text: str) -> str | None:
        """Return the text without the NetBox tokens typed into it, None where it holds none."""
        cleared, found = TOKEN.subn(WITHHELD, text)
        return cleared if found else None

    def token_for(self, author: Author, incoming: Utterance | Click | Form) -> str | None:  # noqa: ARG002 - the port gives both
        """Return None: everybody reads with the bot's own token."""
        return None
