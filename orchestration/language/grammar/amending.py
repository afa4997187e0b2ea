"""Amending what waits: answers to a question about a missing value, and "make it planned instead" behind a preview."""

from collections.abc import Sequence

from orchestration.language.grammar import creating
from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.grammar.fewer import about_which, only_some
from orchestration.language.intent import Ask, Assignment, Intent, Selection
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item
from orchestration.sessions.session import Question

_CHANGES = ("create", "allocate", "update")
# Where the next free one may come from, which values an allocation finds by itself.
_FOUND = {"ipam.ipaddress": "address", "ipam.prefix": "prefix", "ipam.vlan": "vid"}
# Verbs that may only touch what waits: the others name what they change.
_TOUCHING = ("create", "new", "set", "assign", "tag")
_OTHER_WANTS = ("inspect", "compare", "count")
_INSTEAD = frozenset(("instead", "rather", "no", "nope", "not", "sorry", "wait", "use", "change", "also", "but"))
# Verbs that only make: what else they may be ("add the tenant", "set up") may be said of what waits.
_OUTRIGHT = frozenset(("create", "new", "make a", "register", "create a", "create the"))
_LONG_TEXTS = ("comments", "description")
_MOST_ASKS = 10
# A name that was asked for is rarely longer; what is longer says something else.
_MOST_WORDS = 4


def read_amendment(mind: Mind, items: Sequence[Item], text: str) -> list[Draft]:
    """Return all that is wanted once a message has amended what waits; nothing where it says something new.

    Args:
        mind: what the grammar knows.
        items: of the whole message.
        text: the message as it was written.
    """
    question, intent = mind.topic.question, _waiting(mind)
    if intent is None or any(each.want not in (*_CHANGES, "connect", "delete") for each in intent.asks):
        return []
    if _drops(items):
        return _without(mind, intent, items)
    if question is not None and (answer := _bare_answer(mind, question, items, text)) is not None:
        return _amended(mind, intent, question.ask, answer)
    if question is None and about_which(intent, items):
        return only_some(mind, intent, items)
    if _says_new(mind, intent, items):
        return []
    target = next((word.value for item in items for word in item.words if word.role == "ordinal"), None)
    at = _index(intent, int(target)) if target else question.ask if question is not None else None
    if target and at is None:
        return []
    amended = _amended(mind, intent, at, [item for item in items if not item.role("ordinal")])
    if not amended and question is not None and (name := _unknown_name(mind, question, items)) is not None:
        return _amended(mind, intent, question.ask, name)
    return amended


def _waiting(mind: Mind) -> Intent | None:
    topic = mind.topic
    if topic.question is not None and topic.question.about.startswith("field:"):
        return topic.question.intent
    return topic.pending if topic.proposal is not None and topic.question is None else None


def _index(intent: Intent, position: int) -> int | None:
    at = position - 1 if position > 0 else len(intent.asks) + position
    return at if 0 <= at < len(intent.asks) else None


# What is dropped.


def _drops(items: Sequence[Item]) -> bool:
    first = next((item for item in items if not (item.role("filler") or item.role("please") or item.role("and"))), None)
    if first is None or len(items) < 2:
        return False
    less = first.role("without") is not None and any(item.role("ordinal") for item in items)
    return less or first.means("change", "delete")


def _without(mind: Mind, intent: Intent, items: Sequence[Item]) -> list[Draft]:
    """Return what is left when one of several asks is dropped: "drop the second one", "remove VLAN 611"."""
    if len(intent.asks) < 2 or any(_refers(each) for each in intent.asks):
        return []
    places = [int(word.value) for item in items for word in item.words if word.role == "ordinal"]
    gone = {at for place in places if (at := _index(intent, place)) is not None}
    said = {item.norm for item in items if item.figure or item.quoted or not item.known or item.hits}
    if not gone:
        gone = {
            at
            for at, each in enumerate(intent.asks)
            if any((value.text or "").casefold() in said for value in each.values)
        }
    if not gone or len(gone) == len(intent.asks):
        return []
    return [_draft(mind, each) for at, each in enumerate(intent.asks) if at not in gone]


def _refers(ask: Ask) -> bool:
    selections = [ask.selection, ask.parent, *(each.selection for each in ask.values)]
    return any(each is not None and each.refers is not None and each.refers.to == "ask" for each in selections)


# What is new altogether.


def _says_new(mind: Mind, intent: Intent, items: Sequence[Item]) -> bool:
    """Say whether a message is a request or question of its own."""
    if "?" in items[-1].after or any(item.role("ask") and not item.role("be") and not item.content for item in items):
        return True
    if items[0].role("ask") and not items[0].role("be") and not items[0].hits:
        # "What region is X in" asks, though "what" may name a field too.
        return True
    if items[0].kinds and items[0].plural and len(intent.asks) == 1 and not any(item.role("be") for item in items):
        # "Sites in X" is a list of them: what waits is one.
        return True
    for at, item in enumerate(items):
        word = None if item.kinds or item.hits or item.quoted else item.role("change")
        if any(item.means("want", each) for each in _OTHER_WANTS) or (item.means("want", "find") and at == 0):
            return not any(each.role("next_free") for each in items)
        if word is not None and not any(item.means("change", each) for each in _TOUCHING) and not _it(items, at):
            return not (item.means("change", "allocate") and not _own_type(items[at + 1 :]))
        if (
            word is not None
            and any(item.means("change", each) for each in ("create", "new"))
            and _makes(mind, intent, items[at + 1 :], outright=item.norm in _OUTRIGHT)
        ):
            return True
    return _of_another(mind, intent, items)


def _it(items: Sequence[Item], at: int) -> bool:
    """Say whether a verb is about what waits: "call it", "rename it to"."""
    following = items[at + 1] if at + 1 < len(items) else None
    return items[at].norm.endswith(" it") or (
        following is not None and (following.role("it") or following.role("ones")) is not None
    )


def _own_type(items: Sequence[Item]) -> bool:
    return any(item.kinds or (item.figure is not None and item.figure.kind == "mask") for item in items)


def _makes(mind: Mind, intent: Intent, items: Sequence[Item], *, outright: bool) -> bool:
    """Say whether a verb to create makes another thing: not "add tenant Acme" to what waits, but "create tenant Acme"."""
    at = next(
        (at for at, item in enumerate(items) if not (item.role("all") or item.role("change")) or item.content), None
    )
    if at is None or not items[at].kinds:
        return False
    following = items[at + 1] if at + 1 < len(items) else None
    if not outright and following is not None and any(hit.type in items[at].kinds for hit in following.hits):
        kind = _kind(mind, intent.asks[0])
        return kind is None or Assigner(mind, kind, []).field_named(items[at]) is None
    return True


def _of_another(mind: Mind, intent: Intent, items: Sequence[Item]) -> bool:
    """Say whether a value is given to another thing: "set the status of switch-1 to active"."""
    own = {text.casefold() for each in intent.asks for text in _names(each)}
    kind = _kind(mind, intent.asks[0])
    for before, joint, item in zip(items, items[1:], items[2:], strict=False):
        thing = item if not item.kinds or item.hits else next((each for each in items[items.index(item) + 1 :]), item)
        named = any(hit.score == 1.0 for hit in thing.hits) and thing.norm not in own
        if joint.norm in ("of", "for") and named and kind and Assigner(mind, kind, []).field_named(before) is not None:
            return True
    return False


def _names(ask: Ask) -> list[str]:
    return [*(ask.selection.names if ask.selection else ()), *(each.text for each in ask.values if each.text)]


# What is said of what waits.


def _bare_answer(mind: Mind, question: Question, items: Sequence[Item], text: str) -> Assignment | None:
    """Return the value that a message is as a whole: the name that was asked for, a comment."""
    field = question.about.removeprefix("field:")
    kind = _kind(mind, question.intent.asks[question.ask], question.grounds)
    if kind is None or any(item.role("ask") and not item.content for item in items) or "?" in items[-1].after:
        return None
    about = mind.catalogue[kind]
    described = about.fields.get(field)
    if described is None or described.kind not in ("string", "integer"):
        return None
    assigner = Assigner(mind, kind, list(items))
    told = any(assigner.field_named(item) for item in items[:1]) or any(item.role("named") for item in items)
    if (
        field in _LONG_TEXTS
        and not (items[0].field and not items[0].kinds)
        and not items[0].role("want")
        and len(items) > 1
    ):
        # A note may have any words in it: "patch cord replaced" commands nothing.
        return Assignment(field=field, text=text[:2000], selection=None, add="set")
    if told or any(
        item.role("change") or item.role("want") or item.role("next_free") for item in items if not item.content
    ):
        return None
    short = [item for item in items if not (item.role("please") or item.role("filler")) or item.content]
    if described.kind == "integer":
        figure = short[0].figure if len(short) == 1 else None
        ok = figure is not None and figure.kind in ("number", "range")
        return Assignment(field=field, text=short[0].text, selection=None, add="set") if ok else None
    if (
        (field in _FOUND.values() and described.kind == "string")
        or field != about.name_field
        or any(item.after.strip(".!") for item in short)
        or not 0 < len(short) <= 4
    ):
        return None
    return Assignment(field=field, text=" ".join(item.text for item in short), selection=None, add="set")


def _unknown_name(mind: Mind, question: Question, items: Sequence[Item]) -> Assignment | None:
    """Return what was said where the name of another object was asked for, though nothing is known to be called so."""
    kind = _kind(mind, question.intent.asks[question.ask], question.grounds)
    described = mind.catalogue[kind].fields.get(question.about.removeprefix("field:")) if kind is not None else None
    short = [item for item in items if not (item.role("please") or item.role("filler")) or item.content]
    if described is None or not described.relation or not 0 < len(short) <= _MOST_WORDS:
        return None
    if any(item.words and not item.content for item in short) or any(item.hits for item in short):
        return None
    said = " ".join(item.text for item in short)
    return Assignment(field=described.name, text=said, selection=None, add="set")


def _amended(mind: Mind, intent: Intent, at: int | None, said: Sequence[Item] | Assignment) -> list[Draft]:
    drafts: list[Draft] = []
    changed = False
    kinds = {each.selection.type for each in intent.asks if each.selection is not None}
    if at is None and len(kinds) > 1 and not isinstance(said, Assignment) and any(_calls(item) for item in said):
        # "Call it X" behind a tenant and its site: two things of different kinds are not called the same.
        at = len(intent.asks) - 1
    for place, each in enumerate(intent.asks[:_MOST_ASKS]):
        draft = _draft(mind, each)
        if at is None or place == at:
            if isinstance(said, Assignment):
                _put(draft, [said])
                changed = True
            else:
                fits = _amend(mind, each, draft, said)
                if fits is None:
                    return []
                changed = changed or fits
        drafts.append(draft)
    return drafts if changed else []


def _fresh(item: Item) -> bool:
    return item.quoted or not (item.known or item.hits) or (item.figure is not None and item.figure.kind == "code")


def _calls(item: Item) -> bool:
    return item.role("named") is not None or item.means("change", "rename")


def _amend(mind: Mind, ask: Ask, draft: Draft, items: Sequence[Item]) -> bool | None:
    """Put what is said into a draft; return whether it changed, None where something said does not belong to it."""
    kind = _kind(mind, ask, mind.topic.question.grounds if mind.topic.question else {})
    if kind is None:
        return False
    renamed = any(item.means("change", "rename") for item in items)
    left = [item for item in _meant(items) if not _idle(mind, item, kind)]
    name = [item for item in left if item.norm != "to"]
    if renamed and len(name) == 1:
        _put(draft, [Assignment(field=mind.catalogue[kind].name_field, text=name[0].text, selection=None, add="set")])
        return True
    own = mind.catalogue[kind].name_field
    if ask.want == "update" and [each.field for each in draft.values] == [own] and len(name) == 1 and _fresh(name[0]):
        # "Rename it X" ... "no, Y".
        _put(draft, [Assignment(field=own, text=name[0].text, selection=None, add="set")])
        return True
    moved = False
    if ask.want != "update" and kind in _FOUND:
        moved, left = _from(mind, kind, draft, left)
    named = any(each.field == mind.catalogue[kind].name_field for each in draft.values) or draft.want == "allocate"
    fresh = ask.want == "create" and not named and kind not in ("ipam.ipaddress", "ipam.prefix")
    assigner = Assigner(mind, kind, left, creating=fresh).read()
    if any(item.content for item in assigner.unused) or (not assigner.values and not moved):
        return None
    _put(draft, assigner.values)
    if draft.want == "allocate" and any(each.field == _FOUND.get(kind) for each in assigner.values):
        draft.want, draft.parent = "create", None
    draft.grounds.update(assigner.grounds)
    draft.missing += assigner.missing
    draft.unused += assigner.unused
    return True


def _meant(items: Sequence[Item]) -> list[Item]:
    """Leave out what it is not to be ("instead of New Jersey", "not active") and the "to" before a value."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        item, following = items[at], items[at + 1] if at + 1 < len(items) else None
        instead = item.norm == "instead" and following is not None and following.norm == "of"
        if instead or (item.role("not") and following is not None and following.content and at + 2 < len(items)):
            at += 3 if instead else 2
            continue
        if not (item.norm == "to" and kept and (kept[-1].field or kept[-1].role("named"))):
            kept.append(item)
        at += 1
    return kept


def _idle(mind: Mind, item: Item, kind: str) -> bool:
    """Say whether an item tells nothing of what waits: "no", "instead", "make it", its own type."""
    if item.quoted or item.hits or item.figure or item.role("named"):
        return False
    own = kind in item.kinds and item.norm not in mind.catalogue.field_words(kind)
    if item.norm in _INSTEAD or own or item.norm.endswith(" it"):
        return True
    roles = ("filler", "please", "greeting", "thanks", "change", "it", "ones", "meant", "want")
    return any(item.role(role) for role in roles) and not (item.kinds or item.field)


def _from(mind: Mind, kind: str, draft: Draft, items: Sequence[Item]) -> tuple[bool, list[Item]]:
    """Read "the next free one in 10.0.0.0/24", "make it a /27": where and how much to allocate."""
    left = list(items)
    free = any(item.role("next_free") or item.means("state", "empty") for item in items)
    mask = next((item for item in items if item.figure is not None and item.figure.kind == "mask"), None)
    moved = False
    if mask is not None and mask.figure is not None and kind == "ipam.prefix":
        draft.size, moved = int(mask.figure.low), True
        left.remove(mask)
    network = any(item.figure is not None and item.figure.kind == "prefix" for item in left)
    if free or (network and (draft.want == "allocate" or (kind == "ipam.ipaddress" and not draft.values))):
        taken, parent = creating.parent_of(mind, left, kind)
        if parent is not None:
            draft.want, draft.parent, moved = "allocate", parent, True
            draft.values = [each for each in draft.values if each.field != _FOUND[kind]]
            draft.grounds.update(parent.hits)
        left = [
            item
            for at, item in enumerate(left)
            if at not in taken and not (item.role("next_free") or item.means("state", "empty"))
        ]
    return moved, left


def _put(draft: Draft, values: Sequence[Assignment]) -> None:
    """Let new values take the place of those of the same fields."""
    fields = {each.field for each in values if each.add == "set"}
    draft.values = [*(each for each in draft.values if each.field not in fields), *values]


def _kind(mind: Mind, ask: Ask, grounds: dict[str, tuple[NameHit, ...]] | None = None) -> str | None:
    if ask.selection is None:
        return None
    if ask.selection.type is not None:
        return ask.selection.type if ask.selection.type in mind.catalogue else None
    return next((hit.type for name in ask.selection.names for hit in (grounds or {}).get(name, ())), None)


def _draft(mind: Mind, ask: Ask) -> Draft:
    question = mind.topic.question
    return Draft(
        want=ask.want,
        noun=_noun(ask.selection),
        values=list(ask.values),
        parent=_noun(ask.parent),
        size=ask.size,
        number=ask.number,
        grounds=dict(question.grounds) if question is not None else {},
        again=_texts(ask),
    )


def _noun(selection: Selection | None) -> Noun | None:
    if selection is None:
        return None
    kinds = (selection.type,) if selection.type else ()
    return Noun(
        kinds=kinds, names=list(selection.names), where=list(selection.where), refers=selection.refers, said=True
    )


def _texts(ask: Ask) -> list[str]:
    """Return the names that an ask was grounded on, whose meaning the thread does not keep."""
    selections = [ask.selection, ask.parent, *(each.selection for each in ask.values)]
    named = [name for each in selections if each is not None for name in each.names]
    told = [value for each in selections if each is not None for part in each.where for value in part.values]
    return list(dict.fromkeys([*named, *told, *(each.text for each in ask.values if each.text)]))
