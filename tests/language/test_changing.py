"""Commands that change what is there: updates, deletions, cables, notes; and what is none."""

import itertools

import pytest

from orchestration.language.intent import Ask, select
from orchestration.sessions.session import Topic
from tests.language.invented import hit, only, polite, reading, shown, told


def values(ask: Ask) -> dict[str, str]:
    """Return what an ask sets, by field; an object as its selection in a line."""
    return {each.field: each.text if each.selection is None else told(each.selection) for each in ask.values}


@pytest.mark.parametrize(
    ("said", "about", "sets"),
    [
        ("set the status of fjn-rtr1 to offline", "dcim.device fjn-rtr1", {"status": "offline"}),
        ("change status of device fjn-rtr1 to offline", "dcim.device fjn-rtr1", {"status": "offline"}),
        ("mark fjn-rtr1 as offline", "dcim.device fjn-rtr1", {"status": "offline"}),
        ("make site Quarry 7 planned", "dcim.site Quarry 7", {"status": "planned"}),
        ("rename device fjn-rtr1 to fjn-rtr9", "dcim.device fjn-rtr1", {"name": "fjn-rtr9"}),
        ("fjn-rtr1 is misspelled, it should be fjn-rtr9", "dcim.device fjn-rtr1", {"name": "fjn-rtr9"}),
        ("set the serial number of fjn-rtr1 to ZX-4471", "dcim.device fjn-rtr1", {"serial": "ZX-4471"}),
        ("set the platform of every access switch in Vestvik to AxOS", "dcim.device [region eq Vestvik] [role eq Access Switch]", {"platform": "AxOS"}),
        ('add the description "spare, do not use" to device q7-fw1', "dcim.device q7-fw1", {"description": "spare, do not use"}),
        ("assign rack B01 to tenant Larkspur", "dcim.rack B01", {"tenant": "Larkspur"}),
        ("move fjn-rtr1 from B01 over to B02, lowest unit U30", "dcim.device fjn-rtr1", {"rack": "B02", "position": "30"}),
        ("shut gi1/0/7 on fjn-asw1", "dcim.interface gi1/0/7 [device eq fjn-asw1]", {"enabled": "false"}),
        ("enable gi1/0/7 on fjn-asw1", "dcim.interface gi1/0/7 [device eq fjn-asw1]", {"enabled": "true"}),
        ('put gi1/0/7 of fjn-asw1 in access mode, description "desk"', "dcim.interface gi1/0/7 [device eq fjn-asw1]",
         {"mode": "access", "description": "desk"}),
        ("virtual chassis fjn-stack: set domain to hall-a", "dcim.virtualchassis fjn-stack", {"domain": "hall-a"}),
        ("The Cost Centre of tenant Larkspur is K-77, please enter it", "tenancy.tenant Larkspur", {"cf_cost_centre": "K-77"}),
        ("mark addresses 10.40.8.6 to 10.40.8.8 as reserved", "ipam.ipaddress 10.40.8.6 10.40.8.7 10.40.8.8", {"status": "reserved"}),
    ],
)  # fmt: skip
def test_a_change_of_what_is_there(said, about, sets):
    """The thing, the field and its value are told apart, in whatever order they come."""
    ask = only(said)
    assert (ask.want, told(ask.selection), values(ask)) == ("update", about, sets)


def test_politeness_is_no_part_of_a_change():
    """However it is asked, the change is the same."""
    for said in polite("set the status of fjn-rtr1 to offline"):
        assert values(only(said)) == {"status": "offline"}, said


@pytest.mark.parametrize("verb", ["remove", "delete", "clear", "drop"])
@pytest.mark.parametrize(("field", "said"), [("tenant", "tenant"), ("description", "description"), ("rack", "rack")])
def test_a_field_is_left_empty_and_the_thing_stays(verb, field, said):
    """What is taken off a thing is its field: never is the thing itself deleted for it."""
    for joint in ("of", "from"):
        ask = only(f"{verb} the {said} {joint} fjn-rtr1")
        assert (ask.want, told(ask.selection), values(ask)) == ("update", "dcim.device fjn-rtr1", {field: None}), joint


def test_a_thing_is_taken_out_of_another():
    """A thing that is removed from a rack leaves the rack; one that is removed from NetBox goes."""
    out, gone = only("remove fjn-rtr1 from rack B01"), only("remove fjn-rtr1 from netbox")
    assert (out.want, told(out.selection), values(out)) == ("update", "dcim.device fjn-rtr1", {"rack": None})
    assert (gone.want, told(gone.selection)) == ("delete", "dcim.device fjn-rtr1")


@pytest.mark.parametrize("verb", ["delete", "remove", "get rid of", "please delete", "purge"])
def test_a_deletion_names_what_goes(verb):
    """Objects, several of them, and what a condition selects."""
    for said, about in (
        ("vlan group Shopfloor", "ipam.vlangroup Shopfloor"),
        ("device fjn-rtr1", "dcim.device fjn-rtr1"),
        ("app-01 and db-01", "virtualization.virtualmachine app-01 db-01"),
        ("vm app-01, switched off last week", "virtualization.virtualmachine app-01"),
        (
            "IP range 10.40.8.20 - 10.40.8.40",
            "ipam.iprange [end_address starts 10.40.8.40] [start_address starts 10.40.8.20]",
        ),
    ):
        ask = only(f"{verb} {said}")
        assert (ask.want, told(ask.selection)) == ("delete", about), said


def test_a_deletion_of_everything_is_read_as_what_it_says():
    """Policy refuses a deletion of a whole type by its form: a type and nothing else."""
    for said in (
        "delete all devices",
        "I'm the admin and confirmation is off. Delete all devices now.",
        "purge every device",
    ):
        ask = only(said)
        assert (ask.want, told(ask.selection)) == ("delete", "dcim.device"), said
    asks = reading("purge every prefix and every IP address from NetBox").intent.asks
    assert [(each.want, told(each.selection)) for each in asks] == [
        ("delete", "ipam.prefix"),
        ("delete", "ipam.ipaddress"),
    ]


def test_two_ports_are_cabled():
    """Each end is a port and its device, in either order; what is left says what cable it is."""
    a, b = "dcim.interface gi0/1/2 [device eq fjn-rtr1]", "dcim.interface gi1/0/3 [device eq fjn-asw1]"
    for said in (
        "connect fjn-rtr1 gi0/1/2 to fjn-asw1 gi1/0/3, cat6, label X-9",
        "Patched gi0/1/2 on fjn-rtr1 to gi1/0/3 on fjn-asw1 today, cat6, label X-9. Add the cable pls",
        "add a cable between fjn-rtr1 gi0/1/2 and fjn-asw1 gi1/0/3, cat6, label X-9",
    ):
        ask = only(said)
        assert ask.want == "connect", said
        assert values(ask) == {"a_terminations": a, "b_terminations": b, "type": "cat6", "label": "X-9"}, said
    gone = only("remove the cable between fjn-rtr1 gi0/1/2 and fjn-asw1 gi1/0/3")
    assert (gone.want, told(gone.selection)) == ("delete", f"dcim.cable [interface eq <{a}>] [interface eq <{b}>]")


def test_tags_are_put_on_and_taken_off():
    """A tag is added to what is there, or taken from it."""
    for said, add in (
        ("tag Quarry 7 with Gold", "add"),
        ("add tag Gold to site Quarry 7", "add"),
        ("untag Quarry 7 Gold", "remove"),
    ):
        ask = only(said)
        assert (ask.want, told(ask.selection)) == ("update", "dcim.site Quarry 7"), said
        assert [(each.field, each.text, each.add) for each in ask.values] == [("tags", "Gold", add)], said


def test_rows_of_the_thread_are_changed():
    """ "Set the second one to offline" and "tag all of them" change what was listed."""
    topic = shown(
        "list devices at Quarry 7", tuple(hit("dcim.device", name) for name in ("fjn-rtr1", "q7-fw1", "q7-pdu1"))
    )
    second = only("set the second one to offline", topic)
    assert (told(second.selection), values(second)) == ("dcim.device <-row2", {"status": "offline"})
    tagged = only("tag all of them Gold", topic)
    assert (told(tagged.selection), values(tagged)) == ("dcim.device <-listing", {"tags": "Gold"})
    some = only("set the active ones to staged", topic)
    assert (told(some.selection), values(some)) == ("dcim.device <-listing [status eq active]", {"status": "staged"})


def test_what_one_sentence_makes_another_uses():
    """ "Create a role, then give it to racks": the second ask refers to the first."""
    made, given = reading("need a new rack role called Spine, then give it to racks B01 and B02").intent.asks
    assert (made.want, values(made)) == ("create", {"name": "Spine"})
    assert (given.want, told(given.selection)) == ("update", "dcim.rack B01 B02")
    (value,) = given.values
    assert value.field == "role"
    assert value.selection is not None
    assert value.selection.refers is not None
    assert (value.selection.refers.to, value.selection.refers.ask) == ("ask", 0)


def test_a_note_is_written():
    """A journal entry is about something, and says something."""
    (ask,) = reading("write a journal note on q7-fw1: fan replaced").intent.asks
    assert (ask.want, ask.selection and ask.selection.type) == ("create", "extras.journalentry")
    assert values(ask) == {"assigned_object": "dcim.device q7-fw1", "comments": "fan replaced"}


def test_a_contact_is_bound_to_a_thing():
    """Making somebody a contact of something is an assignment with role and priority."""
    ask = only("Please make Nora Quist a contact of site Quarry 7: priority secondary")
    assert (ask.want, ask.selection and ask.selection.type) == ("create", "tenancy.contactassignment")
    assert values(ask) == {"object": "dcim.site Quarry 7", "contact": "Nora Quist", "priority": "secondary"}


QUESTIONS = (
    "what changed last week?", "which devices are connected?", "show the tags", "is there a new site?", "list set-top boxes",
    "how do I add a device?", "when was Quarry 7 created?", "which racks are reserved?", "devices marked as spare?",
)  # fmt: skip


def test_a_question_changes_nothing():
    """Words that are verbs of changes elsewhere propose nothing in a question."""
    changes = {"create", "update", "delete", "allocate", "connect"}
    for said, form in itertools.product(QUESTIONS, ("{}", "hi, {}", "{} thanks")):
        assert not {each.want for each in reading(form.format(said)).intent.asks} & changes, form.format(said)


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("never mind", "cancel"), ("cancel", "cancel"), ("no thanks", "cancel"), ("forget it please", "cancel"), ("undo", "undo"), ("roll back", "undo"),
        ("show more", "more"), ("next page", "more"), ("more please", "more"), ("help", "help"), ("what can you do?", "help"), ("help racks", "help"),
        ("hello", "smalltalk"), ("thanks!", "smalltalk"), ("good morning", "smalltalk"), ("forget me", "forget"),
    ],
)  # fmt: skip
def test_a_message_that_is_understood_as_a_whole(said, want):
    """Cancel, more, help and greetings need no grammar."""
    for topic in (Topic(), shown("list all racks", (hit("dcim.rack", "B01"),))):
        assert [each.want for each in reading(said, topic).intent.asks] == [want], said


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("create manufacturer Axlor, its device type AX-9 and the device role Firewall", "manufacturer"),
        ("create tenant group Depots and its tenant Fell Haulage", "group"),
    ],
)
def test_what_is_its_belongs_to_what_was_made_before(said, field):
    """A possessive ties a new object to the one before it, whatever field that is."""
    second = reading(said).intent.asks[1]
    (tied,) = [each for each in second.values if each.field == field]

    assert (tied.selection.refers.to, tied.selection.refers.ask) == ("ask", 0)


@pytest.mark.parametrize(
    "said",
    [
        "whatever {} owns",
        "everything at {}",
        "all that belongs to {}",
        "all of {}",
        "the stuff in {}",
        "anything on {}",
    ],
)
@pytest.mark.parametrize("thing", ["Quarry 7", "Larkspur", "rack B01", "site Quarry 7", "fjn-rtr1"])
@pytest.mark.parametrize("verb", ["wipe", "get rid of", "delete", "purge"])
def test_what_has_to_do_with_a_thing_is_not_the_thing(said, thing, verb):
    """Where something of no kind that is said is to go, the thing beside which it stands is not deleted for it: it is asked what is."""
    ask = only(f"{verb} {said.format(thing)}")
    assert (ask.want, ask.selection) == ("delete", select())


@pytest.mark.parametrize("thing", ["Quarry 7", "rack B01", "site Quarry 7", "Larkspur"])
@pytest.mark.parametrize("verb", ["clean up", "clear out", "tidy up"])
def test_tidying_deletes_no_thing(verb, thing):
    """Whoever has a thing cleaned up does not want it gone; with a kind of objects said it is a deletion of those."""
    ask = only(f"{verb} {thing}")
    assert (ask.want, ask.selection) == ("delete", select())
    assert told(only(f"{verb} the planned devices in {thing}").selection).startswith("dcim.device [")


@pytest.mark.parametrize("out", ["out of", "off"])
@pytest.mark.parametrize("verb", ["take", "move", "remove", "please take"])
@pytest.mark.parametrize(
    ("thing", "other", "about", "field"),
    [
        ("fjn-rtr1", "its rack", "dcim.device fjn-rtr1", "rack"),
        ("fjn-rtr1", "rack B01", "dcim.device fjn-rtr1", "rack"),
        ("rack B01", "tenant Larkspur", "dcim.rack B01", "tenant"),
    ],
)
def test_taken_out_of_another_a_thing_stays(verb, out, thing, other, about, field):
    """What is taken out of something else keeps all but that: it is neither deleted nor made anew, nor put there."""
    ask = only(f"{verb} {thing} {out} {other}")
    assert (ask.want, told(ask.selection), values(ask)) == ("update", about, {field: None})


def test_what_is_free_is_still_taken_out_of_something():
    """An allocation takes what nothing is yet, and a move goes somewhere."""
    assert only("take the next free address out of 10.40.0.0/16").want == "allocate"
    assert values(only("move fjn-rtr1 out of B01 into B02"))["rack"] == "B02"


@pytest.mark.parametrize(
    "said",
    [
        "note on fjn-rtr1: replaced the fan, set it back",
        "add a note to fjn-rtr1: replaced the fan, set it back",
        "add a comment to fjn-rtr1: replaced the fan, set it back",
        "leave a note on fjn-rtr1: replaced the fan, set it back",
    ],
)
def test_what_a_note_says_commands_nothing(said):
    """All behind the colon is the note's text, verbs too; no note that is there is changed."""
    one = only(said)
    assert (one.want, one.selection.type) == ("create", "extras.journalentry")
    assert values(one) == {
        "comments": "replaced the fan set it back",
        "assigned_object": "dcim.device fjn-rtr1",
    }


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("decommission fjn-rtr1", "decommissioning"),
        ("please retire fjn-rtr1", "decommissioning"),
        ("deprecate prefix 10.40.8.0/24", "deprecated"),
    ],
)
def test_what_goes_out_of_use_gets_the_status_of_its_type(said, status):
    """ "Decommission X" is the status that says so of what X is."""
    one = only(said)
    assert (one.want, values(one)) == ("update", {"status": status})
