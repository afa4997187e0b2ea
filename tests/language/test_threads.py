"""What words stand for in a thread: it, those, the second one, only ..., and in ..."""

import pytest

from orchestration.language.intent import Intent, ask, leaf, select
from orchestration.language.reading import NameHit
from orchestration.sessions.session import Question, Topic
from tests.language.invented import DEVICES, SITES, hit, only, reading, shown, told

SITE_ROWS = tuple(hit("dcim.site", name) for name in SITES[:3])
ROUTERS = tuple(hit("dcim.device", name) for name in DEVICES[:3])


@pytest.fixture
def a_site():
    """A thread in which a site was shown."""
    return shown("show site Quarry 7", (hit("dcim.site", "Quarry 7"),))


@pytest.fixture
def a_device():
    """A thread in which a device was shown."""
    return shown("show device fjn-rtr1", (hit("dcim.device", "fjn-rtr1"),))


@pytest.fixture
def sites():
    """A thread in which sites of a region were listed."""
    return shown("list sites in Vestvik", SITE_ROWS)


@pytest.fixture
def devices():
    """A thread in which the devices of a site were listed."""
    return shown("list devices at Quarry 7", ROUTERS)


def test_its_parts_are_those_of_the_thing(a_device):
    """ "Its interfaces" are the interfaces of what was shown."""
    for said in (
        "show its interfaces",
        "what about its interfaces?",
        "and its interfaces",
        "interfaces of it",
        "interfaces?",
    ):
        assert told(only(said, a_device).selection) in {
            "dcim.interface [device eq <dcim.device <-thing>]",
            "dcim.interface [device eq <dcim.device fjn-rtr1>]",
        }, said


def test_its_fields_are_asked_for(a_device):
    """A field without a thing is a field of what was shown."""
    for said, field in (
        ("what is its serial number?", "serial"),
        ("and its platform", "platform"),
        ("which rack is it in?", "rack"),
        ("who owns it?", "tenant"),
    ):
        assert (only(said, a_device).want, only(said, a_device).columns) == ("inspect", [field]), said


@pytest.mark.parametrize(
    ("words", "position"),
    [("the first", 1), ("the second one", 2), ("the 3rd one", 3), ("the last one", -1), ("the third", 3)],
)
def test_a_place_in_the_list_is_a_row(sites, words, position):
    """Ordinals count the rows that were shown."""
    for said in (f"show {words}", f"details of {words}"):
        assert told(only(said, sites).selection) == f"dcim.site <-row{position}", said
    assert told(only(f"racks of {words}", sites).selection) == f"dcim.rack [site eq <dcim.site <-row{position}>]"


def test_those_are_what_was_listed(sites):
    """ "At those sites" narrows another type by the list, "which of them" narrows the list."""
    for said in ("which routers are at those sites?", "routers of them", "show their routers"):
        assert "<dcim.site <-listing>" in told(only(said, sites).selection), said
    assert only("how many are they?", sites).want == "count"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("only the active ones", "dcim.device [site eq Quarry 7] [status eq active]"),
        ("just the routers", "dcim.device [role eq Router] [site eq Quarry 7]"),
        ("which of these are planned?", "dcim.device [site eq Quarry 7] [status eq planned]"),
        ("without the routers", "dcim.device [role ne Router] [site eq Quarry 7]"),
        ("those of Larkspur", "dcim.device [site eq Quarry 7] [tenant eq Larkspur]"),
        ("only those without a platform", "dcim.device [platform empty] [site eq Quarry 7]"),
        ("which are offline?", "dcim.device [site eq Quarry 7] [status eq offline]"),
        ("and in Fjordhus Nord?", "dcim.device [site eq Fjordhus Nord]"),
        ("what about Fjordhus Nord?", "dcim.device [site eq Fjordhus Nord]"),
        ("no, I meant Fjordhus Nord", "dcim.device [site eq Fjordhus Nord]"),
        ("and in Vestvik?", "dcim.device [region eq Vestvik]"),
        ("and racks?", "dcim.rack [site eq Quarry 7]"),
        ("same for VMs", "virtualization.virtualmachine [site eq Quarry 7]"),
    ],
)
def test_the_thread_goes_on(devices, said, meant):
    """A follow-up adds to what was asked, or puts something in another's place."""
    assert told(only(said, devices).selection) == meant


def test_part_of_a_name_tells_which_other_one_is_meant():
    """ "No, I meant 15" is the other site that is called so."""
    topic = shown("vlans of Mølleby 12", (hit("ipam.vlan", "Phones"), hit("ipam.vlan", "Tills")))
    found = reading("no, I meant 15", topic)
    assert told(found.intent.asks[0].selection) == "ipam.vlan [site eq 15]"
    assert [each.name for each in found.grounds["15"]] == ["Mølleby 15"]


def test_a_follow_up_arranges_anew(devices):
    """Order, number, columns and grouping of the same rows."""
    assert only("sort them by name, z to a", devices).sort[0].descending is True
    assert only("top 2", devices).limit == 2
    assert only("with their serial numbers", devices).columns == ["serial"]
    assert only("group them by role", devices).group == "role"
    assert only("how many is that?", devices).want == "count"
    for said in ("export that as csv", "export it", "can I have this as a csv?", "give me a file", "download"):
        ask = only(said, devices)
        assert (ask.want, ask.report, ask.selection.refers.to) == ("find", "csv", "listing"), said
    for said in ("sort them by name", "top 2", "how many is that?", "group them by role"):
        assert told(only(said, devices).selection) == "dcim.device [site eq Quarry 7]", said


def test_what_follows_a_count_of_a_list_is_a_list_again():
    """ "How many is that?" is said in passing."""
    listed = shown("list devices at Quarry 7", ROUTERS)
    counted = shown("how many is that?", (), listed)
    counted = counted.model_copy(update={"focus": (counted.focus[0], *listed.focus)})
    assert only("and in Fjordhus Nord?", counted).want == "find"


def test_an_attribute_is_talked_about_too():
    """Who asked for a thing's cluster may go on about the cluster."""
    topic = shown("which cluster is app-01 on?", (hit("virtualization.virtualmachine", "app-01"),))
    found = told(only("how many VMs are on it?", topic).selection)
    assert found.startswith("virtualization.virtualmachine [cluster eq <virtualization.cluster")


def test_what_was_talked_about_before_can_be_gone_back_to():
    """ "Back to that site" passes over what came between."""
    before = shown("show site Quarry 7", (hit("dcim.site", "Quarry 7"),))
    between = shown("what is the rd of vrf Crimson?", (hit("ipam.vrf", "Crimson"),), before)
    assert told(only("back to that site, which region is it in?", between).selection) == "dcim.site <-earlier"


def test_a_new_topic_drops_the_old_one(devices):
    """A question that names its own things is not narrowed by the thread."""
    for said, meant in (
        ("list all sites", "dcim.site"),
        ("different topic: which VRFs do we have?", "ipam.vrf"),
        ("devices in Fjordhus Nord", "dcim.device [site eq Fjordhus Nord]"),
    ):
        assert told(only(said, devices).selection) == meant, said


def test_another_object_takes_the_place_of_the_one_talked_about():
    """ "And B02?" asks the same of another rack."""
    topic = shown("how many U are free in B01?", (hit("dcim.rack", "B01"),))
    ask_ = only("and in B02?", topic)
    assert (ask_.report, told(ask_.selection)) == ("free_units", "dcim.rack B02")


def test_words_that_mean_nothing_without_a_thread_are_unsure():
    """Without anything talked about, "it" is asked back."""
    for said in ("what is it?", "only the active ones", "and in?"):
        assert reading(said).certainty != "certain", said


RACKS = tuple(
    hit("dcim.rack", "Cage West").model_copy(update={"id": at, "within": site}) for at, site in enumerate(SITES, 10)
)


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        ("the one in Quarry 7", 12),
        ("Quarry 7", 12),
        ("the second", 11),
        ("the last one please", 14),
        ("Cage West Quarry 7", 12),
        ("in mølleby 15", 14),
    ],
)
def test_a_choice_is_met(said, id_):
    """Which of several is meant is told by where it is, by its place among the choices, or by its name."""
    intent = Intent(asks=[ask("inspect", select("dcim.rack", names=["Cage West"]))])
    question = Question(intent=intent, about="name:Cage West", span="Cage West", choices=RACKS)
    found = reading(said, Topic(question=question))
    assert found.intent == intent
    assert [each.id for each in found.grounds["Cage West"]] == [id_]


def test_a_type_is_chosen():
    """ "The VRF" tells which of several things of one name is meant."""
    choices = (hit("ipam.vrf", "Crimson"), hit("extras.tag", "Gold").model_copy(update={"name": "Crimson"}))
    question = Question(
        intent=Intent(asks=[ask("inspect", select(names=["Crimson"]))]),
        about="name:Crimson",
        span="Crimson",
        choices=choices,
    )
    found = reading("the vrf", Topic(question=question))
    assert [each.type for each in found.grounds["Crimson"]] == ["ipam.vrf"]


def test_what_was_asked_back_is_narrowed():
    """Where no such choice was offered, the words narrow what was asked about."""
    intent = Intent(asks=[ask("inspect", select("dcim.rack", names=["Cage West"]))])
    question = Question(intent=intent, about="name:Cage West", span="Cage West", choices=RACKS[:2])
    assert (
        told(reading("the one in Mølleby 15", Topic(question=question)).intent.asks[0].selection)
        == "dcim.rack Cage West [site eq Mølleby 15]"
    )


def test_a_new_question_is_not_taken_for_an_answer():
    """A message that asks something of its own leaves the open question alone."""
    intent = Intent(asks=[ask("inspect", select("dcim.rack", names=["Cage West"]))])
    topic = Topic(question=Question(intent=intent, about="name:Cage West", span="Cage West", choices=RACKS))
    assert told(only("list all VRFs", topic).selection) == "ipam.vrf"
    assert told(only("how many devices are in Vestvik?", topic).selection) == "dcim.device [region eq Vestvik]"


def test_a_name_that_was_chosen_once_is_remembered():
    """What an ambiguous name was said to mean in the thread goes on to mean that."""
    names = hit("extras.tag", "Gold")
    topic = Topic(chosen={"gold": names})
    found = reading("sites tagged Gold", topic)
    assert found.grounds["Gold"] == (names,)
    assert leaf("tags", "eq", ["Gold"]) in (found.intent.asks[0].selection or select()).where


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("which are routers?", "find"),
        ("which ones are routers?", "find"),
        ("how many are routers?", "count"),
        ("only the routers", "find"),
    ],
)
def test_which_are_is_asked_of_what_was_listed(devices, said, want):
    """ "Which are routers?" after a list asks which of the listed are."""
    asked = only(said, devices)
    assert asked.want == want
    assert told(asked.selection) == "dcim.device [role eq Router] [site eq Quarry 7]"


def test_which_are_starts_anew_where_nothing_was_listed(a_device):
    """Without a list, or with "there", it is a question of its own."""
    assert told(only("which are routers?", a_device).selection) == "dcim.device [role eq Router]"


@pytest.mark.parametrize(
    "said", ["what is it connected to?", "what's plugged into it?", "what is connected to it", "neighbours of it"]
)
def test_a_phrase_may_point_at_the_thing(a_device, said):
    """What is asked of a name can be asked of "it"."""
    asked = only(said, a_device)
    assert (asked.report, told(asked.selection)) == ("topology", "dcim.device fjn-rtr1")


def test_a_new_request_is_no_answer(devices):
    """ "List devices in X" chooses none of several, though one of them lies in X."""
    choices = tuple(NameHit(type="dcim.rack", id=at, name="B01", within=site) for at, site in enumerate(SITES[:2], 1))
    where = [leaf("rack", "eq", ["B01"])]
    question = Question(
        intent=Intent(asks=[ask("find", select("dcim.device", where=where))]),
        about="name:B01",
        span="B01",
        choices=choices,
    )
    topic = Topic(question=question)
    assert told(only(f"list devices in {SITES[0]}", topic).selection) == f"dcim.device [site eq {SITES[0]}]"
    assert told(only(SITES[0], topic).selection) == "dcim.device [rack eq B01]"
