"""Task Planning: turns an intent into a plan, a small graph of steps whose independent ones run in parallel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import NetbotError, NotUnderstood
from orchestration.language.intent import Ask, Intent, Want, ask
from orchestration.language.reading import NameHit, Reading
from orchestration.ports import Sessions
from orchestration.sessions.session import Topic
from orchestration.tools.exporting import CSV
from orchestration.tools.grouping import counter_for
from orchestration.tools.plan import Asked, Changing, Doubted, Going, Plan, Route, Step
from orchestration.tools.references import References
from orchestration.tools.search import Search
from orchestration.tools.translate import Translator

CHANGES: frozenset[Want] = frozenset({"create", "update", "delete", "allocate", "connect", "undo", "cancel"})
_TALK: frozenset[Want] = frozenset({"help", "smalltalk", "forget", "unclear"})
_REPORTED: frozenset[Want] = frozenset({"report", "picture"})


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what could not be planned.

    Args:
        plan: the steps.
        failed: why an ask has no step, by the id of its output.
        asks: the asks with the thread's references filled in.
        grounds: what names mean.
    """

    plan: Plan
    failed: Mapping[str, NetbotError] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    grounds: Mapping[str, tuple[NameHit, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Planner:
    """Plans the asks of one reading.

    Args:
        catalogue: the object types.
        sessions: where listings are kept.
        has: says whether there is a tool of a name.
        reading: what was understood.
        topic: what the thread is about.
        going: a listing that a button wants to go on.
        today: the day of the turn, for times that are told by it.
    """

    catalogue: Catalogue
    sessions: Sessions
    has: Callable[[str], bool]
    reading: Reading
    topic: Topic
    going: Going | None = None
    today: date | None = None

    def plan(self) -> Planned:
        """Return the plan of all asks; one that cannot be planned does not keep the others from being answered."""
        if self.reading.certainty == "unsure":
            return self._asked_back()
        references = References(self.topic, self.catalogue, self.sessions, dict(self.reading.grounds))
        steps: list[Step] = []
        outputs: list[str] = []
        doubtful: list[str] = []
        failed: dict[str, NetbotError] = {}
        asks: list[Ask] = []
        for index, each in enumerate(self.reading.intent.asks):
            output = f"a{index}"
            try:
                filed = self._filed(index, each, outputs)
                filled = each if filed is not None else references.in_ask(each)
                asks.append(filled)
                references.before = asks
                mine = [filed] if filed is not None else self._steps(index, filled, references.grounds, outputs)
                doubtful += [step.id for step in mine if _doubtful(self.catalogue, step)]
                steps += mine
            except NetbotError as reason:
                asks = [*asks[:index], each]
                failed[output] = reason
            outputs.append(output)
        changing = tuple(index for index, each in enumerate(asks) if each.want in CHANGES and f"a{index}" not in failed)
        if changing:
            meant = {"intent": Intent(asks=asks), "grounds": references.grounds}
            told = Changing(tuple(asks[at] for at in changing), self.reading.model_copy(update=meant))
            steps.append(Step("change", "change", told, told="Drafting the change"))
            outputs = [each for at, each in enumerate(outputs) if at not in changing] + ["change"]
        route = _route(steps, doubtful)
        return Planned(
            Plan(tuple(steps), tuple(outputs), route, tuple(doubtful)), failed, tuple(asks), references.grounds
        )

    def _asked_back(self) -> Planned:
        """Return the plan for a message that was not read with any certainty: nothing is done but to say so."""
        meant = ask("unclear")
        if self.reading.doubt is not None:
            answerable = any(each.want not in _TALK for each in self.reading.intent.asks)
            doubted = Doubted(
                self.reading.doubt, self.reading.intent if answerable else None, dict(self.reading.grounds)
            )
            return Planned(Plan((Step("a0", "doubt", doubted),), ("a0",), "talk"), asks=(meant,))
        asked = Asked(meant, unused=self.reading.unused)
        return Planned(Plan((Step("a0", "unclear", asked),), ("a0",), "talk"), asks=(meant,))

    def _steps(self, index: int, ask: Ask, grounds: Mapping[str, tuple[NameHit, ...]], before: list[str]) -> list[Step]:
        """Return the steps of one ask, its output last."""
        output = f"a{index}"
        if ask.want in CHANGES:
            return []
        asked = Asked(ask, grounds=grounds, near=self.reading.missing)
        if ask.want in _TALK:
            return [Step(output, ask.want, asked, ask=index)]
        if ask.want == "more":
            return [Step(output, "more", self._going(), told="Reading on", ask=index)]
        translator = Translator(self.catalogue, grounds, self.reading.missing, index, before, self.today)
        search = self._search(translator, ask)
        tool = self._tool(ask)
        if search is not None:
            asked = replace(asked, search=search)
        needs = search.needs if search is not None else ()
        return [*translator.steps, Step(output, tool, asked, needs, _told(self.catalogue, tool, search), index)]

    def _search(self, translator: Translator, ask: Ask) -> Search | None:
        selection = ask.selection
        if selection is None:
            return None
        if ask.want in _REPORTED and selection.type is None and not selection.names and not selection.where:
            return None
        return translator.search(selection)

    def _tool(self, ask: Ask) -> str:
        name: str = ask.want
        if ask.want in _REPORTED:
            name = ask.report or ""
        elif ask.group is not None:
            name = "cross" if ask.want == "count" and ask.columns else "group"
        if not self.has(name):
            what = (name or ask.want).replace("_", " ")
            raise NotUnderstood(f"I cannot do that yet: {what}.", 'Say "help" for what I can.')
        return name

    def _filed(self, index: int, ask: Ask, before: list[str]) -> Step | None:
        """Return the step that makes a file of a listing as it is; None for any other ask."""
        selection = ask.selection
        if ask.report != CSV or selection is None or selection.refers is None or selection.where or selection.names:
            return None
        refers = selection.refers
        if refers.to == "ask" and refers.ask is not None and refers.ask < len(before):
            return Step(f"a{index}", "export", Going(""), (before[refers.ask],), "Writing the file", index)
        if refers.to == "listing" and refers.type is None and selection.type is None:
            return Step(
                f"a{index}",
                "export",
                self._latest("There is no list to write into a file."),
                (),
                "Writing the file",
                index,
            )
        return None

    def _going(self) -> Going:
        if self.going is not None:
            return self.going
        return self._latest("There is no list to show more of.")

    def _latest(self, otherwise: str) -> Going:
        latest = next((listing for focus in self.topic.focus if (listing := focus.listing or focus.table)), None)
        if latest is None:
            raise NotUnderstood(otherwise, "Ask for one: list all devices.")
        return Going(latest)


def _told(catalogue: Catalogue, tool: str, search: Search | None) -> str:
    what = catalogue[search.type].plural if search is not None else tool.replace("_", " ")
    return f"{'Counting' if tool in {'count', 'cross', 'group'} else 'Reading'} {what}"


def _doubtful(catalogue: Catalogue, step: Step) -> bool:
    """Say whether a step may be large: rows that must all be fetched because NetBox has no filter, or a grouping."""
    asked = step.args
    if not isinstance(asked, Asked) or asked.search is None or step.needs:
        return False
    if step.tool == "cross":
        return True
    if step.tool == "group":
        return counter_for(catalogue, asked.search, asked.ask.group or "") is None
    return asked.search.here and not asked.search.narrow


def _route(steps: list[Step], doubtful: list[str]) -> Route:
    if steps and all(step.tool in _TALK for step in steps):
        return "talk"
    if doubtful:
        return "limitation_aware"
    return "direct" if len(steps) <= 1 else "complex"
