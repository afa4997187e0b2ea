"""Commands that change NetBox: read over the whole message, since what is wanted is often said in several sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from orchestration.language.clauses import Clause
from orchestration.language.grammar import cabling, creating, updating, verbs
from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun, types_of
from orchestration.language.grammar.emptying import CLEARING, TIDYING, emptied, of_any_kind, taken_out
from orchestration.language.grammar.verbs import Segment
from orchestration.language.intent import Assignment, select
from orchestration.language.references import Referent
from orchestration.language.spans import Item


def read_changes(mind: Mind, clauses: Sequence[Clause]) -> list[Draft]:
    """Return what a message commands to change, in order; nothing where it commands no change.

    Args:
        mind: what the grammar knows.
        clauses: of the message.
    """
    found = verbs.series(clauses) or verbs.segments(clauses)
    if not verbs.commands(found):
        return []
    changer = _Changer(mind)
    for segment in found:
        changer.take(segment)
    return changer.drafts


def commanding(clauses: Sequence[Clause]) -> bool:
    """Say whether a message can only be a command."""
    return bool(verbs.series(clauses)) or verbs.imperative(verbs.segments(clauses))


@dataclass(slots=True)
class _Changer:
    mind: Mind
    drafts: list[Draft] = field(default_factory=list)
    loose: list[Item] = field(default_factory=list)
    seen: list[Referent] = field(default_factory=list)

    def take(self, segment: Segment) -> None:
        """Read the next segment of the message."""
        if not segment.verb:
            self._told(segment)
        else:
            self._see(segment.before)
            self._commanded(segment)
        self._see(segment.items)

    def _see(self, items: Sequence[Item]) -> None:
        for item in items:
            for type_, hits in types_of(item.hits).items():
                if hits[0].score == 1.0 and not item.kinds:
                    self.seen.insert(0, Referent("named", type_, 0, item.text, hits))

    @property
    def _aware(self) -> Mind:
        """The mind that knows what the message named before."""
        return replace(self.mind, seen=tuple(self.seen[:8]), before=tuple(creating.made_before(self.drafts)))

    def _told(self, segment: Segment) -> None:
        """Take a segment without a verb: more of the object before it, or what the next command is about."""
        items = list(segment.items)
        draft = self._owner(items)
        if draft is None:
            if any(item.kinds or item.hits or item.field or item.value for item in items):
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
        if draft.noun.kind == updating.NOTE and not any(each.field == "comments" for each in draft.values):
            draft.values += updating.comment(items)
            return
        rest = [item for item in items if draft.noun.kind not in item.kinds]
        earlier = [
            (at, each.noun.kind)
            for at, each in enumerate(self.drafts)
            if each is not draft and each.noun is not None and each.noun.kind
        ]
        assigner = Assigner(self._aware, draft.noun.kind, rest, creating=False, earlier=earlier).read()
        has = {each.field for each in draft.values}
        draft.values += [each for each in assigner.values if each.field not in has or each.field == "tags"]
        draft.grounds = {**assigner.grounds, **draft.grounds}
        draft.missing += [text for text in assigner.missing if text in {each.text for each in draft.values}]

    def _commanded(self, segment: Segment) -> None:
        own, before = list(segment.items), self._before(segment)
        loose, self.loose = self.loose, []
        drafts = self._by_verb(segment, own)
        if before and not any(_stands(each) for each in drafts):
            # "The cost centre of X is K-7, please enter it": what is meant stands in front of the verb.
            own = [*before, *own]
            drafts = self._by_verb(segment, own)
        if loose and not any(_stands(each) for each in drafts):
            # "vm db-1, cluster C1 - create it": what was told before is what is meant.
            drafts = self._by_verb(segment, [*loose, *own])
        elif loose and drafts and drafts[0].want in ("create", "allocate"):
            self._more(drafts[0], loose)
        if any(each.want in ("create", "connect") for each in self.drafts) and not any(
            _stands(each) for each in drafts
        ):
            return  # "... Add the cable, please": what was read already.
        self.drafts += [each for each in drafts if not self._merged(each)]

    def _by_verb(self, segment: Segment, items: list[Item]) -> list[Draft]:
        match segment.verb:
            case "allocate" | "move" if (left := taken_out(self._aware, items)) is not None:
                return [left]
            case "create" | "new" | "allocate" | "note":
                return self._create(segment.verb, items)
            case "delete":
                tidied = segment.word is not None and segment.word.norm in TIDYING
                return self._delete(items, whole=not tidied)
            case "connect":
                cable = cabling.connect(self._aware, items)
                return [cable] if cable is not None else []
            case _:
                return self._update(segment.verb, items, segment)

    def _merged(self, draft: Draft) -> bool:
        """Let a change of what an earlier ask of the message makes, or changes too, be part of that ask."""
        if draft.want != "update" or draft.noun is None:
            return False
        refers = draft.noun.refers
        before = next((each for each in self.drafts if each.want == "update" and _same(each, draft)), None)
        if refers is not None and refers.to == "ask" and refers.ask is not None and refers.ask < len(self.drafts):
            before = self.drafts[refers.ask]
        if before is None:
            return False
        before.values += draft.values
        before.grounds.update(draft.grounds)
        before.missing += draft.missing
        return True

    def _before(self, segment: Segment) -> list[Item]:
        kept = [
            item for item in segment.before if not any(item.role(role) for role in ("please", "greeting", "thanks"))
        ]
        return kept if any(item.content or item.role("it") for item in kept) else []

    def _create(self, verb: str, items: list[Item]) -> list[Draft]:
        mind = self._aware
        if verb == "note":
            note = updating.about_note(mind, items)
            return [note] if note else []
        bond = self._contact_bond(items)
        if bond is not None:
            return [bond]
        free = any(item.role("next_free") for item in items)
        if verb == "allocate" or free or creating.lies_in_a_network(items):
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
        contact = next(
            (item for item in items if any(hit.type == "tenancy.contact" and hit.score == 1.0 for hit in item.hits)),
            None,
        )
        word = next(
            (
                at
                for at, item in enumerate(items)
                if "tenancy.contact" in item.kinds or (item.role("change") and item.means("change", "assign"))
            ),
            None,
        )
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

    def _delete(self, items: Sequence[Item], *, whole: bool) -> list[Draft]:
        """Read a deletion.

        Args:
            items: what is said behind the verb.
            whole: the verb says of a thing that it is to go, not that something is to be done about what is in it.
        """
        mind = self._aware
        left = emptied(mind, items)
        if left is not None:
            return [left]
        builder = Builder(mind, items).read()
        noun = builder.main
        if noun is None:
            return []
        if not noun.plural and (not whole or of_any_kind(items)):
            # "Everything at X", "whatever X owns": X is not what is to go, and what is has not been said.
            return [Draft(want="delete", noun=Noun(), grounds=builder.grounds)]
        if noun.hits and not noun.said:
            noun.kinds = noun.kinds[:1]
            for text, hits in noun.hits.items():
                builder.ground(text, tuple(hit for hit in hits if hit.type == noun.kind))
        if noun.names:
            # Why it goes is no condition: "remove vm1, switched off last week".
            links = mind.catalogue[noun.kind].links if noun.kind else {}
            noun.where = [each for each in noun.where if each.field in links and each.join == "is"]
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
        if segment.word is not None and segment.word.norm in CLEARING and (left := emptied(mind, items)) is not None:
            return [left]
        bond = self._contact_bond(items) if verb in ("set", "assign") else None
        if bond is not None:
            return [bond]
        if verb in ("set", "assign") and creating.allocated(items, None) == "ipam.ipaddress":
            # "Give X the next free address of N": the address is what is made, X is what gets it.
            given = creating.allocate(mind, items, self.drafts)
            if given is not None and given.parent is not None and given.values:
                return [given]
        draft = updating.update(mind, verb, items, self.drafts)
        if (
            draft is None
            and verb == "set"
            and segment.word is not None
            and segment.word.norm in ("put", "make", "set up")
        ):
            return creating.create(mind, items, self.drafts) if any(item.kinds for item in items) else []
        if draft is None:
            return [Draft(want="update", unused=[item for item in items if item.content], penalty=0.8)]
        return [draft]


def _stands(draft: Draft) -> bool:
    """Say whether a draft says what it is about."""
    noun = draft.noun
    if draft.want in ("create", "allocate", "connect"):
        return noun is not None and (bool(draft.values) or draft.parent is not None)
    return noun is not None and not noun.empty and bool(draft.values or draft.want == "delete")


def _same(one: Draft, other: Draft) -> bool:
    if one.noun is None or other.noun is None or one.noun.kind != other.noun.kind:
        return False
    return one.noun.names == other.noun.names and one.noun.refers == other.noun.refers
