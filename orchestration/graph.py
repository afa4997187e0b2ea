"""The graph of the five agents: LangGraph walks it forward, once a turn.

classify_intent -> plan_coordination -> execute_tools -> generate_response, with handle_limitations before the tools where a
question is large or uncertain. Routes: direct (one obvious call), complex (several steps, in waves), limitation_aware (count
first), talk (nothing to ask of NetBox).
"""

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from orchestration.agents.conversation import answered, closed, opened
from orchestration.agents.coordination import Failure, wave
from orchestration.agents.planning import CHANGES, Planned, Planner
from orchestration.agents.response import Meant, Responded, broken, respond
from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import NetbotError, NotFound, NotUnderstood, Superseded
from orchestration.language.intent import Intent
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit, Reading
from orchestration.messages import Click, Form, Utterance
from orchestration.outcome import Outcome
from orchestration.ports import ChangeDesk, Drawing, Inventory, Names, Reader, Sessions
from orchestration.sessions.session import Session
from orchestration.state import NetworkOrchestrationState, Turned
from orchestration.tools.finding import finder
from orchestration.tools.kit import Kit, together
from orchestration.tools.limits import measure
from orchestration.tools.overheard import named_there, with_overheard
from orchestration.tools.placing import placed, waiting
from orchestration.tools.plan import Changing, Plan, Step
from orchestration.tools.references import References
from orchestration.tools.registry import TOOLS, Tool
from orchestration.tools.seen import as_seen

log = structlog.get_logger(__name__)

# The longest walk has one super-step for each wave of a plan and five more; without a bound LangGraph allows 10,007.
MOST_STEPS = 25

State = NetworkOrchestrationState


class Node(Protocol):
    """A step of the graph."""

    def __call__(self, state: State, runtime: Runtime[Turned]) -> State:
        """Return what the step adds to the state."""


def classify_intent(state: State, runtime: Runtime[Turned]) -> State:
    """Open the turn and work out what is wanted."""
    turned, incoming = runtime.context, state["incoming"]
    begun = opened(incoming, state["session"], turned.kit.catalogue)
    if begun.reading is not None:
        return {"opened": begun, "reading": begun.reading}
    if begun.text is None:
        return {"opened": begun, "reading": Reading(intent=Intent(asks=[]), certainty="certain")}
    context = incoming.context if isinstance(incoming, Utterance) else ()
    session = with_overheard(turned.kit, state["session"], context)
    reading = turned.reader(begun.text, session, turned.kit.scope, context)
    if reading.certainty == "unsure" and begun.text in context and session is not state["session"]:
        reading = named_there(session)
    return {"session": session, "opened": begun, "reading": answered(reading, session.topic.question)}


def plan_coordination(state: State, runtime: Runtime[Turned]) -> State:
    """Turn the intent into steps."""
    turned, begun = runtime.context, state["opened"]
    if begun.change:
        press = Step("press", "press", state["incoming"], told="Looking at the change")
        return {"planned": Planned(Plan((press,), ("press",)))}
    try:
        reading = placed(turned.kit, state["reading"])
    except (NotFound, NotUnderstood) as unknown:
        told = waiting(state["reading"], unknown)
        asked = tuple(told.intent.asks[:1])
        return {"planned": Planned(Plan((), ("a0",)), {"a0": unknown}, asked), "reading": told}
    planner = Planner(
        catalogue=turned.kit.catalogue,
        sessions=turned.kit.sessions,
        has=turned.tools.__contains__,
        reading=reading,
        topic=state["session"].topic,
        going=begun.going,
        today=datetime.fromtimestamp(turned.kit.now(), UTC).date(),
    )
    planned = planner.plan()
    log.info("planned", route=planned.plan.route, steps=len(planned.plan.steps))
    return {"planned": planned, "reading": reading}


def handle_limitations(state: State, runtime: Runtime[Turned]) -> State:
    """Count what is large or uncertain before anything of it is fetched; what would cost too much is told instead."""
    kit, planned = runtime.context.kit, state["planned"]
    steps = [step for step in planned.plan.steps if step.id in planned.plan.doubtful]
    runtime.context.progress("Counting first")
    counts = together([lambda step=step: _measured(kit, step) for step in steps])  # type: ignore[misc]
    found = dict(zip((step.id for step in steps), counts, strict=True))
    results = {id_: count for id_, count in found.items() if isinstance(count, Failure)}
    measured = tuple(
        replace(step, args=replace(step.args, measured=found[step.id])) if isinstance(found.get(step.id), int) else step
        for step in planned.plan.steps
    )
    return {"planned": replace(planned, plan=replace(planned.plan, steps=measured)), "results": results}


def _measured(kit: Kit, step: Step) -> int | Failure:
    try:
        return measure(kit, step)
    except NetbotError as known:
        return Failure(known)


def execute_tools(state: State, runtime: Runtime[Turned]) -> State:
    """Run the steps that are ready, all at the same time."""
    turned, plan = runtime.context, state["planned"].plan
    return {"results": wave(plan, state.get("results", {}), turned.tools, turned.kit, turned.progress)}


def generate_response(state: State, runtime: Runtime[Turned]) -> State:
    """Make the reply and close the turn."""
    kit, planned, reading = runtime.context.kit, state["planned"], state["reading"]
    results = []
    for output in planned.plan.outputs:
        at = output.removeprefix("a")
        found = planned.failed.get(output) or state.get("results", {})[output]
        # All that changes something is one step, told by the first such ask.
        asked = (
            planned.asks[int(at)]
            if at.isdigit()
            else next((each for each in planned.asks if each.want in CHANGES), None)
        )
        results.append((asked, found.error if isinstance(found, Failure) else found))
    meant = Meant(Intent(asks=list(planned.asks)), planned.grounds, reading)
    said = respond(kit, results, meant, state["incoming"].correlation)
    return {"outcome": _outcome(state, said, kit.scope)}


def _outcome(state: State, said: Responded, scope: str) -> Outcome:
    session = closed(state["kept"], said.focuses, scope, question=said.question, chosen=state["opened"].chosen)
    topic = session.topic
    if said.changed and said.proposal != topic.proposal:
        # What a press previews anew was asked for in the words that were pending before.
        asked = topic.pending if state["opened"].change else state["reading"].intent
        pending = asked if said.proposal else None
        topic = topic.model_copy(update={"proposal": said.proposal, "pending": pending, "asked_by": scope})
        session = session.model_copy(update={"topic": topic})
    return Outcome(session, said.replies, said.listings)


def _route(state: State) -> str:
    return state["planned"].plan.route if state["planned"].plan.steps else "talk"


def _next(state: State) -> str:
    return "again" if state["planned"].plan.ready(state.get("results", {})) else "done"


def _timed(name: str, node: Node) -> Node:
    """Return the node so that it logs a line with its milliseconds."""

    def run(state: State, runtime: Runtime[Turned]) -> State:
        began = time.perf_counter()
        try:
            return node(state, runtime)
        finally:
            log.info("node", node=name, ms=round(1000 * (time.perf_counter() - began), 2))

    return run


def _name(kit: Kit, made: Sequence[NameHit]) -> None:
    """Let new objects go by their names at once; NetBox's log, which is followed, tells of all else that they are called."""
    for hit in made:
        # The change is done, whatever becomes of this.
        with contextlib.suppress(NetbotError):
            if hit.type in kit.catalogue and kit.catalogue[hit.type].indexed:
                kit.names.amend(kit.scope, hit.type, (hit.id,), ((normalise(hit.name), hit),))


def _compiled() -> Any:
    graph = StateGraph(NetworkOrchestrationState, context_schema=Turned)
    for node in (classify_intent, plan_coordination, handle_limitations, execute_tools, generate_response):
        graph.add_node(node.__name__, _timed(node.__name__, node))
    graph.add_edge(START, "classify_intent")
    graph.add_edge("classify_intent", "plan_coordination")
    graph.add_conditional_edges(
        "plan_coordination",
        _route,
        {
            "direct": "execute_tools",
            "complex": "execute_tools",
            "limitation_aware": "handle_limitations",
            "talk": "execute_tools",
        },
    )
    graph.add_edge("handle_limitations", "execute_tools")
    graph.add_conditional_edges("execute_tools", _next, {"again": "execute_tools", "done": "generate_response"})
    graph.add_edge("generate_response", END)
    return graph.compile()


_GRAPH = _compiled()


@dataclass(frozen=True, slots=True)
class Thinking:
    """Works out what a message comes to.

    Args:
        catalogue: the object types.
        names: the index of names.
        sessions: where listings are kept.
        reader: reads words.
        desk: takes changes in.
        drawing: makes pictures; None where there are to be none.
        clock: seconds since the epoch.
    """

    catalogue: Catalogue
    names: Names
    sessions: Sessions
    reader: Reader
    desk: ChangeDesk
    drawing: Drawing | None = None
    clock: Callable[[], float] = time.time

    def __call__(
        self,
        session: Session,
        incoming: Utterance | Click | Form,
        turn: str,
        inventory: Inventory,
        progress: Callable[[str], None],
    ) -> Outcome:
        """Return the outcome of a message; whatever goes wrong on the way is a reply too.

        Args:
            session: the thread's memory, the turn opened in it.
            incoming: the message.
            turn: id of the turn.
            inventory: NetBox, with the rights of whoever asks.
            progress: told between steps what is being done.

        Raises:
            Superseded: another worker has the session now.
        """
        kit = Kit(
            self.catalogue,
            inventory,
            self.names,
            self.sessions,
            self.clock,
            session=session.address.key,
            turn=turn,
            author=incoming.author,
            rows=incoming.rows,
            drawing=self.drawing,
        )
        try:
            seen = as_seen(kit, session)
            turned = Turned(kit, self._tools(seen, turn), self.reader, progress)
            start: State = {"session": seen, "kept": session, "incoming": incoming, "turn": turn, "results": {}}
            end = _GRAPH.invoke(start, context=turned, config={"recursion_limit": MOST_STEPS})
        except Superseded:
            raise
        except Exception as error:
            if not isinstance(error, NetbotError):
                log.exception("thinking_broke")
            return Outcome(closed(session, (), kit.scope, question=None), (broken(kit, error, incoming.correlation),))
        outcome: Outcome = end["outcome"]
        return outcome

    def _tools(self, session: Session, turn: str) -> Mapping[str, Tool]:
        """Return all tools, the change desk's among them."""

        def change(kit: Kit, told: Changing, _: Mapping[str, Any]) -> Any:
            references = References(session.topic, kit.catalogue, kit.sessions, dict(told.reading.grounds))
            find = finder(kit, references, told.reading.missing)
            return self.desk.propose(
                told.asks, told.reading, session, turn, author=kit.author, inventory=kit.inventory, find=find
            )

        def press(kit: Kit, pressed: Click | Form, _: Mapping[str, Any]) -> Any:
            came = self.desk.press(pressed, session, turn, kit.inventory)
            if came.focus is not None and came.focus.want in ("create", "allocate"):
                _name(kit, came.focus.things)
            return came

        return {**TOOLS, "change": change, "press": press}
