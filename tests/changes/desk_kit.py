"""A change desk over a real store and a real HTTP server, as tests of changes use it."""

from dataclasses import dataclass, field
from itertools import count

from adapters.redis.connect import connect
from adapters.redis.locks import RedisLocks
from adapters.redis.proposals import RedisProposals
from adapters.redis.record import RedisRecord
from adapters.redis.vault import RedisVault
from orchestration.changes.apply import Applier, Patience
from orchestration.changes.confirming import Confirming
from orchestration.changes.desk import Desk
from orchestration.changes.making import Maker
from orchestration.changes.policy import Policy
from orchestration.changes.record import Ledger
from orchestration.changes.rights import Rights
from orchestration.language.intent import Assignment, Intent, ask, select
from orchestration.language.reading import Reading
from orchestration.messages import Address, Author, Changes, Click
from orchestration.ports import Query
from orchestration.sessions.session import Session, Topic
from tests.fakes.bare_netbox import CATALOGUE, BareNetBox, ByName
from tests.fakes.memory_anchor import MemoryAnchor

# Short, so that a worker that is gone is found out soon; long enough for a busy machine to send within the window.
QUICK = Patience(window=1.0, request=0.5, margin=0.3, hold=1.0, turn=60.0, pause=0.02)
SECRET = b"a secret of thirty-two characters or more"


def person(name):
    """Somebody at the terminal."""
    return Author(platform="terminal", place="local", id=name, name=name)


def thread(name):
    """A thread of the terminal."""
    return Address(platform="terminal", place="local", channel="chat", thread=name)


ADA, BOB = person("ada"), person("bob")


def value(field, text=None, *, to=None, type_=None, where=(), selection=None):
    """Return what a change sets: a value as written, or the object of a name."""
    if to is not None:
        selection = select(type_, names=[to], where=list(where))
    return Assignment(field=field, text=text, selection=selection, add="set")


def create(type_, *values, **how):
    """Return an ask for a new object."""
    return ask("create", select(type_), values=list(values), **how)


def allocate(type_, parent, *values, parent_type="ipam.prefix", **how):
    """Return an ask for the next that is free."""
    within = select(parent_type, names=[parent])
    return ask("allocate", select(type_), values=list(values), parent=within, **how)


def update(type_, names, *values):
    """Return an ask to change what is there."""
    return ask("update", select(type_, names=list(names)), values=list(values))


def delete(type_, *names):
    """Return an ask to delete what is there."""
    return ask("delete", select(type_, names=list(names)))


@dataclass
class Trial:
    """A change of a site to try the guards on: to make it, to change one that is there, or to delete it.

    Args:
        netbox: where it is.
        op: which change.
        name: of the site.
    """

    netbox: BareNetBox
    op: str
    name: str

    def __post_init__(self):
        if self.op != "create":
            self._make()

    def _make(self):
        self.site = self.netbox.make("dcim/sites/", name=self.name, slug=self.name.lower().translate(SLUGS))
        self.netbox.sent.clear()

    def forestall(self):
        """Do the same behind the desk's back."""
        if self.op == "create":
            self._make()
        elif self.op == "update":
            self.netbox.revise(f"dcim/sites/{self.site['id']}/", facility="F-1")
        else:
            self.netbox.remove(f"dcim/sites/{self.site['id']}/")

    @property
    def told(self):
        """What is said where somebody else has done it."""
        return "not there any more" if self.op == "delete" else "already"

    @property
    def ask(self):
        """What is asked for."""
        if self.op == "update":
            return update("dcim.site", [self.name], value("facility", "F-1"))
        if self.op == "delete":
            return delete("dcim.site", self.name)
        return create("dcim.site", value("name", self.name))

    @property
    def done(self):
        """Whether NetBox has it, once."""
        found = self.netbox.list(Query(type="dcim.site", params=(("name", self.name),))).rows
        if self.op == "update":
            return [each["facility"] for each in found] == ["F-1"]
        return len(found) == (0 if self.op == "delete" else 1)


SLUGS = str.maketrans(dict.fromkeys(" []", "-"))


def changes(reply):
    """Return the changes that a reply shows."""
    return next(part for part in reply.parts if isinstance(part, Changes)).changes


def text(reply):
    """Return the prose of a reply."""
    return " ".join(run.text for part in reply.parts if part.kind == "prose" for run in part.runs)


@dataclass
class Thread:
    """Somebody's thread with the desk."""

    desk: Desk
    netbox: BareNetBox
    author: Author = ADA
    name: str = "t1"
    turns: count = field(default_factory=lambda: count(1))
    topic: Topic = field(default_factory=Topic)
    names: BareNetBox | None = None

    def session(self):
        """Return the thread's memory as far as the desk needs it."""
        return Session(address=thread(self.name), topic=self.topic)

    def turn(self):
        """Return the id of a new turn."""
        return f"{self.name}-{self.author.id}-{next(self.turns)}"

    def remember(self, came):
        """Keep what waits."""
        self.topic = self.topic.model_copy(update={"proposal": came.proposal, "question": came.question})
        return came

    def propose(self, *asks, turn=None):
        """Ask for a change; return what it came to."""
        reading = Reading(intent=Intent(asks=list(asks)), certainty="certain")
        how = {"author": self.author, "inventory": self.netbox, "find": ByName(self.names or self.netbox)}
        return self.remember(self.desk.propose(asks, reading, self.session(), turn or self.turn(), **how))

    def press(self, ref, *, by=None, turn=None, netbox=None):
        """Press a button; return what it came to."""
        click = Click(id="c", address=thread(self.name), author=by or self.author, at=0.0, ref=ref)
        return self.remember(self.desk.press(click, self.session(), turn or self.turn(), netbox or self.netbox))


def make_desk(redis_url, *, policy=None, patience=QUICK, wrap=lambda _, part: part):
    """Return a desk; `wrap` may put something around its parts, by name.

    Args:
        redis_url: where it keeps things.
        policy: who may what; all of the terminal where there is none.
        patience: how long it waits for what.
        wrap: called with the name of each part and the part.
    """
    client = connect(redis_url)
    proposals, locks = wrap("proposals", RedisProposals(client)), wrap("locks", RedisLocks(client))
    ledger = Ledger(wrap("record", RedisRecord(client)), b"k" * 32, MemoryAnchor())
    rights = Rights(policy or Policy(), RedisVault(client, SECRET))
    applier = wrap("applier", Applier(proposals, locks, ledger, CATALOGUE, patience))
    return Desk(CATALOGUE, Confirming(proposals, rights, Maker(proposals, rights, ledger), applier))
