"""What waits is amended: answers to a question about a value, and corrections of a change that is not confirmed yet."""

from datetime import UTC, datetime

import pytest

from orchestration.catalogue.loading import load
from orchestration.language.intent import Assignment, Intent, ask, select
from orchestration.language.normal import normalise
from orchestration.language.reader import read
from orchestration.language.reading import NameHit
from orchestration.sessions.session import Question, Topic
from tests.fakes.memory_names import MemoryNames

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SCOPE = "everybody"
KNOWN = {
    "dcim.site": ("Porto Quay", "Lisbon Yard"),
    "dcim.region": ("Alentejo", "Minho"),
    "dcim.devicetype": ("CX-4800", "CX-2400"),
    "tenancy.tenant": ("Globex Freight",),
    "ipam.prefix": ("192.0.2.0/24", "198.51.100.0/24"),
    "ipam.vlangroup": ("Quay Floors",),
    "virtualization.virtualmachine": ("Visitors",),
}


@pytest.fixture(scope="module")
def names():
    """An index with a few invented names."""
    index = MemoryNames()
    for type_, listed in KNOWN.items():
        hits = {normalise(name): [NameHit(type=type_, id=at, name=name)] for at, name in enumerate(listed, 1)}
        index.replace(SCOPE, type_, [(norm, hit) for norm, some in hits.items() for hit in some])
    return index


def text(field, said):
    """Return a value as it was written."""
    return Assignment(field=field, text=said, selection=None, add="set")


SITE = ask(
    "create",
    select("dcim.site"),
    values=[text("name", "Faro Depot"), text("region", "Minho"), text("status", "active")],
)
VLAN = ask("create", select("ipam.vlan"), values=[text("site", "Porto Quay")])
PAIR = [
    ask("create", select("ipam.vlan"), values=[text("vid", "610"), text("name", "Lab-A"), text("site", "Porto Quay")]),
    ask("create", select("ipam.vlan"), values=[text("vid", "611"), text("name", "Lab-B"), text("site", "Porto Quay")]),
]
BLOCK = ask("allocate", select("ipam.prefix"), parent=select("ipam.prefix", names=["192.0.2.0/24"]), size=27, number=2)
ADDRESS = ask("create", select("ipam.ipaddress"))


def waits(*asks):
    """Return a topic in which a change waits for its confirmation."""
    return Topic(proposal="p1", pending=Intent(asks=list(asks)))


def asked(field, one):
    """Return a topic in which the bot has asked for a value."""
    return Topic(question=Question(intent=Intent(asks=[one]), about=f"field:{field}"))


def reading(names, topic, said):
    """Return what the reader makes of a message."""
    return read(said, topic, names, SCOPE, load(), NOW)


def told(one):
    """Return the values of an ask by field."""
    return {each.field: each.text for each in one.values}


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("make it planned instead", "status", "planned"),
        ("no, in Alentejo", "region", "Alentejo"),
        ("in Alentejo instead of Minho", "region", "Alentejo"),
        ("no, not active, planned", "status", "planned"),
        ("and the description should be Spare", "description", "Spare"),
        ("set the facility to Q7", "facility", "Q7"),
        ("tenant Globex Freight please", "tenant", "Globex Freight"),
        ("call it Sines Depot", "name", "Sines Depot"),
        ("rename it to Sines-Depot", "name", "Sines-Depot"),
        ("change the name to Sines-Depot", "name", "Sines-Depot"),
    ],
)
def test_a_correction_changes_one_value_and_keeps_the_others(names, said, field, value):
    """What waits comes back whole, with the one value replaced or added."""
    (one,) = reading(names, waits(SITE), said).intent.asks

    assert (one.want, one.selection.type) == ("create", "dcim.site")
    assert told(one) == {**told(SITE), field: value}


@pytest.mark.parametrize(
    ("field", "said", "values"),
    [
        ("vid", "ID 120, name Guests", {"vid": "120", "name": "Guests"}),
        ("vid", "120", {"vid": "120"}),
        ("name", "Visitors", {"name": "Visitors"}),
        ("name", "Second Floor", {"name": "Second Floor"}),
        ("name", "name it Kiosk, ID 7, reserved", {"name": "Kiosk", "vid": "7", "status": "reserved"}),
    ],
)
def test_an_answer_completes_what_was_asked_for(names, field, said, values):
    """A short answer is the value asked for, even where something else has that name; a longer one may say more."""
    (one,) = reading(names, asked(field, VLAN), said).intent.asks

    assert told(one) == {**told(VLAN), **values}


def test_a_note_that_was_asked_for_is_the_whole_message(names):
    """Words in it that are verbs or types elsewhere command nothing."""
    note = ask("create", select("extras.journalentry"))
    said = "port 12 flapping since Monday, patch cord replaced"
    (one,) = reading(names, asked("comments", note), said).intent.asks

    assert told(one) == {"comments": said}


@pytest.mark.parametrize("said", ["actually drop the second one", "remove VLAN 611", "without the last one"])
def test_one_of_several_is_dropped(names, said):
    """The others stay as they were."""
    assert reading(names, waits(*PAIR), said).intent.asks == PAIR[:1]


def test_what_is_said_of_one_of_several_is_said_of_that_one(names):
    """An ordinal tells which."""
    first, second = reading(names, waits(*PAIR), "the second one should be called Lab-C").intent.asks

    assert first == PAIR[0]
    assert told(second) == {**told(PAIR[1]), "name": "Lab-C"}


def test_what_is_said_of_all_is_said_of_each(names):
    """Without an ordinal a value goes to every one of them."""
    asks = reading(names, waits(*PAIR), "put them into Lisbon Yard instead").intent.asks

    assert [told(each) for each in asks] == [{**told(each), "site": "Lisbon Yard"} for each in PAIR]


@pytest.mark.parametrize(
    ("said", "parent", "size"),
    [("make it a /28", "192.0.2.0/24", 28), ("from 198.51.100.0/24 instead", "198.51.100.0/24", 27)],
)
def test_an_allocation_is_moved_and_resized(names, said, parent, size):
    """Where from and how large may be corrected each by itself."""
    (one,) = reading(names, waits(BLOCK), said).intent.asks

    assert (one.want, one.parent.names, one.size, one.number) == ("allocate", [parent], size, 2)


def test_an_address_that_was_asked_for_may_be_the_next_free_one(names):
    """ "The next free one in" turns a creation into an allocation; figures stay a creation."""
    (free,) = reading(names, asked("address", ADDRESS), "the next free one in 192.0.2.0/24").intent.asks
    (given,) = reading(names, asked("address", ADDRESS), "192.0.2.9/24, status reserved").intent.asks

    assert (free.want, free.parent.names, free.values) == ("allocate", ["192.0.2.0/24"], [])
    assert (given.want, told(given)) == ("create", {"address": "192.0.2.9/24", "status": "reserved"})


def test_names_that_were_said_before_keep_their_meaning(names):
    """The grounds of a name that stays are looked up again; the thread keeps the words alone."""
    grounds = reading(names, waits(SITE), "make it planned instead").grounds

    assert [hit.type for hit in grounds["Minho"]] == ["dcim.region"]


@pytest.mark.parametrize("said", ["never mind", "cancel that", "forget it"])
def test_a_change_is_called_off(names, said):
    """That is no amendment."""
    assert [each.want for each in reading(names, waits(SITE), said).intent.asks] == ["cancel"]


@pytest.mark.parametrize(
    ("said", "want", "type_"),
    [
        ("which sites are planned?", "find", "dcim.site"),
        ("show me Porto Quay", "inspect", "dcim.site"),
        ("how many regions are there", "count", "dcim.region"),
        ("create tenant Hooli", "create", "tenancy.tenant"),
        ("set the status of Porto Quay to planned", "update", "dcim.site"),
        ("delete Porto Quay", "delete", "dcim.site"),
    ],
)
def test_a_new_request_is_no_amendment(names, said, want, type_):
    """Questions, and requests that name what they change, leave what waits alone."""
    (one,) = reading(names, waits(SITE), said).intent.asks

    assert (one.want, one.selection.type) == (want, type_)
    assert "Faro Depot" not in told(one).values()


def test_nothing_is_amended_where_nothing_waits(names):
    """Without a change that waits a correction corrects nothing."""
    assert all(
        each.want not in ("create", "allocate")
        for each in reading(names, Topic(), "make it planned instead").intent.asks
    )
