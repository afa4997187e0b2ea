"""What the steps of a turn hand on to each other, and what they work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from orchestration.agents.conversation import Opened
from orchestration.agents.planning import Planned
from orchestration.language.reading import Reading
from orchestration.messages import Click, Form, Utterance
from orchestration.outcome import Outcome
from orchestration.ports import Reader
from orchestration.sessions.session import Session
from orchestration.tools.kit import Kit
from orchestration.tools.registry import Tool


def joined(before: Mapping[str, Any], now: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put the results of parallel steps together."""
    return {**before, **now}


class NetworkOrchestrationState(TypedDict, total=False):
    """One turn on its way through the graph.

    Args:
        session: the thread's memory as whoever asks may see it, the turn opened in it.
        kept: the thread's whole memory, which the turn adds to.
        incoming: the message.
        turn: id of the turn.
        opened: what it is, before its words are read.
        reading: what was understood.
        planned: the plan.
        results: of the steps, by their ids.
        outcome: the end.
    """

    session: Session
    kept: Session
    incoming: Utterance | Click | Form
    turn: str
    opened: Opened
    reading: Reading
    planned: Planned
    results: Annotated[Mapping[str, Any], joined]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Turned:
    """What the steps of one turn work with.

    Args:
        kit: what tools work with.
        tools: by name, the change desk among them.
        reader: reads words.
        progress: told what is being done.
    """

    kit: Kit
    tools: Mapping[str, Tool]
    reader: Reader
    progress: Callable[[str], None]
