"""Reading a few sentences and walking the graph once before work horses are forked: what is worked out on first use is then there in each."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from orchestration.agents.intent import IntentRecognition
from orchestration.catalogue.loading import load
from orchestration.graph import Thinking
from orchestration.language.reader import read
from orchestration.language.reading import NameHit
from orchestration.messages import Address, Author, Utterance
from orchestration.ports import ChangeDesk, Inventory, Meter, Names, Sessions
from orchestration.sessions.session import Session, Topic, admit

# Of each family of questions one; the names in them are no names of anything.
_SAID = (
    "which devices are in rack A1 of site B?",
    "how many devices are there per role?",
    "show me its interfaces, only the active ones sorted by name",
    "list prefixes and VLANs of tenant C with status reserved",
    "create VLAN 100 named D in site B",
)


class _Nameless:
    """An index of names that has none: `read` needs these two verbs of it."""

    def find(self, scope: str, spans: Sequence[str]) -> dict[str, tuple[NameHit, ...]]:  # noqa: ARG002 - as the port has it
        """Find nothing."""
        return {}

    def nearest(self, scope: str, span: str, types: Sequence[str] = (), limit: int = 5) -> tuple[NameHit, ...]:  # noqa: ARG002 - as the port has it
        """Find nothing."""
        return ()


class _Nowhere:
    """A NetBox that nothing is asked of."""

    instance = identity = ""

    def meter(self) -> Meter:
        """Return that nothing was asked."""
        return Meter()

    def page(self, type_: str, id_: int | None = None, params: Sequence[tuple[str, str]] = ()) -> str:  # noqa: ARG002 - as the port has it
        """Return no address."""
        return ""


def rehearse() -> None:
    """Read one sentence of each family, and let the graph answer a greeting; nothing is asked of anybody."""
    now, names = datetime.now(UTC), cast("Names", _Nameless())
    for said in _SAID:
        read(said, Topic(), names, "", load(), now)
    address = Address(platform="terminal", place="local", channel="rehearsal", thread="")
    author = Author(platform="terminal", place="local", id="rehearsal")
    hello = Utterance(id="", address=address, author=author, at=now.timestamp(), text="hello")
    thinking = Thinking(
        load(), names, cast("Sessions", None), IntentRecognition(names, load()), cast("ChangeDesk", None)
    )
    session, inventory = admit(Session(address=address), hello, "rehearsal"), cast("Inventory", _Nowhere())
    thinking(session, hello, "rehearsal", inventory, lambda _: None)
