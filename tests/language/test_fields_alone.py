"""Fields that are named without a value, and values that stand beside them."""

import itertools

import pytest

from tests.language.invented import SITES, TENANTS, only, reading, told

MAY_BE_EMPTY = (
    ("devices", "dcim.device", "platform", "platform"), ("devices", "dcim.device", "asset tag", "asset_tag"),
    ("interfaces", "dcim.interface", "description", "description"), ("prefixes", "ipam.prefix", "vlan", "vlan"),
    ("racks", "dcim.rack", "tenant", "tenant"), ("sites", "dcim.site", "region", "region"), ("vlans", "ipam.vlan", "role", "role"),
)  # fmt: skip


@pytest.mark.parametrize(("plural", "type_", "word", "field"), MAY_BE_EMPTY)
def test_a_field_alone_behind_with_narrows(plural, type_, word, field):
    """What may be empty and is named alone tells which are meant: those where it is set, or is not."""
    for form in ("{p} with {w}", "which {p} have {w}?", "show me the {p} with {w}, please", "{p} with a {w}"):
        said = form.format(p=plural, w=word)
        assert (told(only(said).selection), only(said).columns) == (f"{type_} [{field} set]", []), said
    for form in ("{p} without {w}", "{p} that have no {w}", "{p} lacking a {w}"):
        said = form.format(p=plural, w=word)
        assert told(only(said).selection) == f"{type_} [{field} empty]", said
    for site in SITES[:2]:
        said = f"{plural} with {word} at {site}"
        assert f"[{field} set]" in told(only(said).selection), said


def test_fields_that_are_listed_or_always_set_are_shown():
    """Several fields, plurals, "their" and what is never empty say what to show."""
    for said, columns in (
        ("devices with platform and serial number", ["platform", "serial"]),
        ("devices with their platform", ["platform"]),
        ("devices with serial numbers", ["serial"]),
        ("racks with site", ["site"]),
        ("fjn-rtr1 with platform", ["platform"]),
    ):
        assert only(said).columns == columns, said


def test_what_is_said_of_the_thing_behind_with_is_said_of_it():
    """ "With a tenant called X" names the tenant, not what has it."""
    for name, word in itertools.product(TENANTS, ("called", "named")):
        said = f"devices with a tenant {word} {name}"
        assert told(only(said).selection) == f"dcim.device [tenant eq {name}]", said


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("which cable terminations have end B", "dcim.cabletermination [cable_end eq B]"),
        ("cable terminations on end A", "dcim.cabletermination [cable_end eq A]"),
        ("list the cable terminations on the B end", "dcim.cabletermination [cable_end eq B]"),
        ("circuit terminations with side Z", "circuits.circuittermination [term_side eq Z]"),
        ("circuit terminations on the Z side", "circuits.circuittermination [term_side eq Z]"),
        ("power outlets on leg C", "dcim.poweroutlet [feed_leg eq C]"),
        ("power outlets on feed leg B", "dcim.poweroutlet [feed_leg eq B]"),
    ],
)
def test_a_value_of_one_letter_stands_beside_its_field(said, meant):
    """A letter is a value where the field that has it stands beside it."""
    found = reading(said)
    assert [told(each.selection) for each in found.intent.asks] == [meant]
    assert found.certainty == "certain"


UNKNOWN = ("ZX-9000", "kitchen", "Kitchen", "Head Chef", "foobarium")
FIELDS = (
    ("devices", "of type", "device_type"), ("devices", "with role", "role"), ("prefixes", "with role", "role"), ("racks", "with role", "role"),
    ("circuits", "of type", "type"), ("vms", "on platform", "platform"), ("clusters", "of type", "type"), ("sites", "in group", "group"),
)  # fmt: skip


@pytest.mark.parametrize(("plural", "words", "field"), FIELDS)
@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_value_of_a_link_is_kept_and_missed(plural, words, field, name):
    """A word where a name is due, that nothing is called, is never left out: it is looked for, with the nearest of its type."""
    for form in ("{p} {w} {n}", "how many {p} {w} {n} are there?", "show {p} {w} {n} please"):
        found = reading(form.format(p=plural, w=words, n=name))
        (ask,) = found.intent.asks
        assert ask.selection is not None
        assert told(ask.selection).endswith(f" [{field} eq {name}]"), form
        assert name in found.missing
        assert not found.unused


@pytest.mark.parametrize("verb", ["updated", "changed", "touched"])
@pytest.mark.parametrize("plural", ["devices", "racks", "vlans"])
def test_a_negated_time_is_turned_round(plural, verb):
    """ "Not updated since March" is not "updated since March"."""
    for form in ("{p} not {v} since March", "{p} that were not {v} since March"):
        said = form.format(p=plural, v=verb)
        assert "[last_updated lt 2026-03-01]" in told(only(said).selection), said
    assert "[last_updated gte 2026-03-01]" in told(only(f"{plural} {verb} since March").selection)
