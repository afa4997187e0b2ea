"""Reading a message without a model: a search for the reading that accounts for most of its words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language import clauses, score
from orchestration.language.clauses import Clause
from orchestration.language.grammar import phrases, ranked
from orchestration.language.grammar.amending import read_amendment
from orchestration.language.grammar.answering import confirms, read_answer
from orchestration.language.grammar.changing import commanding, read_changes
from orchestration.language.grammar.clause import joined_to, read_clause
from orchestration.language.grammar.comparing import read_comparison
from orchestration.language.grammar.draft import Draft, Mind
from orchestration.language.grammar.ends import read_ends
from orchestration.language.grammar.follow import LEAN, read_follow_up
from orchestration.language.grammar.free import read_free
from orchestration.language.grammar.fullness import read_fullness
from orchestration.language.grammar.idioms import read_idioms
from orchestration.language.grammar.reports import read_reports
from orchestration.language.grammar.roomy import read_room
from orchestration.language.grammar.sharing import read_sharing
from orchestration.language.grammar.stretches import with_masks, with_stretches
from orchestration.language.grammar.theirs import theirs
from orchestration.language.grammar.unit import read_unit
from orchestration.language.intent import Ask, Intent, Reference, ask, select
from orchestration.language.lexicon import Word
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit, Reading, Unplaced
from orchestration.language.spans import Item, cut
from orchestration.language.tokens import readable, tokenise
from orchestration.language.unplaced import unplaced
from orchestration.language.vocabulary import vocabulary_of
from orchestration.messages.clean import clean
from orchestration.ports import Names
from orchestration.sessions.session import Topic

MOST_ASKS = 10
MOST_CLAUSES = 12
MOST_MISSING = 3
# A verb that commands a change says more than the words around it.
COMMANDED, LEANING = 0.5, 0.1
# Of readings that are as good the one of the likelier cut is taken.
RANKED = 0.04
# What fits what the thread waits for is meant so.
AMENDED = 1.0
CHANGING = frozenset(("create", "update", "delete", "allocate", "connect"))
BY_ITS_BUTTON = 'A change is confirmed by the button under its preview alone. Say "cancel" to drop it.'
UNCLEAR = Intent(asks=[ask("unclear")])


@dataclass(slots=True)
class Candidate:
    """One way to read a whole message.

    Args:
        drafts: one for each ask.
        score: how good it is beside others: 0 to 1, and what leans towards it.
        fit: how much of the message it accounts for by itself, 0 to 1.
        items: the message it reads, as it was cut.
    """

    drafts: list[Draft] = field(default_factory=list)
    score: float = 0.0
    fit: float = 0.0
    items: Sequence[Item] = ()


def read(message: str, topic: Topic, names: Names, scope: str, catalogue: Catalogue, now: datetime) -> Reading:
    """Read a message by rules alone.

    Any text is read, in bounded time: of a longer one than `tokens.MOST_CHARACTERS` the rest is not looked at.

    Args:
        message: what was written.
        topic: what the thread is about.
        names: the index of names.
        scope: whose names, see `names.scope_of`.
        catalogue: the object types.
        now: when it was written.

    Returns:
        The best reading. What nothing is made of is "unclear". What would be dangerous is read as it was said, so that
        policy and planning refuse it knowingly: "delete all devices" is a delete whose selection has a type and nothing else.
    """
    text = readable(message)
    tokens = tokenise(text)
    if not tokens:
        return Reading(intent=UNCLEAR, certainty="unsure")
    mind = Mind(catalogue, vocabulary_of(catalogue), topic, now.astimezone(UTC) if now.tzinfo else now)
    cuts = cut(text, tokens, mind.vocabulary, names, scope, mind.now)
    fixed = phrases.whole(mind, normalise(text), cuts[0])
    if fixed is not None:
        return _reading(Candidate([fixed], 1.0, 1.0), mind, names, scope)
    if mind.topic.proposal is not None and mind.topic.question is None and confirms(cuts[0]):
        return Reading(intent=UNCLEAR, certainty="unsure", doubt=BY_ITS_BUTTON)
    best = max(
        (
            (candidate.score - rank * RANKED, candidate)
            for rank, items in enumerate(cuts)
            for candidate in _candidates(mind, with_masks(items), text)
        ),
        key=lambda each: each[0],
        default=(0.0, Candidate()),
    )[1]
    if not best.drafts:
        return Reading(intent=UNCLEAR, certainty="unsure", unused=tuple(token.text for token in tokens[:20]))
    reading = _reading(best, mind, names, scope)
    if reading.certainty == "unsure":
        return reading
    return reading.model_copy(update={"unplaced": _unplaced(best)})


def _unplaced(best: Candidate) -> tuple[Unplaced, ...]:
    """Return the unknown names of a reading, each with the index of the first ask of its draft."""
    firsts = [sum(len(list(_asks(before))) for before in best.drafts[:at]) for at in range(len(best.drafts))]
    return tuple(each.model_copy(update={"ask": firsts[each.ask]}) for each in unplaced(best.drafts, best.items))


def _candidates(mind: Mind, items: Sequence[Item], text: str) -> Iterator[Candidate]:
    if answered := read_answer(mind, items, text):
        yield Candidate(answered[:MOST_ASKS], AMENDED + 0.5, 1.0)
    if amended := read_amendment(mind, items, text):
        yield Candidate(amended[:MOST_ASKS], score.score(amended, items) + AMENDED, 1.0)
    parts = clauses.split(items)[:MOST_CLAUSES]
    # "Need a list of all PDUs" makes none.
    changes = [] if any(item.norm.endswith("list of") for item in items) else read_changes(mind, parts)
    if changes:
        heard = [item for part in parts if not clauses.aside(part) for item in part.items]
        weight = COMMANDED if commanding(parts) else LEANING
        fit = score.score(changes, heard)
        yield Candidate(changes[:MOST_ASKS], fit + weight, fit, items)
    asking = [part for part in parts if not clauses.aside(part)] or parts
    asking = [each for part in asking for each in ranked.parted(part)]
    drafts: list[Draft] = []
    total: list[Item] = []
    waiting: list[Item] = []
    for part in asking:
        if part.topic and part is not asking[-1]:
            waiting += part.items
            continue
        if drafts and not any(item.content for item in part.items) and any(item.role("ask") for item in part.items):
            continue  # "which?", "what is it called?": what is shown anyway.
        said = tuple((at, each.noun.kind) for at, each in enumerate(drafts) if each.noun and each.noun.kind)
        asked = _of_those_before(part, drafts)
        best = _best(replace(mind, before=said), asked, waiting)
        if asked is not part and best is not None and best.noun is not None and drafts[-1].noun is not None:
            best.noun.where = [*drafts[-1].noun.where, *best.noun.where]
        total += [*waiting, *part.items]
        waiting = []
        if best is None:
            if drafts and joined_to(mind, drafts[-1], Draft(), part.items):
                continue
            drafts += [Draft(unused=list(part.items))]
        elif not (drafts and joined_to(mind, drafts[-1], best, part.items)):
            drafts += [best, *theirs(mind, best, sum(len(list(_asks(each))) for each in drafts))]
    fit = score.score(drafts, total)
    yield Candidate(drafts[:MOST_ASKS], fit, fit, items)


def _best(mind: Mind, clause: Clause, waiting: Sequence[Item]) -> Draft | None:
    """Return the best reading of a clause; None where nothing is made of it."""
    items = with_stretches(_led(clause.items, waiting))
    readings = [
        *read_comparison(mind, items),
        *read_free(mind, items),
        *read_reports(mind, items),
        *read_idioms(mind, items),
        *read_unit(mind, items),
        *read_ends(mind, items),
        *read_fullness(mind, items),
        *read_room(mind, items),
        *read_sharing(mind, items),
        *read_clause(mind, items, topical=bool(waiting)),
    ]
    options = [(score.score([draft], items), draft) for draft in readings if draft.want is not None]
    if not waiting:
        going_on = read_follow_up(mind, clause.items)
        options += [(score.score([draft], items) + LEAN, draft) for draft in going_on if draft.want is not None]
    return max(options, key=lambda each: each[0])[1] if options else None


def _of_those_before(part: Clause, drafts: Sequence[Draft]) -> Clause:
    """Let "... and which has the most racks?" name what the ask before it is about."""
    noun = drafts[-1].noun if drafts else None
    items = [item for item in part.items if not (item.role("and") and not item.content)]
    if noun is None or noun.kind is None or len(items) < 2 or items[0].content or items[1].role("top") is None:
        return part
    if not items[0].norm.startswith("which"):
        return part
    thing = replace(items[0], words=(), kinds=(noun.kind,), plural=True)
    return replace(part, items=(replace(items[0], words=(Word("ask", "what"),)), thing, *items[1:]))


def _led(items: Sequence[Item], topic: Sequence[Item]) -> list[Item]:
    """Put what a clause is about in its place: "Akron: racks, devices and VLANs" are those of Akron."""
    things = [item for item in items if item.kinds]
    plain = len(things) > 1 and all(item.kinds or item.role("and") or item.role("all") for item in items)
    if not topic or not plain:
        return [*topic, *items]
    joint = replace(topic[0], text="of", norm="of", words=(Word("in", "of"),), kinds=(), hits=(), figure=None, after="")
    return [*items, replace(joint, field=False, value=False, quoted=False), *topic]


def _reading(best: Candidate, mind: Mind, names: Names, scope: str) -> Reading:
    drafts = best.drafts
    asks = _all_asks(drafts)
    grounds: dict[str, tuple[NameHit, ...]] = {}
    for draft in drafts:
        grounds.update(draft.grounds)
    grounds = {**_looked_up_again(drafts, grounds, names, scope), **grounds}
    anew = {text for draft in drafts for text in draft.anew}
    chosen = {
        text: (mind.topic.chosen[norm],)
        for text in grounds
        if text not in anew
        and (norm := normalise(text)) in mind.topic.chosen
        and mind.topic.chosen[norm] in grounds[text]
    }
    missing: dict[str, tuple[NameHit, ...]] = {}
    for draft in drafts:
        for text in draft.missing[:MOST_MISSING]:
            if text not in grounds and len(missing) < MOST_MISSING:
                missing[text] = names.nearest(scope, normalise(text), _types_due(mind, draft, text))
    unused = tuple(item.text for draft in drafts for item in draft.unused)
    certainty = score.certainty(best.score, best.fit, drafts, missing=bool(missing))
    if (word := _goes_instead(best)) is not None:
        doubt = f'What do you mean by "{clean(word.text, 40)}"? Say what is to be deleted.'
        return Reading(intent=UNCLEAR, certainty="unsure", unused=unused[:20], doubt=doubt)
    if certainty == "unsure" and any(each.want in CHANGING for each in asks):
        # What was hardly understood proposes nothing.
        asks = [ask("unclear")]
    if all(each.want == "unclear" for each in asks):
        certainty = "unsure"
    return Reading(
        intent=Intent(asks=asks or [ask("unclear")]),
        certainty=certainty,
        grounds={**grounds, **chosen},
        unused=unused[:20],
        missing=missing,
    )


def _goes_instead(best: Candidate) -> Item | None:
    """Return what a deletion is of by its words, where that is nothing known: "wipe the dust off X" deletes no X."""
    for draft in best.drafts if any(each.want == "delete" for each in best.drafts) else ():
        verb = next((item.at for item in best.items if item.means("change", "delete")), None)
        thing = next((item.at for item in best.items if item.hits or item.figure or item.quoted or item.kinds), None)
        between = (item for item in draft.unused if verb is not None and thing is not None and verb < item.at < thing)
        if (word := next((item for item in between if not item.known), None)) is not None:
            return word
    return None


def _types_due(mind: Mind, draft: Draft, text: str) -> list[str]:
    """Return the types of which a name that nothing has would have to be, by where it stands; empty where that does not tell."""
    noun = draft.noun
    if noun is None or noun.kind is None:
        return []
    if text in noun.names:
        return [noun.kind]
    about = mind.catalogue[noun.kind]
    links = [about.links.get(each.field or "") for each in noun.where if text in each.values]
    return [link.target for link in links if link is not None and link.target in mind.catalogue]


def _looked_up_again(
    drafts: Sequence[Draft], known: Mapping[str, tuple[NameHit, ...]], names: Names, scope: str
) -> dict[str, tuple[NameHit, ...]]:
    """Return what names of an earlier message mean that this one goes on with."""
    again = {text: normalise(text) for draft in drafts for text in (*draft.again, *draft.anew) if text not in known}
    found = names.find(scope, list(dict.fromkeys(again.values()))) if again else {}
    return {
        text: tuple(
            hit.model_copy(update={"score": 1.0 if normalise(hit.name) == norm else 0.8}) for hit in found[norm]
        )
        for text, norm in again.items()
        if norm in found
    }


def _all_asks(drafts: Sequence[Draft]) -> list[Ask]:
    """Return what the drafts ask for; one whose rows are wanted as a file asks for that as well."""
    asks: list[Ask] = []
    for draft in drafts:
        asks += _asks(draft)
        if draft.file or (draft.group and draft.report == "csv"):
            made = Reference(to="ask", position=None, ask=len(asks) - 1, type=None)
            asks.append(ask("find", select(refers=made), report="csv"))
    return asks[:MOST_ASKS]


def _asks(draft: Draft) -> Iterator[Ask]:
    nouns = [draft.noun, *draft.further]
    if any(noun is not None and noun.overflows for noun in (*nouns, draft.parent)):
        yield ask("unclear")
        return
    for noun in nouns:
        shared = list(draft.noun.where) if noun is not draft.noun and draft.noun is not None else []
        selection = noun.selection() if noun is not None else None
        if selection is not None and shared:
            selection = selection.model_copy(update={"where": shared})
        yield ask(
            draft.want or "unclear",
            selection,
            columns=draft.columns[:20],
            sort=draft.sort[:5],
            limit=draft.limit,
            group=draft.group,
            report=draft.report,
            values=draft.values[:40],
            parent=draft.parent.selection() if draft.parent else None,
            size=draft.size,
            number=draft.number,
        )
