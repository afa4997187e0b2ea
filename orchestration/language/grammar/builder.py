"""Reading what a clause is about, from left to right: nouns, what narrows them, and what is asked of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from orchestration.catalogue.types import Link
from orchestration.language.grammar import (
    adjectives,
    associations,
    behind,
    groups,
    joining,
    labels,
    measures,
    naming,
    referring,
    rolenames,
    shown,
    sides,
    subkinds,
    tying,
    unnamed,
    values,
    waiting,
)
from orchestration.language.grammar.draft import Mind, Noun
from orchestration.language.grammar.linking import on_noun, pseudo_hits
from orchestration.language.reading import NameHit
from orchestration.language.references import rows_type
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
        if taken := waiting.whatever(self, index) or sides.before(self, index):
            return taken
        if self._is_thing(index):
            return self._thing(index)
        if item.role("unit") and tying.reserved_units(self, index):
            joining.attach(self, Noun(kinds=("dcim.rackreservation",), plural=True, said=True, word=item.norm))
            return 1
        if tying.opens(self, index):
            self.link, self.link_role, self.joint = item, "in" if item.norm == "whose" else "with", ""
            return 1
        for role, read in _READ.items():
            if item.role(role) and (taken := read(self, index)):
                return taken
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
        if item.field and self.inner is not None and sides.behind(self, index):
            return True
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
        coordinated = self.joint or item.norm.startswith("but ")
        if role != "in" and coordinated and len(self.stack) > 1 and self.last == "noun" and self.inner is not None:
            # "With racks but no devices": both are said of what the clause is about.
            self.close(self.stack[0])
        self.link, self.link_role = item, role
        if role != "in":
            self.joint = ""
        return 1

    # Adjectives.

    def _adjective(self, index: int) -> int:
        item, following = self.items[index], self.at(index + 1)
        noun = self.inner
        said, told = self.at(index + 1), self.at(index + 2)
        if noun is not None and item.field and said and said.role("be") and told and told.norm in values.YES:
            # "Ports where enabled is true".
            return values.field_and_value(self, index)
        ahead = following is not None and not item.after and (following.kinds or rolenames.roles_of(following))
        predicate = (before := self.at(index - 1)) is not None and before.role("be") and noun is not None
        if noun is None or (ahead and not predicate):
            self.before.append(item)
            return 1
        if item.norm == "used" and following is not None and following.norm == "for":
            # "Used for printers" says what for, not that it is in use.
            self.penalty += 1.0
            return 1
        if not self.narrow_by(item) and not (item.role("state") and (noun.where or noun.names)):
            # "mounted in R1" says no more than "in R1".
            self.unused.append(item)
            self.penalty += 1.0 if item.role("state") else 0.0
        return 1

    def narrow_by(self, item: Item) -> bool:
        """Let a word that says a state or a choice narrow the innermost noun that can be so."""
        _, _, negated = self.take_link()
        # What is said behind "in it" is said of the things there.
        inmost = list(reversed(self.stack))
        for noun in sorted(inmost, key=lambda each: bool(each.refers or each.referents)):
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
            taken := unnamed.in_the_name(self, index)
            or unnamed.free_text(self, index)
            or measures.figure_thing(self, index)
        ):
            return taken
        if taken := groups.named(self, index) or values.field_and_value(self, index) or groups.members(self, item):
            return taken
        if self._own_name(item):
            return naming.name(self, index)
        if shown.as_predicate(self, index) or shown.as_column(self, item):
            return 1
        roles = rolenames.roles_of(item)
        if item.kinds and not roles:
            return self._kind(index)
        if roles and not rolenames.is_role_name(self, index):
            return rolenames.role_noun(self, index, roles)
        if item.value and not self._named_exactly(item):
            return self._value(index)
        if (item.hits and not _custom(item)) or pseudo_hits(item):
            return naming.name(self, index)
        if item.figure and adjectives.is_measure(item):
            return self._value(index)
        if item.field:
            if shown.repeats(self, item):
                return 1
            self.columns.append(item)
            self.listing, self.joint = True, ""
            if self.link_role == "with":
                self.take_link()
            return 1
        return unnamed.unknown(self, index)

    def _own_name(self, item: Item) -> bool:
        """Say whether a type word is the name of one of the clause's own things here: "VLANs other than Guest"."""
        main = self.main
        if main is None or not main.said or main.names or not item.kinds or set(item.kinds) & set(main.kinds):
            return False
        own = any(hit.type in main.kinds and hit.score == 1.0 and hit.name == item.text for hit in item.hits)
        return own and self.negated

    def _named_exactly(self, item: Item) -> bool:
        return any(hit.score == 1.0 for hit in item.hits) and not item.text.islower()

    def _kind(self, index: int) -> int:
        item = self.items[index]
        following = self.at(index + 1)
        if (
            following is not None
            and not item.after
            and following.plural
            and any(hit.score == 1.0 and hit.type in following.kinds for hit in item.hits)
        ):
            # "Guest VLANs" are called so, whatever else a guest is.
            self.before.append(item)
            return 1
        again = following is not None and not item.after and not item.hits and subkinds.INTERFACE in following.kinds
        if following is not None and again and (condition := subkinds.condition_of(subkinds.INTERFACE, item.norm)):
            # "LAG interfaces", "trunk ports": some of what the next word names.
            noun = Noun(kinds=(subkinds.INTERFACE,), plural=following.plural, said=True, word=following.norm)
            noun.where.append(condition)
            return 1 + self._opened(index + 1, noun)
        noun = Noun(kinds=item.kinds, plural=item.plural, said=True, word=item.norm)
        return self._opened(index, noun)

    def _opened(self, index: int, noun: Noun) -> int:
        taken = 1 + behind.names_behind(self, index, noun)
        member = self.at(index + taken)
        whole = not (noun.names or noun.where or (member is not None and member.role("member")))
        if whole and (condition := subkinds.condition_of(noun.kind, noun.word)):
            noun.where.append(condition)
        self.put_before(noun)
        joining.attach(self, noun)
        return taken

    def _value(self, index: int) -> int:
        item, following = self.items[index], self.at(index + 1)
        ahead = following is not None and not item.after and bool(following.kinds or rolenames.roles_of(following))
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
        if item.field and self.main is not None and values.field_of(self.mind, self.main, item):
            self.columns.append(item)
            return 1
        return unnamed.unknown(self, index)

    def _finish(self) -> None:
        waiting.left_over(self)
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


def _custom(item: Item) -> bool:
    """Say whether an item is a custom field by its name or label, and no thing."""
    return bool(item.hits) and all(hit.type == "extras.customfield" and hit.score == 1.0 for hit in item.hits)


def _without_numbers(item: Item) -> Item:
    """Return an item that is no part of a name where it is a bare number."""
    if item.figure is None or item.figure.kind != "number" or not item.hits or item.hits[0].score == 1.0:
        return item
    return replace(item, hits=())


def _several(builder: Builder, index: int) -> int:
    return measures.several(builder, index, "gt", "1")


def _single(builder: Builder, index: int) -> int:
    return measures.several(builder, index, "eq", "1")


# What reads a role, in the order they are tried.
_READ: dict[str, Callable[[Builder, int], int]] = {
    "ordinal": referring.ordinal,
    "member": tying.member,
    "ones": referring.ones,
    "it": referring.it,
    "named": labels.named,
    "named_like": labels.named_like,
    "tagged": labels.tagged,
    "marked": labels.marked,
    "compare": measures.compare,
    "several": _several,
    "single": _single,
}
