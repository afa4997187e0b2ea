"""Holding a model's reading to what was said: each name and value of it must stand in the message or the thread.

A model may read a message wrongly, follow a text that was smuggled into it, or make things up. What comes of it is a question back:
a condition that nobody set is never used, one that somebody set never dropped, and nothing is changed that nobody asked to change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language.heard import Heard
from orchestration.language.intent import Ask, Assignment, Condition, Intent, Reference, Selection, texts_of
from orchestration.language.normal import normalise
from orchestration.language.spans import Item
from orchestration.sessions.session import Topic

# Verbs of the language, by their part in a sentence, for what a change may want. To undo, cancel and forget is said in whole phrases,
# which the rules know all of.
_VERBS: Mapping[str, frozenset[str]] = {
    "create": frozenset(("create", "new", "allocate", "connect", "note")),
    "update": frozenset(("set", "rename", "move", "assign", "tag", "untag", "enable", "disable", "create")),
    "delete": frozenset(("delete",)),
    "allocate": frozenset(("allocate", "create", "new")),
    "connect": frozenset(("connect", "create")),
    "undo": frozenset(),
    "cancel": frozenset(),
    "forget": frozenset(),
}
_NEGATIVE = ("without", "not", "no_longer", "unnamed", "unracked", "untagged", "state", "enabled")
_VALUED = frozenset(("eq", "ne", "lt", "lte", "gt", "gte", "contains", "starts", "ends", "within", "covers"))
_TRUTH = frozenset(("true", "false"))


def thread_names(topic: Topic) -> dict[str, tuple[str, ...]]:
    """Return the names that a thread is about, as they were typed, with the types of what they name."""
    return {
        text: tuple(dict.fromkeys(hit.type for hit in focus.grounds[text]))
        for focus in reversed(topic.focus)
        if focus.selection is not None
        for text in texts_of(focus.selection)
        if focus.grounds.get(text)
    }


@dataclass(frozen=True, slots=True)
class Grounding:
    """Looks whether a reading holds to a message.

    Args:
        heard: the message.
        topic: what the thread is about.
        reports: the names of reports and pictures there are.
        reads: the rules understood the message as a question, though not with certainty.
    """

    heard: Heard
    topic: Topic
    reports: frozenset[str]
    reads: bool = False

    def invented(self, intent: Intent) -> bool:
        """Say whether a reading holds anything that was not said, or that has no meaning."""
        return not intent.asks or any(self._invents(at, each) for at, each in enumerate(intent.asks))

    def dropped(self, intent: Intent) -> str | None:
        """Return the first name, figure or value of the message that a reading leaves out; None where it leaves out none."""
        texts = {normalise(text) for each in intent.asks for text in _texts(each)}
        types = {kind for each in intent.asks for kind in _types(each) if kind in self._catalogue}
        return next((item.text for item in self.heard.items if not self._covered(item, texts, types)), None)

    @property
    def _catalogue(self) -> Catalogue:
        return self.heard.catalogue

    def _covered(self, item: Item, texts: set[str], types: set[str]) -> bool:
        named = any(hit.score == 1.0 for hit in item.hits) and not (item.words or item.kinds or item.field)
        figure = item.figure is not None and not item.words
        if not (named or figure or item.quoted or (item.value and not (item.words or item.kinds))):
            return True
        if any(f" {item.norm} " in f" {text} " or (text and f" {text} " in f" {item.norm} ") for text in texts):
            return True
        if item.figure is not None and {normalise(item.figure.low), normalise(item.figure.high)} & texts:
            return True
        meant = [value for kind in types for _, values in self._meant(kind, item.norm) for value in values]
        if item.value and not (named or figure or item.quoted) and not meant:
            return True
        return any(normalise(value) in texts for value in meant)

    def _meant(self, kind: str, span: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self._catalogue.value_words(kind).get(span, ())

    def _invents(self, at: int, ask: Ask) -> bool:
        return (
            self._wants_unasked(ask)
            or not self._is_whole(ask)
            or any(self._selection_invents(at, each) for each in (ask.selection, ask.parent) if each is not None)
            or any(self._assignment_invents(at, ask, each) for each in ask.values)
            or any(not self._counted(each) for each in (ask.limit, ask.size, ask.number if ask.number != 1 else None))
        )

    def _wants_unasked(self, ask: Ask) -> bool:
        if ask.want not in _VERBS:
            return False
        return self.reads or not any(self.heard.means("change", each) for each in _VERBS[ask.want])

    def _is_whole(self, ask: Ask) -> bool:
        """Say whether an ask has what its want needs, of types and fields that there are."""
        selection = ask.selection
        if selection is not None and selection.type is not None and not self._is_meant(selection.type):
            return False
        if ask.want in {"report", "picture"}:
            return ask.report in self.reports
        if ask.want in {"find", "inspect", "count", "compare", "create", "update", "delete"} and selection is None:
            return False
        kind = selection.type if selection is not None else None
        fields = [*ask.columns, *(each.field for each in ask.sort), *([ask.group] if ask.group else [])]
        return kind is None or all(self._has(kind, each) for each in fields)

    def _is_meant(self, kind: str) -> bool:
        """Say whether objects of a type may be what is asked for: where words name types it is one of these, or of what names name."""
        if kind not in self._catalogue:
            return False
        if not self.heard.kinds:
            return True
        named = {hit.type for item in self.heard.items for hit in item.hits}
        talked = {each.type for focus in self.topic.focus for each in (*focus.things, *focus.rows)}
        return kind in self.heard.kinds or kind in named | talked

    def _has(self, kind: str, field: str) -> bool:
        about = self._catalogue[kind]
        known = field in about.fields or field in about.links or field in about.filters or field in about.counters
        return known or field.startswith("cf_") or field in self._catalogue

    def _selection_invents(self, at: int, selection: Selection) -> bool:
        if selection.type is not None and selection.type not in self._catalogue:
            return True
        return (
            any(not self._said(each) for each in selection.names)
            or (selection.refers is not None and not self._refers(at, selection.refers))
            or any(self._condition_invents(at, selection.type, each) for each in selection.where)
        )

    def _condition_invents(self, at: int, kind: str | None, condition: Condition) -> bool:
        if condition.join != "is":
            negates = condition.join == "not" and not self.heard.plays(*_NEGATIVE)
            wrong = any(self._condition_invents(at, kind, each) for each in condition.parts)
            return negates or wrong or not condition.parts
        field, op = condition.field, condition.op
        if field is None or op is None or (kind is not None and not self._has(kind, field)):
            return True
        if op in {"empty", "ne"} and not self.heard.plays(*_NEGATIVE):
            return True
        if op in _VALUED and not (condition.values or (condition.selection and self._leads(kind, field))):
            return True
        if op in {"empty", "set"} and condition.selection is None and not self._mentions(kind, field):
            return True
        inner = condition.selection
        if inner is not None and inner.type is None and field in self._catalogue:
            inner = inner.model_copy(update={"type": field})
        return any(not self._valued(kind, field, each) for each in condition.values) or (
            inner is not None and self._selection_invents(at, inner)
        )

    def _leads(self, kind: str | None, field: str) -> bool:
        """Say whether a field leads to objects, which a selection can choose among."""
        return kind is None or field in self._catalogue or field in self._catalogue[kind].links

    def _assignment_invents(self, at: int, ask: Ask, value: Assignment) -> bool:
        kind = ask.selection.type if ask.selection is not None else None
        text = value.text is not None and not self._valued(kind, value.field, value.text)
        emptied = value.text is None and value.selection is None and not self._mentions(kind, value.field)
        return text or emptied or (value.selection is not None and self._selection_invents(at, value.selection))

    def _valued(self, kind: str | None, field: str, value: str) -> bool:
        """Say whether a value was said: itself, or by a word that means it."""
        if self._said(value) or value in self.heard.figures:
            return True
        if kind is None or kind not in self._catalogue:
            return False
        if value in _TRUTH and self._mentions(kind, field):
            return True
        meanings = (each for span in self.heard.spans for each in self._meant(kind, span))
        return any(field == name and value in values for name, values in meanings)

    def _mentions(self, kind: str | None, field: str) -> bool:
        """Say whether a field or link was spoken of: by its own words, by its values, or by the type it leads to."""
        if kind is None or kind not in self._catalogue:
            return self.heard.says(field)
        words = self._catalogue.field_words(kind)
        link = self._catalogue[kind].links.get(field)
        target = field if field in self._catalogue else link.target if link is not None else None
        return (
            target in self.heard.kinds
            or any(field in words.get(span, ()) for span in self.heard.spans)
            or any(field == name for span in self.heard.spans for name, _ in self._meant(kind, span))
        )

    def _said(self, value: str) -> bool:
        norm = normalise(value)
        return self.heard.says(value) or any(
            norm and f" {norm} " in f" {normalise(each)} " for each in thread_names(self.topic)
        )

    def _counted(self, number: int | None) -> bool:
        return number is None or (0 < number <= 10**6 and str(number) in self.heard.figures)

    def _refers(self, at: int, reference: Reference) -> bool:
        """Say whether a reference has something to stand for, and a word that refers."""
        if reference.to == "ask":
            return reference.ask is not None and 0 <= reference.ask < at
        if not self.topic.focus or (reference.to == "row" and not reference.position):
            return False
        return self.heard.plays("it", "ones", "ordinal", "back", "only", "meant", "and", "in")


def _texts(ask: Ask) -> Iterator[str]:
    """Yield the names, values and numbers of an ask."""
    for selection in (ask.selection, ask.parent, *(each.selection for each in ask.values)):
        if selection is not None:
            yield from texts_of(selection)
            if selection.refers is not None and selection.refers.position is not None:
                yield str(selection.refers.position)
    yield from (each.text for each in ask.values if each.text is not None)
    yield from (str(each) for each in (ask.limit, ask.size, ask.number) if each is not None)


def _types(ask: Ask) -> Iterator[str]:
    for selection in (ask.selection, ask.parent):
        if selection is not None:
            yield from _types_of(selection)


def _types_of(selection: Selection) -> Iterator[str]:
    if selection.type is not None:
        yield selection.type
    inner = [each for condition in selection.where for each in (condition, *condition.parts)]
    for condition in inner:
        if condition.selection is not None:
            yield from _types_of(condition.selection)
