"""Families of turns that people take: which of those, the same of one thing, new things named like old ones, times of the clock."""

import pytest

from orchestration.language.intent import Intent, leaf, select
from orchestration.sessions.session import Question, Topic
from tests.language.invented import CIRCUITS, DEVICES, SITES, TENANTS, hit, only, reading, shown, told

CIRCUIT_ROWS = tuple(hit("circuits.circuit", name) for name in CIRCUITS)


@pytest.mark.parametrize(
    "said",
    [
        "which go to Vestvik?",
        "which of them go to Vestvik?",
        "which end in Vestvik?",
        "which of those are in Vestvik?",
        "how many of those go to Vestvik?",
    ],
)
def test_which_go_somewhere_is_asked_of_what_was_listed(said):
    """ "Which go to ...?" narrows what was listed; it is no question about the place."""
    circuits = shown("circuits of Telgrove", CIRCUIT_ROWS)
    assert told(only(said, circuits).selection) == "circuits.circuit [provider eq Telgrove] [region eq Vestvik]"


def test_which_have_none_narrows_what_was_listed():
    """ "Which have no tenant?" is asked of the rows, not of all that have none."""
    circuits = shown("circuits of Telgrove", CIRCUIT_ROWS)
    assert told(only("which have no tenant?", circuits).selection) == (
        "circuits.circuit [provider eq Telgrove] [tenant empty]"
    )


@pytest.mark.parametrize("said", ["and VLANs?", "what about VLANs?", "VLANs?"])
def test_another_type_after_one_thing_is_the_things(said):
    """After a device, "and VLANs?" are those of the device, though no field of it leads there: never all there are."""
    device = shown("show device fjn-rtr1", (hit("dcim.device", "fjn-rtr1"),))
    selection = only(said, device).selection
    assert selection.type == "ipam.vlan"
    assert "fjn-rtr1" in told(selection)


def test_they_may_be_one_thing():
    """ "How many sites do they have?" after one of the tenants that were listed is about that one."""
    rows = tuple(hit("tenancy.tenant", name) for name in TENANTS)
    listed = shown("list tenants", rows)
    one = shown("the second one", rows[1:2], listed)
    refers = only("how many sites do they have?", one).selection.where[0].selection.refers
    assert refers.to == "thing"


def test_the_order_stays_when_rows_are_narrowed():
    """Rows that were sorted stay so when the next message narrows them, or takes the first few."""
    rows = tuple(hit("dcim.site", name) for name in SITES)
    topic = shown("sites sorted by name descending", rows)
    focus = topic.focus[0].model_copy(update={"sort": tuple(only("sites sorted by name descending").sort)})
    topic = topic.model_copy(update={"focus": (focus,)})
    for said in ("only the active ones", "the first 3"):
        assert [(each.field, each.descending) for each in only(said, topic).sort] == [("name", True)], said


def test_a_rank_is_sought_among_all_again():
    """After the biggest, the smallest is one of all; what narrows without a rank is about the one that was shown."""
    one = (hit("dcim.site", SITES[0]),)
    topic = shown("which site has the most devices?", one)
    only_one = select("dcim.site", where=[leaf("id", "eq", ["1"])])
    focus = topic.focus[0].model_copy(update={"selection": only_one, "whole": select("dcim.site")})
    topic = topic.model_copy(update={"focus": (focus,)})
    fewest = only("and the fewest?", topic)
    assert (told(fewest.selection), fewest.sort[0].descending) == ("dcim.site", False)
    assert told(only("only the active ones", topic).selection) == "dcim.site [id eq 1] [status eq active]"


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("create VLAN 700 Quarry at Fjordhus Nord", {"vid": "700", "name": "Quarry", "site": "Fjordhus Nord"}),
        ("create VLAN 700 Quarry", {"vid": "700", "name": "Quarry"}),
        ("create location Hall A at Quarry 7", {"name": "Hall A", "site": "Quarry 7"}),
        (
            "create device fjn-asw1, AX-4800, Access Switch, Quarry 7",
            {"name": "fjn-asw1", "device_type": "AX-4800", "role": "Access Switch", "site": "Quarry 7"},
        ),
    ],
)
def test_a_new_thing_may_be_named_like_what_is_there(said, values):
    """The first name is the new thing's own, though something has it or a part of it; the place is what stands behind "at"."""
    assert {each.field: each.text for each in only(said).values} == values


@pytest.mark.parametrize("said", ["call them Lab", "name them Lab", "call those Lab", "Lab", "they are called Lab"])
def test_several_new_things_are_named(said):
    """Asked for a name, "call them Lab" gives the name Lab."""
    asked = reading("create VLANs 700-704 at Quarry 7")
    topic = Topic(question=Question(intent=asked.intent, about="field:name", grounds=dict(asked.grounds)))
    assert {each.field: each.text for each in only(said, topic).values}["name"] == "Lab"


def test_another_thing_to_create_leaves_what_waits_alone():
    """ "Create tag Gold" behind a preview makes a tag; "add the tag Gold" says more of what waits."""
    pending = Topic(pending=reading("create tenant Zebra").intent, proposal="p1")
    other = only("create tag Gold", pending)
    assert (other.selection.type, [each.text for each in other.values]) == ("extras.tag", ["Gold"])
    more = only("add the tag Gold", pending)
    assert (more.selection.type, {each.field for each in more.values}) == ("tenancy.tenant", {"name", "tags"})


@pytest.mark.parametrize("said", ["wipe the dust off fjn-rtr1", "remove the noise from fjn-rtr1"])
def test_what_is_deleted_is_what_was_said(said):
    """Something unknown on a thing is not the thing: it is asked what is to go."""
    read = reading(said)
    assert (read.certainty, [each.want for each in read.intent.asks]) == ("unsure", ["unclear"])
    assert read.doubt


def test_a_primary_address_is_the_devices():
    """ "Set the primary IP of X" changes the device, never its addresses."""
    for said in (
        "set the primary ip of fjn-rtr1 to 10.40.8.9/24",
        "set the primary address of fjn-rtr1 to 10.40.8.9/24",
    ):
        asked = only(said)
        assert told(asked.selection) == "dcim.device fjn-rtr1", said
        assert [(each.field, each.text) for each in asked.values] == [("primary_ip4", "10.40.8.9/24")], said


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("what changed in the last hour?", "2026-03-18T08:30:00Z"),
        ("what changed in the last 2 hours?", "2026-03-18T07:30:00Z"),
        ("changes in the past 30 minutes", "2026-03-18T09:00:00Z"),
        ("what changed in the last 2 days?", "2026-03-16"),
    ],
)
def test_hours_and_minutes_are_told_from_days(said, since):
    """ "The last hour" is an hour, not all since yesterday."""
    (period,) = only(said).selection.where
    assert period.parts[0].values == [since]


def test_the_next_free_address_goes_to_a_port():
    """ "Give X the next free address of N": the address is made, X gets it, by the port that was said."""
    for said, port in (
        ("give fjn-rtr1 the next free ip in 10.40.8.0/24", None),
        ("give fjn-rtr1 the next free address of 10.40.8.0/24 on its first interface", "1"),
        ("give fjn-rtr1 a free ip from 10.40.8.0/24 on its last port", "-1"),
    ):
        asked = only(said)
        values = {each.field: each.text for each in asked.values}
        assert (asked.want, told(asked.parent)) == ("allocate", "ipam.prefix 10.40.8.0/24"), said
        assert (values["device"], values.get("interface")) == (DEVICES[0], port), said


@pytest.mark.parametrize(
    "said",
    [
        "what sites are called Zebra",
        "what region is Vestvik in",
        "sites in Vestvik",
        "sites called Zebra",
        "who owns Quarry 7",
    ],
)
def test_a_question_says_nothing_of_what_waits(said):
    """Asked while a new site waits to be confirmed, it is answered, and the site stays as it is."""
    pending = Topic(pending=reading("create site Zebra").intent, proposal="p1")
    assert only(said, pending).want in ("find", "inspect")


@pytest.mark.parametrize("said", ["the region is Vestvik", "in Vestvik", "it should be in Vestvik", "region Vestvik"])
def test_what_is_said_of_what_waits_goes_into_it(said):
    """The positive control: no question, so the site gets a region."""
    pending = Topic(pending=reading("create site Zebra").intent, proposal="p1")
    assert {each.field: each.text for each in only(said, pending).values} == {"name": "Zebra", "region": "Vestvik"}


def test_them_is_never_passed_over():
    """ "Which board feeds them" is about what was listed, though "feeds" is a type of its own too."""
    circuits = shown("circuits of Telgrove", CIRCUIT_ROWS)
    assert told(only("how many providers have them", circuits).selection) != "circuits.provider"
    read = reading("how many addresses in each of them", shown("list prefixes", ()))
    assert told(read.intent.asks[0].selection) == "ipam.ipaddress [parent eq <ipam.prefix <-listing>]"
    assert (read.unused, read.certainty) == (("each",), "likely")


def test_each_of_what_was_listed_shows_its_number():
    """What NetBox counts itself is shown of each row that was listed."""
    sites = shown("list sites in Vestvik", tuple(hit("dcim.site", name) for name in SITES[:3]))
    for said in ("how many devices in each?", "how many racks does each have?"):
        asked = only(said, sites)
        assert (asked.want, told(asked.selection)) == ("find", "dcim.site <-listing"), said
        assert asked.columns[0] == "name", said
        assert asked.columns[1].endswith("_count"), said


def test_those_in_one_of_them_are_what_was_listed_before():
    """Clusters of listed VMs, then "just those on kvm-nord": the VMs on it."""
    machines = shown(
        "list all VMs", (hit("virtualization.virtualmachine", "app-01"), hit("virtualization.virtualmachine", "db-01"))
    )
    clusters = shown(
        "which clusters are they on?",
        (hit("virtualization.cluster", "kvm-nord"), hit("virtualization.cluster", "kvm-south")),
        machines,
    )
    asked = only("just those on kvm-nord", clusters)
    assert told(asked.selection) == "virtualization.virtualmachine [cluster eq kvm-nord]"


def test_an_address_becomes_primary():
    """ "Make A the primary IP of X" changes X."""
    asked = only("make 10.40.8.9/24 the primary ip of fjn-rtr1")
    assert (told(asked.selection), [(each.field, each.text) for each in asked.values]) == (
        "dcim.device fjn-rtr1",
        [("primary_ip4", "10.40.8.9/24")],
    )


@pytest.fixture
def many():
    """A thread in which the devices of a site wait to be set to planned."""
    topic = shown("devices in Quarry 7", tuple(hit("dcim.device", name) for name in DEVICES[:3]))
    asked = only("set them all to planned", topic)
    meant = asked.model_copy(update={"selection": topic.focus[0].selection})
    return topic.model_copy(update={"pending": Intent(asks=[meant]), "proposal": "p1"})


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("only the router", "role eq Router"),
        ("just the routers please", "role eq Router"),
        ("only the active ones", "status eq active"),
        ("only those without a serial number", "serial empty"),
        ("except the pdu", "role ne PDU"),
        ("but not the pdu", "role ne PDU"),
        ("without the pdu please", "role ne PDU"),
    ],
)
def test_only_some_of_what_waits_are_changed(many, said, condition):
    """ "Only the router" behind a preview of many changes fewer, and gives none of them a role."""
    asked = only(said, many)
    assert asked.want == "update"
    assert {f"[{condition}]", "[site eq Quarry 7]"} <= set(
        told(asked.selection).partition(" ")[2].replace("] [", "]|[").split("|")
    )
    assert [(each.field, each.text) for each in asked.values] == [("status", "planned")]


@pytest.mark.parametrize("said", ["the firewall too", "also the firewall"])
def test_more_things_are_no_value_of_those_that_wait(many, said):
    """ "The firewall too" makes firewalls of none."""
    assert all("role" not in {value.field for value in each.values} for each in reading(said, many).intent.asks)


def test_a_new_name_is_said_anew():
    """ "Rename it X" ... "no, Y": the name is Y."""
    pending = Topic(pending=reading("rename B01 to B01-old").intent, proposal="p1")
    for said in ("no, B01-legacy", "B01-legacy instead"):
        asked = only(said, pending)
        assert (told(asked.selection), [each.text for each in asked.values]) == ("dcim.rack B01", ["B01-legacy"]), said


@pytest.mark.parametrize("said", ["which ports are free?", "which interfaces are connected?", "which ports are cabled"])
def test_parts_are_those_of_the_thing_that_was_shown(said):
    """After a device, "which ports are free?" is about its ports, not about all there are."""
    device = shown("show device fjn-rtr1", (hit("dcim.device", "fjn-rtr1"),))
    selection = only(said, device).selection
    assert "fjn-rtr1" in told(selection)
    assert len(selection.where) == 2
