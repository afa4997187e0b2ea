"""What is left out, and groups that stand for what is in them."""

import pytest

from tests.language.invented import RACKS, ROLES, SITES, VLANS, only, told

EXCEPT = ("except", "other than", "but not", "apart from", "besides", "excluding", "but", "not")
PLURALS = {"Router": "routers", "Firewall": "firewalls", "PDU": "PDUs"}


@pytest.mark.parametrize("word", EXCEPT)
def test_each_kind_that_is_named_is_left_out(word):
    """All that stands behind a word of exception is excepted, not only the first of it."""
    for site in SITES[:2]:
        said = f"devices in {site} {word} routers and PDUs"
        if word in ("but", "not"):
            said = (
                f"devices in {site} {word} the routers and the PDUs"
                if word == "but"
                else f"devices in {site}, not routers and PDUs"
            )
        assert told(only(said).selection) == f"dcim.device [role ne PDU] [role ne Router] [site eq {site}]", said


@pytest.mark.parametrize("word", ["except", "but not", "apart from", "other than", "besides"])
def test_everything_in_a_place_but_some_are_the_devices_there(word):
    """ "Everything in X except the routers" asks for the other devices in X."""
    for role, plural in PLURALS.items():
        for place, field, name in (("", "site", SITES[0]), ("site ", "site", SITES[2]), ("rack ", "rack", RACKS[0])):
            said = f"everything in {place}{name} {word} the {plural}"
            ask = only(said)
            meant = sorted((f"[{field} eq {name}]", f"[role ne {role}]"))
            assert (ask.want, told(ask.selection)) == ("find", f"dcim.device {' '.join(meant)}"), said
    assert told(only("all but the firewalls").selection) == f"dcim.device [role ne {ROLES[3]}]"


@pytest.mark.parametrize(
    ("plural", "type_", "names"),
    [("sites", "dcim.site", SITES), ("racks", "dcim.rack", RACKS), ("vlans", "ipam.vlan", VLANS)],
)
def test_things_are_left_out_by_their_own_names(plural, type_, names):
    """Names behind a word of exception are left out, whatever else is called so; the last as well."""
    one, other = names[0], names[1]
    for form in (
        "{p} except {a} and {b}",
        "all {p} other than {a} and {b}",
        "{p} besides {a}, {b}",
        "which {p} are neither {a} nor {b}?",
    ):
        said = form.format(p=plural, a=one, b=other)
        assert told(only(said).selection) == f"{type_} [name ne {one} {other}]", said
    assert told(only(f"{plural} except {one}").selection) == f"{type_} [name ne {one}]"


@pytest.mark.parametrize(
    "form", ["{p} called {n} alone", "{p} called exactly {n}", "{p} whose name is exactly {n}", "{p} named just {n}"]
)
def test_a_name_may_be_said_to_be_all_of_it(form):
    """Words that say that a name is whole are no part of it; and no name merely has it in it then."""
    for plural, type_, names in (("vlans", "ipam.vlan", (*VLANS, "Spare")), ("racks", "dcim.rack", (RACKS[2], "Cage"))):
        for name in names:
            said = form.format(p=plural, n=name)
            assert told(only(said).selection) == f"{type_} [name eq {name}]", said


def test_a_group_stands_for_what_is_in_it():
    """Where a group is called so, its name in the plural means what is in it, and so does "group" with its name."""
    for said, meant in (
        ("all mills", "dcim.site [group eq mills]"),
        ("which kiosks do we have?", "dcim.site [group eq kiosks]"),
        ("list the customers", "tenancy.tenant [group eq customers]"),
        ("kiosks besides Quarry 7", "dcim.site [group eq kiosks] [name ne Quarry 7]"),
        ("devices of customers", "dcim.device [tenant eq <tenancy.tenant [group eq customers]>]"),
        ("what belongs to group Customers", "tenancy.tenant [group eq Customers]"),
        ("what is in the group Mills?", "dcim.site [group eq Mills]"),
        ("who is in group Partners", "tenancy.tenant [group eq Partners]"),
        ("devices of tenants in group Customers", "dcim.device [tenant eq <tenancy.tenant [group eq Customers]>]"),
        ("tenants", "tenancy.tenant"),
    ):
        assert told(only(said).selection) == meant, said
