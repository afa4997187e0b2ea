"""Reading a few sentences and answering one before there is a message: what is worked out on first use is then there, and in memory of one's own."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import cast

from structlog.testing import capture_logs

from orchestration.agents.intent import IntentRecognition
from orchestration.catalogue.loading import load
from orchestration.graph import Thinking
from orchestration.language.reader import read
from orchestration.language.reading import NameHit
from orchestration.messages import Address, Author, Utterance
from orchestration.ports import ChangeDesk, Inventory, Meter, Names, Page, Query, Sessions
from orchestration.sessions.session import Session, Topic, admit, bounded

# A thread that nobody writes in.
STAGE = Address(platform="terminal", place="local", channel="rehearsal", thread="")
# Of each family of questions one.
_SAID = (
    "which devices are in rack A1 of site B?",
    "how many devices are there per role?",
    "show me its interfaces, only the active ones sorted by name",
    "list prefixes and VLANs of tenant C with status reserved",
    "create VLAN 100 named D in site B",
)
# The names in them, which are no names of anything.
_NAMED = {"a1": "dcim.rack", "b": "dcim.site", "c": "tenancy.tenant"}


class _Index:
    """An index of those names: `read` needs these two verbs of it."""

    def find(self, scope: str, spans: Sequence[str]) -> dict[str, tuple[NameHit, ...]]:  # noqa: ARG002 - as the port has it
        """Find what is named in the sentences."""
        return {span: (NameHit(type=_NAMED[span], id=1, name=span),) for span in spans if span in _NAMED}

    def nearest(self, scope: str, span: str, types: Sequence[str] = (), limit: int = 5) -> tuple[NameHit, ...]:  # noqa: ARG002 - as the port has it
        """Find nothing."""
        return ()


class _Nowhere:
    """A NetBox that nothing is asked of."""

    instance = identity = ""

    def list(self, query: Query) -> Page:
        """Return as many rows as a first page has, and that there are more."""
        row = dict.fromkeys(query.fields)
        rows = tuple({**row, "id": id_, "name": f"x{id_}", "display": f"x{id_}"} for id_ in range(query.limit))
        return Page(rows=rows, total=2 * query.limit, read_at=0.0)

    def meter(self) -> Meter:
        """Return that nothing was asked."""
        return Meter()

    def page(self, type_: str, id_: int | None = None, params: Sequence[tuple[str, str]] = ()) -> str:  # noqa: ARG002 - as the port has it
        """Return no address."""
        return ""


def rehearse() -> Iterator[None]:
    """Answer a question and read one sentence of each family, asking nothing of anybody; it may be left off after each step.

    Yields:
        Nothing, after each step.
    """
    steps: list[Callable[[], None]] = [_ask, *(partial(_read, said) for said in _SAID)]
    for step in steps:
        # What is rehearsed did not happen: it leaves no line in the log.
        with capture_logs():
            step()
        yield


def _read(said: str) -> None:
    read(said, Topic(), cast("Names", _Index()), "", load(), datetime.now(UTC))


def _ask() -> None:
    names, author = cast("Names", _Index()), Author(platform="terminal", place="local", id="rehearsal")
    asked = Utterance(id="", address=STAGE, author=author, at=datetime.now(UTC).timestamp(), text="list devices")
    thinking = Thinking(
        load(), names, cast("Sessions", None), IntentRecognition(names, load()), cast("ChangeDesk", None)
    )
    session, inventory = admit(Session(address=STAGE), asked, "rehearsal"), cast("Inventory", _Nowhere())
    outcome = thinking(session, asked, "rehearsal", inventory, lambda _: None)
    bounded(outcome.session).model_dump_json()
    for each in (*outcome.replies, *outcome.listings):
        each.model_dump_json()
