"""A plan: a small graph of steps, each one use of a tool."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from orchestration.errors import NotUnderstood
from orchestration.language.intent import Ask, Intent, Selection
from orchestration.language.reading import NameHit, Reading
from orchestration.tools.search import Search

Route = Literal["direct", "complex", "limitation_aware", "talk"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tool that answers an ask is told.

    Args:
        ask: the ask, with the thread's references filled in.
        search: the search of its selection; None where it has none.
        grounds: what names mean.
        near: the nearest of names that are not there, where the reader found them.
        searches: further searches, where an ask compares several.
        unused: words of the message that no reading accounts for.
        measured: rows that NetBox would have to be asked for, where they were counted first.
    """

    ask: Ask
    search: Search | None = None
    grounds: Mapping[str, tuple[NameHit, ...]] = field(default_factory=dict)
    near: Mapping[str, tuple[NameHit, ...]] = field(default_factory=dict)
    searches: tuple[Search, ...] = ()
    unused: tuple[str, ...] = ()
    measured: int | None = None

    @property
    def searching(self) -> Search:
        """The search; a tool that needs one is only planned with one."""
        if self.search is None:
            raise NotUnderstood(
                "I do not see which objects are meant.", "Name them: devices, racks, prefixes, VLANs ..."
            )
        return self.search

    @property
    def selection(self) -> Selection | None:
        """The selection, with its type."""
        chosen = self.ask.selection
        if chosen is None or chosen.type is not None or self.search is None:
            return chosen
        return chosen.model_copy(update={"type": self.search.type})


@dataclass(frozen=True, slots=True)
class Doubted:
    """What is asked back where nothing is done before it is answered.

    Args:
        text: the question.
        instead: what can be answered all the same; None for nothing.
        grounds: what names in it mean.
    """

    text: str
    instead: Intent | None = None
    grounds: Mapping[str, tuple[NameHit, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picking:
    """What the step that finds objects for later steps is told.

    Args:
        search: which objects.
        fields: what to fetch of them besides id and name.
        single: the text of the intent that must mean one object; empty where several are welcome.
        near: as in `Asked`.
    """

    search: Search
    fields: tuple[str, ...] = ()
    single: str = ""
    near: Mapping[str, tuple[NameHit, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Going:
    """A listing that is to go on.

    Args:
        listing: its id; empty for the one that a step before it makes.
        shown: rows shown when the button was made; None where it was asked for in words.
    """

    listing: str
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class Changing:
    """Asks that change something, for the change desk.

    Args:
        asks: these asks, with the thread's references filled in.
        reading: the whole reading, filled in likewise.
    """

    asks: tuple[Ask, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One use of a tool.

    Args:
        id: unique within the plan.
        tool: its name in the registry.
        args: what it is told, in the form it takes.
        needs: steps that must be done before; their results are handed to the tool.
        told: what to tell who waits: "reading devices".
        ask: index of the ask it is for.
    """

    id: str
    tool: str
    args: Any = None
    needs: tuple[str, ...] = ()
    told: str = ""
    ask: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of a turn.

    Args:
        steps: in an order in which each comes after what it needs.
        outputs: the steps whose results are the answer, in the order of the asks.
        route: direct (one obvious call), complex (several steps), limitation_aware (count first), talk (nothing to ask of NetBox).
        doubtful: steps that must be counted before they run.
    """

    steps: tuple[Step, ...] = ()
    outputs: tuple[str, ...] = ()
    route: Route = "direct"
    doubtful: tuple[str, ...] = ()

    def ready(self, done: Mapping[str, Any]) -> tuple[Step, ...]:
        """Return the steps that can run now: not done, and everything they need is."""
        return tuple(step for step in self.steps if step.id not in done and all(need in done for need in step.needs))
