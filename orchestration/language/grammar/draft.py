"""What a reading is made of while it is read: mutable, and turned into an intent at the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import Link
from orchestration.language.intent import Ask, Assignment, Condition, Order, Reference, Selection, Want, bounded
from orchestration.language.reading import NameHit
from orchestration.language.references import Referent
from orchestration.language.spans import Item
from orchestration.language.vocabulary import Vocabulary
from orchestration.sessions.session import Topic

MOST_NAMES, MOST_CONDITIONS = 50, 10


@dataclass(frozen=True, slots=True)
class Mind:
    """What the grammar knows while it reads.

    Args:
        catalogue: the object types.
        vocabulary: all words.
        topic: what the thread is about.
        now: when the message was written.
        seen: what the message named before, the latest first.
        before: types of what the earlier asks of the same message are about, by their index.
    """

    catalogue: Catalogue
    vocabulary: Vocabulary
    topic: Topic
    now: datetime
    before: tuple[tuple[int, str], ...] = ()
    seen: tuple[Referent, ...] = ()


@dataclass(slots=True)
class Noun:
    """A selection while it is read.

    Args:
        kinds: types it may be of, the likeliest first; empty while no word has said it.
        names: names of the objects themselves.
        hits: what the names may be.
        where: conditions that hold.
        refers: what of the thread it stands for.
        plural: whether the word for it was a plural.
        said: whether a word said its type.
        word: that word.
        referents: what it may stand for, while that is open.
    """

    kinds: tuple[str, ...] = ()
    names: list[str] = field(default_factory=list)
    hits: dict[str, tuple[NameHit, ...]] = field(default_factory=dict)
    where: list[Condition] = field(default_factory=list)
    refers: Reference | None = None
    plural: bool = False
    said: bool = False
    word: str = ""
    referents: list[Referent] = field(default_factory=list)

    @property
    def kind(self) -> str | None:
        """The likeliest type; None where nothing says one."""
        return self.kinds[0] if self.kinds else None

    @property
    def overflows(self) -> bool:
        """Whether an intent cannot hold all that it says; cut short it would select more than was meant."""
        return len(self.names) > MOST_NAMES or len(self.where) > MOST_CONDITIONS

    @property
    def empty(self) -> bool:
        """Whether it says nothing but its type."""
        return not (self.names or self.where or self.refers or self.referents)

    def narrow(self, kind: str) -> None:
        """Settle on one of its types."""
        self.kinds = (kind,)

    def selection(self) -> Selection:
        """Return it as it stands in an intent."""
        names = [bounded(each) for each in self.names]
        return Selection(
            type=self.kind, names=names[:MOST_NAMES], where=self.where[:MOST_CONDITIONS], refers=self.refers
        )


@dataclass(slots=True)
class Draft:
    """An ask while it is read.

    Args:
        want: what to do; None while no word has said it.
        noun: the objects.
        further: other objects that the same words ask for: "racks and devices in Akron".
        columns: fields asked for.
        attributes: whether the columns are what is asked for ("the serial of ..."), not only how to show rows.
        sort, limit, group, report, values, parent, size, number: as in an ask.
        file: its rows are wanted as a file, where `report` says already which report it is.
        grounds: what its names may mean.
        missing: names that nothing has.
        again: names that were known before, whose meaning is to be looked up again.
        anew: those of them that may mean others now, whatever was chosen before.
        unused: items that it does not account for.
        penalty: what speaks against it, in words.
    """

    want: Want | None = None
    noun: Noun | None = None
    further: list[Noun] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    attributes: bool = False
    sort: list[Order] = field(default_factory=list)
    limit: int | None = None
    group: str | None = None
    report: str | None = None
    values: list[Assignment] = field(default_factory=list)
    parent: Noun | None = None
    size: int | None = None
    number: int = 1
    file: bool = False
    grounds: dict[str, tuple[NameHit, ...]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    anew: list[str] = field(default_factory=list)
    unused: list[Item] = field(default_factory=list)
    penalty: float = 0.0


def cost(link: Link) -> float:
    """Return how far-fetched a link is: a filter is near, a link back further, a path furthest."""
    if link.path:
        return 0.8 + 0.6 * len(link.path)
    return 1.0 if link.back else 0.0


def types_of(hits: Iterable[NameHit]) -> dict[str, tuple[NameHit, ...]]:
    """Return hits by their type, the exact ones first."""
    found: dict[str, list[NameHit]] = {}
    for hit in hits:
        found.setdefault(hit.type, []).append(hit)
    return {type_: tuple(some) for type_, some in sorted(found.items(), key=lambda each: -each[1][0].score)}


def of_ask(ask: Ask, grounds: Mapping[str, tuple[NameHit, ...]]) -> Draft:
    """Return an ask as a draft again, so that it can be added to.

    Args:
        ask: as it stood in an intent.
        grounds: what its names mean, as far as that is known.
    """
    return Draft(
        want=ask.want,
        noun=of_selection(ask.selection) if ask.selection is not None else None,
        columns=list(ask.columns),
        attributes=bool(ask.columns),
        sort=list(ask.sort),
        limit=ask.limit,
        group=ask.group,
        report=ask.report,
        values=list(ask.values),
        parent=of_selection(ask.parent) if ask.parent is not None else None,
        size=ask.size,
        number=ask.number,
        grounds=dict(grounds),
    )


def of_selection(selection: Selection) -> Noun:
    """Return a selection as a noun again."""
    return Noun(
        kinds=(selection.type,) if selection.type else (),
        names=list(selection.names),
        where=list(selection.where),
        refers=selection.refers,
        said=True,
    )
