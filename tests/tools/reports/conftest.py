"""The reports at work on the stand-in with the invented company: an ask goes in, what came of it comes out."""

import time
from collections import defaultdict
from types import MappingProxyType

import pytest

from adapters.netbox.inventories import NetBoxInventories
from bot.demo.company import build
from orchestration.agents.coordination import Failure, wave
from orchestration.agents.planning import Planner
from orchestration.catalogue.loading import load
from orchestration.language.intent import Intent
from orchestration.language.reading import Reading
from orchestration.messages import Author, Table
from orchestration.sessions.session import Topic
from orchestration.tools.kit import Kit
from orchestration.tools.registry import TOOLS
from tests.fakes.memory_names import MemoryNames
from tests.fakes.memory_sessions import MemorySessions


class Company:
    """The invented company's objects as they were entered, to reckon from: relations are ids, choices values."""

    def __init__(self):
        self.objects = build()

    def __getitem__(self, list_name):
        return self.objects.get(list_name, [])

    def by_id(self, list_name):
        """All objects of a list by their ids."""
        return {each["id"]: each for each in self[list_name]}

    def named(self, list_name, name):
        """The one object of a name."""
        (found,) = [
            each for each in self[list_name] if name in (each.get("name"), each.get("prefix"), each.get("model"))
        ]
        return found

    def grouped(self, list_name, *fields):
        """The objects of a list by the values of some fields."""
        groups = defaultdict(list)
        for each in self[list_name]:
            groups[tuple(each.get(field) for field in fields) if len(fields) > 1 else each.get(fields[0])].append(each)
        return groups


class Answerer:
    """Puts asks to the tools, each a turn of its own, and tells what they cost."""

    def __init__(self, inventories, catalogue):
        self.inventories, self.catalogue, self.requests = inventories, catalogue, 0

    def __call__(self, ask, grounds=MappingProxyType({})):
        """Return the draft that an ask comes to; what went wrong is raised."""
        with self.inventories.open(None, "c-1") as inventory:
            kit = Kit(
                catalogue=self.catalogue,
                inventory=inventory,
                names=MemoryNames(),
                sessions=MemorySessions(),
                now=time.time,
                session="s",
                turn="t",
                author=Author(platform="terminal", place="local", id="ann"),
            )
            reading = Reading(intent=Intent(asks=[ask]), certainty="certain", grounds=dict(grounds))
            planned = Planner(self.catalogue, kit.sessions, TOOLS.__contains__, reading, Topic()).plan()
            for reason in planned.failed.values():
                raise reason
            results = {}
            while planned.plan.ready(results):
                results |= wave(planned.plan, results, TOOLS, kit, lambda _: None)
            self.requests = inventory.meter().requests
            found = results[planned.plan.outputs[-1]]
            if isinstance(found, Failure):
                raise found.error
            return found


def first_line(draft):
    """The first line of an answer."""
    return "".join(run.text for run in draft.parts[0].runs)


def words(draft):
    """All of an answer's paragraphs, facts and notices, as one text."""
    said = []
    for part in draft.parts:
        said += [run.text for run in getattr(part, "runs", ())]
        said += [f"{fact.label}: {fact.value.text}" for fact in getattr(part, "facts", ())]
        said += [part.text] if part.kind == "notice" else []
    return "\n".join(said)


def listed(draft):
    """The rows behind an answer: the whole listing where it is kept, else the tables' rows."""
    if draft.listing is not None and draft.listing.kept:
        return [tuple(row) for row in draft.listing.kept]
    return [tuple(run.text for run in row) for part in draft.parts if isinstance(part, Table) for row in part.rows]


@pytest.fixture(scope="session")
def catalogue():
    return load()


@pytest.fixture(scope="session")
def company():
    """The company, to reckon from."""
    return Company()


@pytest.fixture
def answer(served, catalogue):
    """Asks as somebody who may see everything."""
    return Answerer(NetBoxInventories(served.url, served.token_admin, catalogue), catalogue)


@pytest.fixture
def answer_reader(served, catalogue):
    """Asks as somebody who may see one tenant's sites and devices alone."""
    return Answerer(NetBoxInventories(served.url, served.token_reader, catalogue), catalogue)
