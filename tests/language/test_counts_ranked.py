"""Counts per something, ranked: "which has the fewest?", "lowest first", and who has most of what was listed."""

import pytest

from orchestration.language.intent import GROUP_COUNT, GROUP_NAME, Order
from tests.language.invented import CIRCUITS, DEVICES, RACKS, ROLES, SITES, hit, only, reading, shown, told

COUNTED = ("how many devices per site?", "devices per site", "how many racks per site?", "count VMs by cluster")


@pytest.mark.parametrize("counted", COUNTED)
@pytest.mark.parametrize(
    ("said", "descending", "limit"),
    [
        ("which has the fewest?", False, 1),
        ("which has the least?", False, 1),
        ("which is the smallest?", False, 1),
        ("which one has the most?", True, 1),
        ("which has the most", True, 1),
        ("top 3", True, 3),
        ("bottom 2", False, 2),
        ("lowest first", False, None),
        ("fewest first", False, None),
        ("highest first", True, None),
        ("in reverse order", False, None),
    ],
)
def test_groups_are_ranked_by_how_many(counted, said, descending, limit):
    """A follow-up of counts ranks these counts, the way it says."""
    before = only(counted)
    ask = only(said, shown(counted, ()))
    assert (ask.want, told(ask.selection), ask.group) == ("count", told(before.selection), before.group)
    assert (ask.sort, ask.limit) == ([Order(field=GROUP_COUNT, descending=descending)], limit)


@pytest.mark.parametrize("counted", COUNTED)
@pytest.mark.parametrize("said", ["sort by count", "sort by number", "sort them by total", "order by amount"])
def test_sorted_by_count_stays_counted(counted, said):
    """ "Sort by count" goes on with the groups, most first as they are anyway."""
    ask = only(said, shown(counted, ()))
    assert (ask.want, ask.group, ask.sort) == ("count", only(counted).group, [])


@pytest.mark.parametrize("said", ["alphabetically", "sort alphabetically", "sort by name"])
def test_groups_by_name(said):
    """Groups go by their names where that is asked."""
    ask = only(said, shown("devices per site", ()))
    assert (ask.group, ask.sort) == ("site", [Order(field=GROUP_NAME, descending=False)])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("place", ["at each site", "in every site", "does each site have", "at each of the sites"])
def test_roles_are_counted_at_each_place(role, place):
    """ "How many routers at each site" counts devices, whatever word names them."""
    ask = only(f"how many {role.lower()}s {place}")
    assert (ask.want, told(ask.selection), ask.group) == ("count", f"dcim.device [role eq {role}]", "site")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "form",
    [
        "how many interfaces does every {} have",
        "how many interfaces does each of the {}s have",
        "number of interfaces on each {}",
    ],
)
def test_parts_are_counted_on_each_device_of_a_role(role, form):
    """ "How many interfaces does every router have" counts by device."""
    ask = only(form.format(role.lower()))
    assert (ask.want, ask.group) == ("count", "device")
    assert told(ask.selection) == f"dcim.interface [device eq <dcim.device [role eq {role}]>]"


@pytest.mark.parametrize(
    ("listed", "rows", "counter"),
    [
        ("list all circuits", [hit("circuits.circuit", each) for each in CIRCUITS], "circuit_count"),
    ],
)
def test_who_has_the_most_of_what_was_listed(listed, rows, counter):
    """ "Which provider has the most?" after circuits ranks by circuits."""
    for said, descending in (("which provider has the most?", True), ("which provider has the fewest?", False)):
        ask = only(said, shown(listed, tuple(rows)))
        assert (told(ask.selection), ask.limit) == ("circuits.provider", 1)
        assert ask.sort == [Order(field=counter, descending=descending)]


@pytest.mark.parametrize(
    "said", ["which one has the most {}", "which of them has the most {}", "the one with the most {}"]
)
def test_which_one_of_the_list(said):
    """ "Which one" is one of what was listed."""
    topic = shown("list all sites", tuple(hit("dcim.site", each) for each in SITES))
    for things, counter in (("devices", "device_count"), ("racks", "rack_count")):
        ask = only(said.format(things), topic)
        assert (told(ask.selection), ask.limit) == ("dcim.site", 1)
        assert ask.sort == [Order(field=counter, descending=True)]


@pytest.mark.parametrize("said", ["power draw?", "power consumption", "how much power?", "wattage?"])
def test_a_short_report_is_of_what_was_shown(said):
    """ "Power draw?" after a rack is of that rack, after a list of the list; with "total" or "overall" of all."""
    for type_, name in (("dcim.rack", RACKS[0]), ("dcim.device", DEVICES[0])):
        ask = only(said, shown(f"show {name}", (hit(type_, name),)))
        assert (ask.report, told(ask.selection)) == ("power_consumption", f"{type_} <-thing")
    listing = shown("list all racks", tuple(hit("dcim.rack", each) for each in RACKS))
    assert told(only(said, listing).selection) == "dcim.rack <-listing"
    assert told(only("overall power consumption", listing).selection) == ""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("form", "group", "limit", "descending"),
    [
        ("which site has the most {}s", "site", 1, True),
        ("which rack has the fewest {}s?", "rack", 1, False),
        ("top 3 sites by {}s", "site", 3, True),
        ("tenants with the most {}s", "tenant", 1, True),
    ],
)
def test_who_has_the_most_of_a_role(role, form, group, limit, descending):
    """ "Which site has the most routers" counts devices of the role by site; no counter of a device's ports stands for it."""
    ask = only(form.format(role.lower()))
    assert (ask.want, told(ask.selection), ask.group) == ("count", f"dcim.device [role eq {role}]", group)
    assert (ask.sort, ask.limit) == ([Order(field=GROUP_COUNT, descending=descending)], limit)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_at_the_first_of_a_ranking(role):
    """ "Routers in the site with the most racks" are those of that site."""
    for form in ("how many {}s are in the site with the most racks", "which {}s are in the biggest site"):
        first, second = reading(form.format(role.lower())).intent.asks
        assert (told(first.selection), first.limit) == ("dcim.site", 1)
        assert told(second.selection) == f"dcim.device [role eq {role}] [site eq <dcim.site <-ask>]"


@pytest.mark.parametrize("said", ["what is the biggest device", "the largest device", "smallest device?"])
def test_what_nothing_ranks_is_asked_back(said):
    """Where nothing tells which is the biggest, the first that comes is no answer."""
    assert reading(said).certainty == "unsure"
