"""Reading what a clause is about, from left to right: nouns, what narrows them, and what is asked of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orchestration.catalogue.types import Link
from orchestration.language.grammar import adjectives, associations, joining, measures, naming, values
from orchestration.language.grammar.draft import Mind, Noun
from orchestration.language.grammar.linking import on_noun, pseudo_hits
from orchestration.language.intent import Condition, Op, Reference, joined, leaf
from orchestration.language.reading import NameHit
from orchestration.language.references import Referent, referents, rows_type
from orchestration.language.spans import Item

# Roles that say nothing about which objects are meant.
_SILENT = frozenset(
    "all only filler please greeting thanks table be ask want columns back meant goes sum dull that".split()
)
# Words that are things too: beside a type word or written as a name they are things, else what the language makes of them.
_FUNCTION = frozenset(
    """all and ask back be compare filler goes greeting group in it marked meant member named not only ones or please several
    single sort tagged thanks that want with without""".split()
)
# Roles that have a method of their own, in the order they are tried.
_READ = "ordinal member ones it named named_like tagged marked compare several single".split()
_ONE = ("a", "an", "any")
# What a reference word does by itself: "there" is where, "of them" is whose.
_PREPOSED = ("of ", "in ", "on ", "at ", "for ", "from ", "with ", "to ", "among ")


class Builder:
    """Reads the items of a clause into nouns that nest.

    Each noun may be narrowed by what follows it; words belong to the innermost noun that can take them.

    Args:
        mind: what the grammar knows.
        items: of one clause, without what other parts of the grammar took.
        ghost: a noun that is there already: what the thread was about, for words that go on with it.
        topical: the clause begins with what it is about: "10.0.0.0/24 - which VLAN is that?".
    """

    def __init__(self, mind: Mind, items: Sequence[Item], ghost: Noun | None = None, *, topical: bool = False) -> None:
        self.mind = mind
        # "115" is part of a name only where the thread says which: "no, I meant 115".
        self.items = list(items) if ghost else [_without_numbers(item) for item in items]
        self.ghost = ghost
        self.topical = topical
        self.stack: list[Noun] = [ghost] if ghost else []
        self.further: list[Noun] = []
        self.before: list[Item] = []
        self.columns: list[Item] = []
        self.asked: list[str] = []
        self.unused: list[Item] = []
        self.grounds: dict[str, tuple[NameHit, ...]] = {}
        self.missing: list[str] = []
        self.nested: list[tuple[Noun, int, Link, Noun, bool, bool]] = []
        self.link: Item | None = None
        self.link_role = ""
        self.negated = False
        self.joint = ""
        self.last = ""
        self.listing = False
        self.penalty = 0.0
        self.index = 0
        self.skipped: set[int] = set()

    @property
    def main(self) -> Noun | None:
        """The noun that the clause is about."""
        return self.stack[0] if self.stack else None

    @property
    def inner(self) -> Noun | None:
        """The noun that was opened last."""
        return self.stack[-1] if self.stack else None

    def at(self, index: int) -> Item | None:
        """Return an item, None beyond the end."""
        return self.items[index] if 0 <= index < len(self.items) else None

    def read(self) -> "Builder":
        """Read all items; a builder reads once."""
        while self.index < len(self.items):
            before = self.at(self.index - 1)
            if before is not None and "," in before.after and not self.link_role and self.stack:
                self.joint = self.joint or "and"
            taken = 1 if self.index in self.skipped else self._step(self.index)
            self.index += max(1, taken)
        self._finish()
        return self

    def take_link(self) -> tuple[str, str, bool]:
        """Return the connector that waits, its words, and whether what follows is negated; nothing waits then."""
        role, hint = self.link_role, self.link.norm if self.link else ""
        negated = self.negated != (role == "without")
        self.link, self.link_role, self.negated = None, "", False
        return role, hint, negated

    def ground(self, text: str, hits: Iterable[NameHit]) -> None:
        """Note what a text of the intent may mean."""
        real = tuple(hit for hit in hits if hit.id)
        if real:
            self.grounds[text] = real

    def close(self, noun: Noun) -> None:
        """Let a noun be the innermost again; what was nested in it takes no more words."""
        self.stack = self.stack[: self.stack.index(noun) + 1]

    # One item.

    def _step(self, index: int) -> int:
        item = self.items[index]
        if self._is_thing(index):
            return self._thing(index)
        if item.role("unit") and self._reserved_units(index):
            joining.attach(self, Noun(kinds=("dcim.rackreservation",), plural=True, said=True, word=item.norm))
            return 1
        for role in _READ:
            if item.role(role) and (taken := getattr(self, f"_{role}")(index)):
                return int(taken)
        if adjectives.is_adjective(item):
            return self._adjective(index)
        for role in ("with", "without", "in"):
            if item.role(role):
                return self._connect(item, role)
        return self._word(item)

    def _is_thing(self, index: int) -> bool:
        """Say whether an item is a thing here, rather than what the language makes of it."""
        item = self.items[index]
        if not item.words or item.quoted:
            return True
        before, following = self.at(index - 1), self.at(index + 1)
        if item.role("unit"):
            return bool(item.kinds) and not (before and before.figure)
        if item.role("tagged") and item.kinds:
            return self.main is None and not (following and (following.hits or not following.known))
        if item.kinds:
            return True
        if item.hits and item.hits[0].score == 1.0 and not item.text.islower():
            return True
        if before and before.kinds and any(hit.type in before.kinds and hit.score == 1.0 for hit in item.hits):
            return True
        if adjectives.is_adjective(item):
            return False
        return item.field and not any(item.role(role) for role in _FUNCTION)

    def _word(self, item: Item) -> int:
        if item.role("not") or item.role("no_longer"):
            self.negated = True
        elif item.role("and") or item.role("or"):
            self.joint = "and" if item.role("and") else "or"
        elif not any(each.role in _SILENT for each in item.words):
            self.unused.append(item)
        return 1

    def _connect(self, item: Item, role: str) -> int:
        if role == "in" and self.link_role == "without":
            return 1
        if role == "in" and self.link is not None and self.link_role == "in":
            # "connected to", "supplied by": the first word says more.
            return 1
        self.link, self.link_role = item, role
        if role != "in":
            self.joint = ""
        return 1

    def _reserved_units(self, index: int) -> bool:
        """Say whether rack units stand for reservations: "which units are reserved"."""
        before = self.at(index - 1)
        if before is not None and before.figure is not None:
            return False
        return any(item.role("marked") or item.norm == "reserved" for item in self.items[index:])

    def _member(self, index: int) -> int:
        """Read "members of X" as what such a thing has."""
        item, before = self.items[index], self.at(index - 1)
        main = self.main
        if before is not None and before.kinds and main is not None and main.empty:
            # "LAG members": the interfaces that belong to one.
            main.plural, main.word = True, f"{main.word} {item.norm}"
        else:
            noun = Noun(kinds=_MEMBERS, plural=True, said=True, word=item.norm)
            self.put_before(noun)
            joining.attach(self, noun)
        if item.norm.endswith("of"):
            self.link, self.link_role = item, "in"
        return 1

    # References.

    def _ordinal(self, index: int) -> int:
        word = self.items[index].role("ordinal")
        position = int(word.value) if word else 1
        kind = rows_type(self.mind.topic)
        reference = Reference(to="row", position=position, ask=None, type=kind)
        return self._refer(index, Noun(kinds=(kind,) if kind else (), refers=reference))

    def _ones(self, index: int) -> int:
        item = self.items[index]
        if item.norm in _THEY:
            return self._refer(index, self._referring(plural=True))
        if item.norm in ("one", "both") and not self.before:
            return 1
        if self.before and self.ghost is not None:
            return 1
        inside = self.main is not None and (self.negated or not self.link_role)
        if inside and not self.before and not item.norm.startswith(_PREPOSED):
            # "... except those named Admin" goes on about the noun that is being read.
            return 1
        if self.ghost is not None:
            self.link, self.link_role = None, ""
            return 1
        return self._refer(index, self._referring(plural=True))

    def _it(self, index: int) -> int:
        item = self.items[index]
        following = self.at(index + 1)
        main = self.main
        if main is not None and not self.link_role and self.topical and item.norm not in _POSSESSIVE:
            # "10.0.0.0/24 - which VLAN is it": what the clause began with.
            return 1
        if item.norm == "that" and main is not None and main.said and main.empty and self._counts_listing(main):
            self.link, self.link_role = item, "in"
            return self._refer(index, self._referring(plural=True))
        if item.norm in ("same", "the same") and following and following.kinds:
            return self._refer(index, self._referring(plural=following.plural))
        before = self.at(index - 1)
        if (
            item.norm == "there"
            and main is not None
            and self.mind.topic.focus
            and not (before and (before.role("be") or before.role("ask")))
        ):
            return self._refer(index, self._referring(plural=False))
        bare = item.norm in ("that", "there", "same", "the same", "said", "the one", "the", "here")
        if (
            bare
            and self.main is not None
            and not self.link_role
            and not (following and following.kinds and item.norm != "there")
        ):
            return 1
        if item.norm in ("same", "the same") or (item.norm == "the one" and self.ghost is not None):
            return 1
        return self._refer(index, self._referring(plural=False))

    def _counts_listing(self, main: Noun) -> bool:
        """Say whether "how many VMs is that" counts what belongs to the rows that were shown."""
        shown = rows_type(self.mind.topic)
        return (
            shown is not None
            and shown != main.kind
            and any(self.mind.catalogue.ways(kind, shown) for kind in main.kinds)
        )

    def _referring(self, *, plural: bool) -> Noun:
        said_before = [Referent("ask", type_, ask) for ask, type_ in reversed(self.mind.before)]
        thread = referents(self.mind.topic, self.mind.catalogue, plural=plural)
        noun = Noun(referents=[*said_before, *self.mind.seen, *thread], plural=plural)
        noun.kinds = tuple(dict.fromkeys(each.type for each in noun.referents))
        if not noun.referents:
            noun.refers = Reference(to="listing" if plural else "thing", position=None, ask=None, type=None)
        return noun

    def _refer(self, index: int, noun: Noun) -> int:
        """Let a noun that stands for something of the thread take its place."""
        item, following = self.items[index], self.at(index + 1)
        preposed = item.norm.startswith(_PREPOSED) or item.norm in ("there", "in there")
        taken = 1
        named = (
            following is not None
            and bool(following.kinds)
            and not item.after
            and bool(_DEMONSTRATIVE.intersection(item.norm.split()))
        )
        if following is not None and named:
            fitting = tuple(kind for kind in following.kinds if kind in noun.kinds) or following.kinds
            noun.kinds, noun.said, noun.plural = fitting, True, following.plural
            noun.referents = [each for each in noun.referents if each.type in fitting]
            if not noun.referents and (owner := self._seen_owner(fitting)) is not None:
                noun.where.append(owner)
            elif noun.refers is None and not noun.referents:
                noun.refers = Reference(
                    to="listing" if noun.plural else "thing", position=None, ask=None, type=fitting[0]
                )
            taken = 2
        elif preposed and not self.link_role:
            self.link, self.link_role = item, "in"
        if self.before and taken == 1:
            self.put_before(noun)
        joining.attach(self, noun)
        return taken

    def _seen_owner(self, kinds: Sequence[str]) -> Condition | None:
        """Return the condition that "that reservation" belongs to what the message named before."""
        for referent in self.mind.seen:
            for kind in kinds:
                links = self.mind.catalogue.ways(kind, referent.type)
                if links and links[0].param is not None:
                    self.ground(referent.text, referent.hits)
                    return leaf(links[0].name, "eq", [referent.text])
        return None

    # Names, tags, texts.

    def _named(self, index: int) -> int:
        noun = self.inner
        taken, texts = values.texts(self.items, index + 1)
        if noun is None or not texts:
            return 0 if self.items[index].field and not any(item.role("ask") for item in self.items) else 1
        _, _, negated = self.take_link()
        op: Op = "ne" if negated else "eq"
        if noun.plural and not negated and not self._names_something(index + 1, taken):
            # "devices named core" that none is called exactly: those whose names have the word.
            op = "contains"
        noun.where.append(leaf(self._name_field(noun), op, texts))
        return taken + 1

    def _names_something(self, start: int, taken: int) -> bool:
        behind = self.items[start : start + taken]
        return any(item.quoted or any(hit.score == 1.0 for hit in item.hits) for item in behind) or not behind

    def _named_like(self, index: int) -> int:
        noun, word = self.inner, self.items[index].role("named_like")
        taken, texts = values.texts(self.items, index + 1)
        if noun is None or word is None or not texts:
            return 0
        _, _, negated = self.take_link()
        condition = leaf(self._name_field(noun), "contains", texts).model_copy(update={"op": word.value})
        noun.where.append(joined("not", [condition]) if negated else condition)
        return taken + 1

    def _name_field(self, noun: Noun) -> str:
        return self.mind.catalogue[noun.kind].name_field if noun.kind else "name"

    def _tagged(self, index: int) -> int:
        noun = self.inner
        if noun is None:
            return 0
        taken, found = values.tags(self.items, index + 1)
        if not found and self.link_role not in ("with", "without"):
            return 0
        _, _, negated = self.take_link()
        if not found:
            noun.where.append(leaf("tags", "empty" if negated else "set"))
            return 1
        for item, _ in found:
            kept = tuple(hit for hit in item.hits if hit.type == "extras.tag")
            self.ground(item.text, kept)
            if not kept:
                self.missing.append(item.text)
        names = [item.text for item, _ in found]
        either = any(joint == "or" for _, joint in found)
        op: Op = "ne" if negated else "eq"
        noun.where += [leaf("tags", op, names)] if either else [leaf("tags", op, [name]) for name in names]
        return taken + 1

    def _marked(self, index: int) -> int:
        noun = self.inner
        taken, texts = values.texts(self.items, index + 1)
        if noun is None or not texts:
            return 0
        noun.where.append(leaf("description", "contains", texts))
        return taken + 1

    # Figures.

    def _compare(self, index: int) -> int:
        return measures.compare(self, index)

    def _several(self, index: int) -> int:
        return measures.several(self, index, "gt", "1")

    def _single(self, index: int) -> int:
        return measures.several(self, index, "eq", "1")

    # Adjectives.

    def _adjective(self, index: int) -> int:
        item, following = self.items[index], self.at(index + 1)
        noun = self.inner
        ahead = following is not None and not item.after and (following.kinds or naming.roles_of(following))
        predicate = (before := self.at(index - 1)) is not None and before.role("be") and noun is not None
        if noun is None or (ahead and not predicate):
            self.before.append(item)
            return 1
        if not self.narrow_by(item) and not (item.role("state") and (noun.where or noun.names)):
            # "mounted in R1" says no more than "in R1".
            self.unused.append(item)
        return 1

    def narrow_by(self, item: Item) -> bool:
        """Let a word that says a state or a choice narrow the innermost noun that can be so."""
        _, _, negated = self.take_link()
        for noun in reversed(self.stack):
            if adjectives.apply(self.mind, noun, item, negated=negated, joint=self.joint):
                self.close(noun)
                self.joint, self.last = "", "value"
                return True
        return False

    def put_before(self, noun: Noun) -> None:
        """Apply to a noun what stood in front of it: "planned sites", "40G ports", "Acme devices"."""
        waiting, self.before = self.before, []
        known = len(noun.where)
        for item in waiting:
            negated, self.negated = self.negated, False
            # "planned or staged sites": either fits, for a thing has one status.
            joint = "or" if len(noun.where) > known else ""
            if adjectives.apply(self.mind, noun, item, negated=negated, joint=joint):
                continue
            if not naming.narrow(self, noun, item, negated=negated):
                self.unused.append(item)

    # Things.

    def _thing(self, index: int) -> int:
        item = self.items[index]
        if (
            taken := naming.in_the_name(self, index)
            or naming.free_text(self, index)
            or measures.figure_thing(self, index)
        ):
            return taken
        if taken := values.field_and_value(self, index):
            return taken
        if self._as_column(item):
            return 1
        roles = naming.roles_of(item)
        if item.kinds and not roles:
            return self._kind(index)
        if roles and not naming.is_role_name(self, index):
            return naming.role_noun(self, index, roles)
        if item.value and not self._named_exactly(item):
            return self._value(index)
        if item.hits or pseudo_hits(item):
            return naming.name(self, index)
        if item.figure and adjectives.is_measure(item):
            return self._value(index)
        if item.field:
            if self._repeats(item):
                return 1
            self.columns.append(item)
            self.listing, self.joint = True, ""
            if self.link_role == "with":
                self.take_link()
            return 1
        return naming.unknown(self, index)

    def _repeats(self, item: Item) -> bool:
        """Say whether a field word only tells what the name before it is: "the Asia group"."""
        inner = self.inner
        if inner is None or self.last != "filter" or not inner.where or self.link_role:
            return False
        return values.field_of(self.mind, inner, item) == inner.where[-1].field

    def _named_exactly(self, item: Item) -> bool:
        return any(hit.score == 1.0 for hit in item.hits) and not item.text.islower()

    def _as_column(self, item: Item) -> bool:
        """Take a word as a field: to show ("with their role and rack"), or that must be empty ("with no rack")."""
        main, inner = self.main, self.inner
        if main is None or inner is None or not (item.field or item.kinds):
            return False
        listing = self.listing and self.joint == "and" and not self.link_role
        if self.link_role not in ("with", "without") and not listing:
            return False
        nouns = [inner] if inner is main else [inner, main]
        return any(self._takes_field(noun, item, listing=listing) for noun in nouns)

    def _takes_field(self, noun: Noun, item: Item, *, listing: bool) -> bool:
        field = values.field_of(self.mind, noun, item)
        if field is None:
            return False
        about = self.mind.catalogue[noun.kind or ""]
        if self.link_role == "without":
            link = about.links.get(field)
            if (link is not None and link.back) or field in about.counters:
                return False
            self.take_link()
            noun.where.append(leaf(field, "empty"))
            self.last = "value"
            return True
        article = self.at(self.index - 1)
        if self.link_role == "with" and article is not None and article.norm in _ONE and not item.kinds:
            # "With a serial number" is true of some; "with their serial numbers" shows them.
            self.take_link()
            noun.where.append(leaf(field, "set"))
            self.last = "value"
            return True
        shown = field in about.fields or field.startswith("cf_")
        if shown and (not item.plural or not item.kinds or listing) and field not in about.counters:
            self.columns.append(item)
            self.listing, self.joint = True, ""
            self.take_link()
            return True
        return False

    def _kind(self, index: int) -> int:
        item = self.items[index]
        noun = Noun(kinds=item.kinds, plural=item.plural, said=True, word=item.norm)
        taken = 1 + naming.names_behind(self, index, noun)
        self.put_before(noun)
        joining.attach(self, noun)
        return taken

    def _value(self, index: int) -> int:
        item, following = self.items[index], self.at(index + 1)
        ahead = following is not None and not item.after and bool(following.kinds or naming.roles_of(following))
        if (
            following is not None
            and following.norm in ("one", "ones")
            and rows_type(self.mind.topic)
            and self.ghost is None
        ):
            # "the redundant one": of the rows that were shown.
            ahead = True
        if ahead or not self.stack:
            self.before.append(item)
            return 1
        if self.narrow_by(item):
            return 1
        if item.hits:
            return naming.name(self, index)
        if item.field:
            self.columns.append(item)
            return 1
        return naming.unknown(self, index)

    def _finish(self) -> None:
        main = self.main
        if self.before and main is not None:
            self.put_before(main)
        self.unused += self.before
        self.unused = [item for item in self.unused if not associations.apply(self.mind, self.stack, item)]
        for noun in self.stack:
            joining.settle_reference(self, noun)
        for outer, place, link, inner, negated, exists in reversed(self.nested):
            joining.settle_reference(self, inner)
            outer.where[place] = on_noun(link, inner, negated=negated, exists=exists)


_POSSESSIVE = frozenset(("its", "their", "his", "her"))
_DEMONSTRATIVE = frozenset(("this", "that", "these", "those", "same", "said"))


def _without_numbers(item: Item) -> Item:
    """Return an item that is no part of a name where it is a bare number."""
    if item.figure is None or item.figure.kind != "number" or not item.hits or item.hits[0].score == 1.0:
        return item
    return replace(item, hits=())


# What may be a member of something: the thing tells which.
_MEMBERS = (
    "dcim.device",
    "virtualization.virtualmachine",
    "ipam.vlan",
    "dcim.interface",
    "tenancy.tenant",
    "tenancy.contact",
    "dcim.site",
)
_THEY = frozenset(("they", "their", "theirs"))
