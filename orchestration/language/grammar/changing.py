"""Commands that change NetBox: read over the whole message, since what is wanted is often said in several sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from orchestration.language.clauses import Clause
from orchestration.language.grammar import cabling, creating, updating, verbs
from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun, types_of
from orchestration.language.grammar.verbs import Segment
from orchestration.language.intent import Assignment, select
from orchestration.language.references import Referent
from orchestration.language.spans import Item

_UPDATES = frozenset("set rename move assign tag untag enable disable".split())


def read_changes(mind: Mind, clauses: Sequence[Clause]) -> list[Draft]:
    """Return what a message commands to change, in order; nothing where it commands no change.

    Args:
        mind: what the grammar knows.
        clauses: of the message.
    """
    found = verbs.segments(clauses)
    if not verbs.commands(found):
        return []
    changer = _Changer(mind)
    for segment in found:
        changer.take(segment)
    return changer.drafts


@dataclass(slots=True)
class _Changer:
    mind: Mind
    drafts: list[Draft] = field(default_factory=list)
    loose: list[Item] = field(default_factory=list)
    seen: list[Referent] = field(default_factory=list)

    def take(self, segment: Segment) -> None:
        """Read the next segment of the message."""
        items = [*segment.before, *segment.items]
        if not segment.verb:
            self._told(segment)
        else:
            self._commanded(segment)
        self._see(items)

    def _see(self, items: Sequence[Item]) -> None:
        for item in items:
            for type_, hits in types_of(item.hits).items():
                if hits[0].score == 1.0 and not item.kinds:
                    self.seen.insert(0, Referent("named", type_, 0, item.text, hits))

    @property
    def _aware(self) -> Mind:
        """The mind that knows what the message named before."""
        return replace(self.mind, seen=tuple(self.seen[:8]))

    def _told(self, segment: Segment) -> None:
        """Take a segment without a verb: more of the object before it, or what the next command is about."""
        items = list(segment.items)
        draft = self._owner(items)
        if draft is None or segment.topic and not self.drafts:
            self.loose += items
            return
        self._more(draft, items)

    def _owner(self, items: Sequence[Item]) -> Draft | None:
        """Return the draft that more is said of: the one whose type is named first, else the last."""
        making = [each for each in self.drafts if each.want in ("create", "allocate", "connect", "update")]
        if not making:
            return None
        first = next((item for item in items if item.content), None)
        if first is not None and first.kinds:
            named = [each for each in making if each.noun is not None and each.noun.kind in first.kinds]
            if named:
                return named[-1]
        return making[-1]

    def _more(self, draft: Draft, items: Sequence[Item]) -> None:
        if draft.noun is None or draft.noun.kind is None:
            return
        rest = [item for item in items if draft.noun.kind not in item.kinds]
        earlier = [(at, each.noun.kind) for at, each in enumerate(self.drafts) if each is not draft and each.noun is not None and each.noun.kind]
        assigner = Assigner(self._aware, draft.noun.kind, rest, creating=False, earlier=earlier).read()
        has = {each.field for each in draft.values}
        draft.values += [each for each in assigner.values if each.field not in has or each.field == "tags"]
        draft.grounds = {**assigner.grounds, **draft.grounds}
        draft.missing += [text for text in assigner.missing if text in {each.text for each in draft.values}]

    def _commanded(self, segment: Segment) -> None:
        items, self.loose = [*self.loose, *self._before(segment), *segment.items], []
        verb = segment.verb
        drafts: list[Draft] = []
        if verb in ("create", "new", "allocate", "note"):
            drafts = self._create(verb, items)
        elif verb == "delete":
            drafts = self._delete(items)
        elif verb == "connect":
            drafts = [each for each in (cabling.connect(self._aware, items),) if each is not None]
        elif verb in _UPDATES:
            drafts = self._update(verb, items, segment)
        if not drafts and self.drafts and not any(item.content and not item.kinds for item in items):
            return  # "... Add the cable, please": what was read already.
        self.drafts += drafts

    def _before(self, segment: Segment) -> list[Item]:
        kept = [item for item in segment.before if item.content or item.role("it") or item.role("ones") or not item.known]
        return kept if any(item.content for item in kept) else []

    def _create(self, verb: str, items: list[Item]) -> list[Draft]:
        mind = self._aware
        if verb == "note":
            note = updating.about_note(mind, items)
            return [note] if note else []
        bond = self._contact_bond(items)
        if bond is not None:
            return [bond]
        if verb == "allocate" or any(item.role("next_free") for item in items):
            taken = creating.allocate(mind, items, self.drafts)
            if taken is not None:
                return [taken]
        if self._adds_to_something(items):
            changed = updating.update(mind, "set", items, self.drafts)
            if changed is not None:
                return [changed]
        if any(cabling.CABLE in item.kinds for item in items):
            cable = cabling.connect(mind, items)
            if cable is not None or any(each.want == "connect" for each in self.drafts):
                return [cable] if cable else []
        return creating.create(mind, items, self.drafts)

    def _adds_to_something(self, items: Sequence[Item]) -> bool:
        """Say whether "add" puts a value on something there: "add the description ... to device X"."""
        first = next((item for item in items if item.content), None)
        to = next((at for at, item in enumerate(items) if item.norm == "to" and at), None)
        if first is None or to is None or (first.kinds and not first.role("tagged")) or not first.field:
            return bool(first is not None and first.role("tagged") and to is not None)
        return any(item.hits or item.role("it") for item in items[to:])

    def _contact_bond(self, items: Sequence[Item]) -> Draft | None:
        """Read "make Jane Doe a contact of site X" as a new assignment of the contact."""
        contact = next((item for item in items if any(hit.type == "tenancy.contact" and hit.score == 1.0 for hit in item.hits)), None)
        word = next((at for at, item in enumerate(items) if "tenancy.contact" in item.kinds or item.role("change") and item.means("change", "assign")), None)
        if contact is None or word is None:
            return None
        thing = next((at for at, item in enumerate(items) if at > word and item.hits and item is not contact), None)
        if thing is None:
            return None
        kind = items[thing - 1].kinds
        hits = tuple(hit for hit in items[thing].hits if not kind or hit.type in kind) or items[thing].hits
        draft = Draft(want="create", noun=Noun(kinds=("tenancy.contactassignment",), said=True))
        owner = select(hits[0].type, names=[items[thing].text])
        draft.values = [
            Assignment(field="object", text=None, selection=owner, add="set"),
            Assignment(field="contact", text=contact.text, selection=None, add="set"),
        ]
        draft.grounds = {
            items[thing].text: tuple(hit for hit in hits if hit.type == hits[0].type),
            contact.text: tuple(hit for hit in contact.hits if hit.type == "tenancy.contact"),
        }
        rest = [item for at, item in enumerate(items) if at > thing]
        self.drafts.append(draft)
        self._more(draft, rest)
        self.drafts.pop()
        return draft

    def _delete(self, items: Sequence[Item]) -> list[Draft]:
        mind = self._aware
        builder = Builder(mind, items).read()
        noun = builder.main
        if noun is None:
            return []
        if noun.hits and not noun.said:
            noun.kinds = noun.kinds[:1]
            for text, hits in noun.hits.items():
                builder.ground(text, tuple(hit for hit in hits if hit.type == noun.kind))
        if noun.names:
            # Why it goes is no condition: "remove vm1, switched off last week".
            links = mind.catalogue[noun.kind].links if noun.kind else {}
            noun.where = [each for each in noun.where if each.field in links or each.join != "is"]
        grounds = cabling.between(mind, items, noun)
        drafts = []
        for each in (noun, *builder.further):
            draft = Draft(want="delete", noun=each, grounds={**builder.grounds, **grounds})
            draft.missing = builder.missing if each is noun else []
            draft.unused = [] if grounds else builder.unused if each is noun else []
            draft.penalty = 0.0 if grounds else builder.penalty
            drafts.append(draft)
        return drafts

    def _update(self, verb: str, items: list[Item], segment: Segment) -> list[Draft]:
        mind = self._aware
        bond = self._contact_bond(items) if verb in ("set", "assign") else None
        if bond is not None:
            return [bond]
        draft = updating.update(mind, verb, items, self.drafts)
        if draft is None and verb == "set" and segment.word is not None and segment.word.norm in ("put", "make", "set up"):
            return creating.create(mind, items, self.drafts) if any(item.kinds for item in items) else []
        if draft is None:
            return [Draft(want="update", unused=[item for item in items if item.content], penalty=0.8)]
        before = next((each for each in self.drafts if each.want == "update" and _same(each, draft)), None)
        if before is not None:
            before.values += draft.values
            before.grounds.update(draft.grounds)
            return []
        return [draft]


def _same(one: Draft, other: Draft) -> bool:
    if one.noun is None or other.noun is None or one.noun.kind != other.noun.kind:
        return False
    return one.noun.names == other.noun.names and one.noun.refers == other.noun.refers
