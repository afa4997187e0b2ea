"""What is asked after a list: which have none of it, in which places they are; and what holds, has or contains something."""

import itertools

import pytest

from tests.language.invented import DEVICES, TAGS, TENANTS, VLANS, hit, only, reading, shown, told

ROUTERS = tuple(hit("dcim.device", each) for each in DEVICES)


@pytest.mark.parametrize(
    ("what", "field"),
    [("primary ip", "primary_ip"), ("serial number", "serial"), ("rack", "rack"), ("platform", "platform")],
)
@pytest.mark.parametrize(
    "said",
    ["which don't have one?", "which have none", "which do not have any", "who has none", "which of them have none?"],
)
def test_which_have_none_of_what_was_listed(what, field, said):
    """Who has none lacks what the list was to show."""
    ask = only(said, shown(f"list routers with their {what}", ROUTERS))
    assert told(ask.selection) == " ".join(["dcim.device", *sorted((f"[{field} empty]", "[role eq Router]"))])


@pytest.mark.parametrize("said", ["in which sites?", "at which sites", "on which sites"])
def test_in_which_places_they_are(said):
    """ "In which sites?" counts what was listed by site."""
    ask = only(said, shown("list vlans", tuple(hit("ipam.vlan", each) for each in VLANS)))
    assert (ask.want, told(ask.selection), ask.group) == ("count", "ipam.vlan", "site")


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("form", ["show me the inventory of {}", "hardware inventory of {}", "parts inventory for {}"])
def test_the_inventory_of_a_device(device, form):
    """A device's inventory are its parts, not devices that are in inventory."""
    assert told(only(form.format(device)).selection) == f"dcim.inventoryitem [device eq {device}]"


@pytest.mark.parametrize("what", ["device", "interface", "vm", "host", "router"])
@pytest.mark.parametrize("has", ["has ip", "has the address", "uses", "is using the ip", "holds"])
def test_what_has_an_address(what, has):
    """Who has an address is told by the address, whether it is anybody's primary one or not."""
    for address in ("10.40.8.2", "2001:db8::7"):
        ask = only(f"which {what} {has} {address}")
        assert (ask.want, told(ask.selection), ask.columns[0]) == (
            "inspect",
            f"ipam.ipaddress {address}",
            "assigned_object",
        )


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "form", ["what has the tag {}?", "which things carry the tag {}", "everything with the tag {}"]
)
def test_what_has_a_tag(tag, form):
    """What has a tag are the tagged things."""
    assert told(only(form.format(tag)).selection) == f"extras.taggeditem [tag eq {tag}]"


@pytest.mark.parametrize("field", ["comments", "description"])
@pytest.mark.parametrize("text", ["waits", '"to be moved"', "RMA"])
@pytest.mark.parametrize(("things", "type_"), [("devices", "dcim.device"), ("racks", "dcim.rack")])
def test_a_text_in_a_field(field, text, things, type_):
    """ "With lab in the comments" is looked for in the comments."""
    found = told(only(f"find {things} with {text} in the {field}").selection)
    assert found == f"{type_} [{field} contains {text.strip(chr(34))}]"


@pytest.mark.parametrize("first", ["prefixes of {}", "does {} have any prefixes?", "how many prefixes does {} have"])
@pytest.mark.parametrize("said", ["what about {}?", "and {}?", "how about {}"])
def test_the_same_of_another_whatever_it_is_called(first, said):
    """A name with a word such as "it" in it stands for itself."""
    for one, other in itertools.permutations(TENANTS, 2):
        ask = only(said.format(other), shown(first.format(one), ()))
        assert told(ask.selection) == f"ipam.prefix [tenant eq {other}]"


@pytest.mark.parametrize("what", ["printers", "toasters", "lab gear"])
def test_used_for_what_nothing_is_called(what):
    """What something is used for narrows, also where nothing is called so."""
    for form in ("what subnets are used for {}", "which prefixes are used for {}?", "vlans for {}"):
        found = reading(form.format(what))
        assert found.unplaced or found.missing or found.certainty == "unsure"


@pytest.mark.parametrize(
    ("things", "type_", "said", "field"),
    [
        ("VRFs", "ipam.vrf", "enforce unique space", "enforce_unique"),
        ("prefixes", "ipam.prefix", "are marked utilized", "mark_utilized"),
    ],
)
def test_a_yes_or_no_field_says_what_things_are(things, type_, said, field):
    """ "VRFs that (do not) enforce unique space" are those that do, or do not."""
    no = said.replace("are ", "are not ") if said.startswith("are ") else f"do not {said}"
    assert told(only(f"{things} that {said}").selection) == f"{type_} [{field} eq true]"
    for form in (
        f"{things} that {no}",
        f"which {things} {no}?",
        f"which {things} {no.replace(' not', 'n’t', 1).replace('do n', 'don').replace('are n', 'aren')}",
    ):
        assert told(only(form).selection) == f"{type_} [{field} eq false]", form


@pytest.mark.parametrize(
    ("form", "value"), [("racks with descending units", "true"), ("racks without descending units", "false")]
)
def test_a_yes_or_no_field_that_things_have(form, value):
    """ "With descending units" are those that have it so."""
    assert told(only(form).selection) == f"dcim.rack [desc_units eq {value}]"


@pytest.mark.parametrize("code", ["E-02", "PF-7", "A12"])
def test_a_counter_is_compared_with_numbers_alone(code):
    """ "Which rack does feed E-02 supply" counts no feeds."""
    asks = reading(f"which rack does feed {code} supply").intent.asks
    assert not any("_count eq" in told(each.selection) for each in asks)


@pytest.mark.parametrize("word", ["db", "mail", "strange", "lab"])
@pytest.mark.parametrize("things", ["VMs", "devices", "routers", "access switches"])
def test_a_plain_word_before_a_thing_may_be_a_part_of_names(word, things):
    """ "Db servers" are looked for by their names, where "servers for my boss" are not."""
    for said in (f"{word} {things}", f"show all the {word} {things}", f"how many {word} {things} are there"):
        assert [(each.text, each.before) for each in reading(said).unplaced] == [(word, True)]
