"""Reports on addresses: figures as NetBox reckons them, worked out again from the company's own objects."""

import ipaddress
from collections import Counter, defaultdict

import pytest

from orchestration.errors import Incomplete, NotAllowed, NotFound
from orchestration.language.intent import ask, select
from orchestration.tools.reports.usage import Addresses, uses
from tests.tools.reports.conftest import first_line, listed


def net(text):
    return ipaddress.ip_network(text, strict=False)


def inside(company, prefix, list_name="ipam/prefixes"):
    """Networks of the same VRF that lie in a prefix, itself apart."""
    outer = net(prefix["prefix"])
    found = []
    for each in company[list_name]:
        here = net(each["prefix"])
        same = each.get("vrf") == prefix.get("vrf") and here.version == outer.version and here != outer
        if same and here.subnet_of(outer):
            found.append(here)
    return found


def percent_of(company, prefix):
    """How full a prefix is, by NetBox's rule, worked out the slow way."""
    outer = net(prefix["prefix"])
    if prefix["status"] == "container":
        covered = sum(each.num_addresses for each in ipaddress.collapse_addresses(inside(company, prefix)))
        return 100 * covered / outer.num_addresses
    hosts = {
        ipaddress.ip_interface(each["address"]).ip
        for each in company["ipam/ip-addresses"]
        if each.get("vrf") == prefix.get("vrf") and ipaddress.ip_interface(each["address"]).ip in outer
    }
    usable = outer.num_addresses - (2 if outer.version == 4 and outer.prefixlen < 31 else 0)
    return 100 * len(hosts) / usable


@pytest.mark.parametrize("prefix", ["10.16.0.0/12", "10.48.0.0/12", "10.16.0.0/24", "10.48.3.0/24"])
def test_the_use_of_one_prefix(answer, company, prefix):
    """The first line tells the share that NetBox itself would show."""
    draft = answer(ask("report", select("ipam.prefix", names=[prefix]), report="ip_usage"))
    share = percent_of(company, company.named("ipam/prefixes", prefix))
    told = f"{share:.0f} %" if abs(share - round(share)) < 0.05 else f"{share:.1f} %"
    assert first_line(draft).startswith(f"{prefix} is {told} used: ")
    assert answer.requests <= 4


def test_the_use_of_an_aggregate(answer, company):
    """An aggregate is used by the prefixes of all VRFs in it."""
    outer = net("10.0.0.0/8")
    nets = [net(each["prefix"]) for each in company["ipam/prefixes"]]
    fitting = [each for each in nets if each.version == 4 and each.subnet_of(outer)]
    covered = sum(each.num_addresses for each in ipaddress.collapse_addresses(fitting))
    draft = answer(ask("report", select("ipam.aggregate", names=["10.0.0.0/8"]), report="ip_usage"))
    assert f"{covered:,} of {outer.num_addresses:,} addresses" in first_line(draft)


def test_the_use_of_all_prefixes(answer, company):
    """Every prefix has a row with its share, the fullest first; nothing takes more than three requests."""
    draft = answer(ask("report", report="prefix_utilization"))
    shares = Counter()
    for each in company["ipam/prefixes"]:
        share = percent_of(company, each)
        shares[each["prefix"], f"{share:.0f} %" if abs(share - round(share)) < 0.05 else f"{share:.1f} %"] += 1
    assert Counter((row[0], row[-1]) for row in listed(draft)) == shares
    assert draft.rows_total == len(company["ipam/prefixes"])
    order = [float(row[-1].removesuffix(" %")) for row in listed(draft)]
    assert order == sorted(order, reverse=True)
    assert answer.requests == 3


def test_prefixes_of_a_site(answer, company):
    """Of a site only its own prefixes are listed, each with the share that all of NetBox makes."""
    site = company.named("dcim/sites", "Hamburg DC")["id"]
    own = {
        each["prefix"]
        for each in company["ipam/prefixes"]
        if (each.get("scope_type"), each.get("scope_id")) == ("dcim.site", site)
    }
    draft = answer(ask("report", select("dcim.site", names=["Hamburg DC"]), report="prefix_utilization"))
    assert {row[0] for row in listed(draft)} == own
    assert "in Hamburg DC" in first_line(draft)


def test_no_address_is_there_twice(answer, company):
    """Where nothing is doubled the answer says how much was looked at."""
    draft = answer(ask("report", report="duplicate_ips"))
    vrfs = {each.get("vrf") for each in company["ipam/ip-addresses"]}
    amount = len(company["ipam/ip-addresses"])
    assert first_line(draft) == (
        f"No address is documented twice in its VRF, among {amount} IP addresses, {len(vrfs)} VRFs."
    )
    assert draft.rows_total == 0


def test_the_tree_of_prefixes(answer, company):
    """Each prefix stands below the one that holds it, as deep as prefixes of its VRF hold it."""
    draft = answer(ask("report", report="ipam_hierarchy"))
    names = {each["id"]: each["name"] for each in company["ipam/vrfs"]}
    expected = []
    groups = defaultdict(list)
    for each in company["ipam/prefixes"]:
        groups[each.get("vrf")].append(each)
    for vrf, held in groups.items():
        for each in held:
            here = net(each["prefix"])
            depth = sum(
                here != net(other["prefix"])
                and here.version == net(other["prefix"]).version
                and here.subnet_of(net(other["prefix"]))
                for other in held
            )
            expected.append((f"{'· ' * depth}{each['prefix']}", names.get(vrf, "Global")))
    got = [(row[0], row[1].split(" (")[0]) for row in listed(draft)]
    assert sorted(got) == sorted(expected)
    assert answer.requests == 2


@pytest.mark.parametrize("report", ["prefix_utilization", "ipam_hierarchy", "duplicate_ips"])
def test_a_name_that_is_not_there(answer, report):
    """A place that does not exist is told, not counted as empty."""
    with pytest.raises(NotFound):
        answer(ask("report", select("dcim.site", names=["Nowhere at all"]), report=report))


@pytest.mark.parametrize("report", ["prefix_utilization", "ipam_hierarchy", "duplicate_ips"])
def test_what_may_not_be_seen(answer_reader, report):
    """Without the right to see addresses there is no figure, but a word."""
    with pytest.raises(NotAllowed, match="may not see"):
        answer_reader(ask("report", report=report))


def test_no_prefix_named(answer):
    """Without a prefix the report asks for one."""
    with pytest.raises(Incomplete):
        answer(ask("report", report="ip_usage"))


def row(id_, prefix, status="active", vrf=None, **more):
    return {"id": id_, "prefix": prefix, "status": {"value": status}, "vrf": vrf and {"id": vrf}, **more}


def test_containers_count_their_own_vrf_once():
    """Children that overlap count once, those of another VRF not at all, a twin of the container itself neither."""
    rows = [
        row(1, "10.0.0.0/8", "container"),
        row(2, "10.0.0.0/9"),
        row(3, "10.0.0.0/10"),
        row(4, "10.128.0.0/9", vrf=7),
        row(5, "10.0.0.0/8", "container"),
    ]
    assert [uses(rows, None)[id_].percent for id_ in (1, 5)] == [50.0, 50.0]


def test_marked_ranges_fill_a_prefix():
    """A range marked as utilised counts whole, an address in it once; one that is not marked does not count."""
    rows = [row(1, "10.0.0.0/24")]
    ranges = [
        {"start_address": "10.0.0.10/24", "end_address": "10.0.0.19/24", "vrf": None, "mark_utilized": True},
        {"start_address": "10.0.0.100/24", "end_address": "10.0.0.199/24", "vrf": None, "mark_utilized": False},
    ]
    addresses = [{"address": f"10.0.0.{last}/24", "vrf": None} for last in (5, 5, 12, 120)]
    assert uses(rows, Addresses(addresses, ranges))[1].used == 10 + 2


def test_marked_and_small_prefixes():
    """A prefix marked as utilised is full; a pool and a point to point use all their addresses."""
    rows = [row(1, "10.0.0.0/24", mark_utilized=True), row(2, "10.0.1.0/24", is_pool=True), row(3, "10.0.2.0/31")]
    found = uses(rows, Addresses([]))
    assert (found[1].percent, found[2].size, found[3].size) == (100.0, 256, 2)
