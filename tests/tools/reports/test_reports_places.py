"""Reports on racks, power, cables and clusters: figures worked out again from the company's own objects."""

from collections import Counter
from contextlib import contextmanager

import pytest

from adapters.netbox.inventories import NetBoxInventories
from orchestration.errors import NotAllowed, NotFound, Refused, TooMuch
from orchestration.language.intent import ask, leaf, select
from orchestration.language.reading import NameHit
from orchestration.tools.reports.rack_space import spaces
from tests.tools.reports.conftest import Answerer, first_line, listed, words

EVERYWHERE = [
    "capacity",
    "power_overview",
    "power_consumption",
    "cluster_utilization",
    "topology",
    "site_audit",
]


def halves(company, rack):
    """The half units of a rack that something stands in."""
    heights = company.by_id("dcim/device-types")
    taken = set()
    for each in company["dcim/devices"]:
        if each.get("rack") == rack["id"] and each.get("position"):
            height = heights[each["device_type"]].get("u_height", 1)
            taken |= {each["position"] + 0.5 * at for at in range(int(height * 2))}
    return taken


def test_units_of_all_racks(answer, company):
    """Units are counted once, whichever face they are taken on, and what is reserved is no room."""
    units = sum(each["u_height"] for each in company["dcim/racks"])
    taken = sum(len(halves(company, each)) / 2 for each in company["dcim/racks"])
    reserved = sum(len(each["units"]) for each in company["dcim/rack-reservations"])
    line = first_line(answer(ask("report", report="capacity")))
    assert line.startswith(f"{taken:,.0f} of {units:,} U are taken")
    assert (
        f"{reserved} U reserved, {units - taken - reserved:,.0f} U free in {len(company['dcim/racks'])} racks" in line
    )


def test_units_of_a_site(answer, company):
    """Of a site there is one row, with its own racks."""
    site = company.named("dcim/sites", "Hamburg DC")["id"]
    racks = [each for each in company["dcim/racks"] if each["site"] == site]
    taken = sum(len(halves(company, each)) / 2 for each in racks)
    draft = answer(ask("report", select("dcim.site", names=["Hamburg DC"]), report="capacity"))
    ((name, amount, _, units, used, *_),) = listed(draft)
    assert (name, amount, units, used) == (
        "Hamburg DC",
        str(len(racks)),
        f"{sum(each['u_height'] for each in racks):,} U",
        f"{taken:.0f} U",
    )


def test_racks_of_a_tenant_are_filled_by_anybody(answer, company):
    """What stands in a tenant's rack takes its room, whoever owns it."""
    tenant = company.named("tenancy/tenants", "Freight Operations")["id"]
    racks = [each for each in company["dcim/racks"] if each.get("tenant") == tenant]
    taken = sum(len(halves(company, each)) / 2 for each in racks)
    draft = answer(ask("report", select("tenancy.tenant", names=["Freight Operations"]), report="capacity"))
    assert first_line(draft).startswith(f"{taken:,.0f} of ")


def test_faces_halves_and_reservations():
    """Two devices back to back take a unit once; half units count as halves; a reserved unit that is taken is taken."""
    rack = {"id": 1, "u_height": 10, "starting_unit": 1}
    types = [
        {"id": 1, "u_height": 1.0},
        {"id": 2, "u_height": 1.5},
        {"id": 3, "u_height": 2, "exclude_from_utilization": True},
    ]
    placed = [(1, 1.0), (1, 1.0), (2, 4.0), (3, 8.0), (1, None)]
    devices = [{"rack": {"id": 1}, "position": at, "device_type": {"id": type_}} for type_, at in placed]
    space = spaces([rack], devices, types, [{"rack": {"id": 1}, "units": [1, 2, 3]}])[1]
    assert (space.units, space.taken, space.reserved, space.free) == (10, 2.5, 2, 5.5)


def test_power_panels_and_feeds(answer, company):
    """Each panel has its feeds and what they can carry: volts, amperes, and the share that may be used."""
    draft = answer(ask("report", report="power_overview"))
    feeds = company.grouped("dcim/power-feeds", "power_panel")
    names = {each["id"]: each["name"] for each in company["dcim/sites"]}
    expected = []
    for panel in company["dcim/power-panels"]:
        held = feeds[panel["id"]]
        watts = sum(round(each["voltage"] * each["amperage"] * each["max_utilization"] / 100) for each in held)
        expected.append((panel["name"], names[panel["site"]], str(len(held)), f"{watts / 1000:.1f} kW"))
    assert [(row[0], row[1], row[2], row[-1]) for row in listed(draft)] == expected
    assert answer.requests == 2


def test_power_draw_by_device(answer, company):
    """A device draws what its power ports draw together; NetBox is asked once."""
    draft = answer(ask("report", report="power_consumption"))
    ports = company["dcim/power-ports"]
    most, allocated = (sum(each.get(field) or 0 for each in ports) for field in ("maximum_draw", "allocated_draw"))
    assert first_line(draft).startswith(f"{most:,} W at most, {allocated:,} W allocated")
    by_device = Counter(each["device"] for each in ports)
    assert draft.rows_total == len(by_device)
    assert answer.requests == 1


def test_power_of_one_device(answer, company):
    """A PDU's outlets are shown with what they feed."""
    pdu = company.named("dcim/devices", "ham1-a01-pdu-a")
    cabled = {
        end["object_id"]
        for cable in company["dcim/cables"]
        for side in ("a_terminations", "b_terminations")
        for end in cable[side]
        if end["object_type"] == "dcim.poweroutlet"
    }
    outlets = [each for each in company["dcim/power-outlets"] if each["device"] == pdu["id"]]
    used = sum(each["id"] in cabled for each in outlets)
    draft = answer(ask("report", select("dcim.device", names=["ham1-a01-pdu-a"]), report="power_connections"))
    assert f"{used} of {len(outlets)} outlets in use" in first_line(draft)
    assert any(row[0] == "Outlet 1" and row[-1] == "ham1-rtr01 PSU0" for row in listed(draft))


def test_clusters(answer, company):
    """Each cluster has its machines and hosts, the fullest first."""
    draft = answer(ask("report", report="cluster_utilization"))
    machines = Counter(each["cluster"] for each in company["virtualization/virtual-machines"])
    hosts = Counter(each["cluster"] for each in company["dcim/devices"] if each.get("cluster"))
    expected = {
        (each["name"], str(hosts[each["id"]]), str(machines[each["id"]])) for each in company["virtualization/clusters"]
    }
    assert {(row[0], row[4], row[5]) for row in listed(draft)} == expected
    cpus = sum(each["vcpus"] for each in company["virtualization/virtual-machines"])
    assert f"Allocated: {cpus:,} vCPUs" in words(draft)


def test_topology(answer, company):
    """Cables are told by what they carry; each pair of ends is a row, and the rows hold every cable."""
    draft = answer(ask("report", report="topology"))
    kinds = Counter()
    for cable in company["dcim/cables"]:
        types = {end["object_type"] for side in ("a_terminations", "b_terminations") for end in cable[side]}
        kinds["power" if types & {"dcim.powerport", "dcim.poweroutlet", "dcim.powerfeed"} else "network"] += 1
    assert first_line(draft).startswith(f"{len(company['dcim/cables'])} cables between ")
    assert f"{kinds['power']} power and {kinds['network']} network" in first_line(draft)
    assert sum(int(row[2]) for row in listed(draft)) == len(company["dcim/cables"])


def test_a_trace_goes_end_to_end(answer):
    """A trace goes over panels and a circuit to the port at the other end; each cabled port has a path."""
    draft = answer(ask("report", select("dcim.device", names=["ham1-rtr01"]), report="cable_trace"))
    ((_, end, over),) = [row for row in listed(draft) if row[0] == "ham1-rtr01 xe-0/1/7"]
    assert end == "ewr1-rtr01 xe-0/1/7"
    assert "TID-4255" in over
    assert "cable HAM1-TRUNK-1" in over
    assert answer.requests <= 25


def test_nothing_to_trace(answer, company):
    """A device without a cable is told so."""
    ports = {
        ("dcim.interface", "dcim/interfaces"),
        ("dcim.powerport", "dcim/power-ports"),
        ("dcim.poweroutlet", "dcim/power-outlets"),
        ("dcim.consoleport", "dcim/console-ports"),
        ("dcim.frontport", "dcim/front-ports"),
        ("dcim.rearport", "dcim/rear-ports"),
    }
    owners = {(type_, each["id"]): each["device"] for type_, list_name in ports for each in company[list_name]}
    used = {
        owners.get((end["object_type"], end["object_id"]))
        for cable in company["dcim/cables"]
        for side in ("a_terminations", "b_terminations")
        for end in cable[side]
    }
    free = next(each for each in company["dcim/devices"] if each["id"] not in used)
    grounds = {"the spare": (NameHit(type="dcim.device", id=free["id"], name="the spare"),)}
    with pytest.raises(Refused, match="no cable"):
        answer(ask("report", select("dcim.device", names=["the spare"]), report="cable_trace"), grounds)


def test_an_audit_of_all(answer, company):
    """An audit counts what is there and what is missing, site by site."""
    draft = answer(ask("report", report="site_audit"))
    devices = company["dcim/devices"]
    assert first_line(draft).startswith(
        f"{len(company['dcim/sites'])} sites, {len(company['dcim/racks'])} racks and {len(devices)} devices"
    )
    assert f"Devices without a name: {sum(not each['name'] for each in devices)}" in words(draft)
    per_site = Counter(each["site"] for each in devices)
    names = {each["id"]: each["name"] for each in company["dcim/sites"]}
    assert {(row[0], row[3]) for row in listed(draft)} == {(name, str(per_site[id_])) for id_, name in names.items()}


def test_an_audit_without_the_right_to_see_racks(answer_reader, company):
    """What may not be seen is left out of the figures, and said, never told as none."""
    tenant = company.named("tenancy/tenants", "Freight Operations")["id"]
    own = [each for each in company["dcim/devices"] if each.get("tenant") == tenant]
    draft = answer_reader(ask("report", report="site_audit"))
    assert f"and {len(own)} devices" in first_line(draft)
    assert "rack" not in first_line(draft)
    assert "Left out, for this token may not see them: racks." in words(draft)


def test_a_tenants_report(answer, company):
    """A tenant's report counts what is the tenant's."""
    tenant = company.named("tenancy/tenants", "Freight Operations")["id"]
    draft = answer(ask("report", select("tenancy.tenant", names=["Freight Operations"]), report="tenant_report"))
    counted = {
        "Sites": "dcim/sites",
        "Racks": "dcim/racks",
        "Devices": "dcim/devices",
        "Virtual machines": "virtualization/virtual-machines",
    }
    for label, list_name in counted.items():
        own = sum(each.get("tenant") == tenant for each in company[list_name])
        assert f"{label}: {own}" in words(draft)


def test_the_overview(answer, answer_reader, company):
    """The overview counts each type by one request; whoever may not see one is told so."""
    counted = dict(listed(answer(ask("report", report="overview"))))
    assert counted["devices"] == str(len(company["dcim/devices"]))
    assert counted["cables"] == str(len(company["dcim/cables"]))
    assert "may not see them: racks" in words(answer_reader(ask("report", report="overview")))


@pytest.mark.parametrize("report", EVERYWHERE)
def test_a_place_that_is_not_there(answer, report):
    """A place that does not exist is told, not counted as empty."""
    with pytest.raises(NotFound):
        answer(ask("report", select("dcim.site", names=["Nowhere at all"]), report=report))


@pytest.mark.parametrize(
    "report", sorted({*EVERYWHERE, "overview", "prefix_utilization", "duplicate_ips"} - {"ipam_hierarchy"})
)
@pytest.mark.parametrize("site", [None, "Hamburg DC"])
def test_few_requests(answer, report, site):
    """No report takes more than 25 requests, of everything or of a site."""
    answer(ask("report", select("dcim.site", names=[site]) if site else None, report=report))
    assert 0 < answer.requests <= 25


@pytest.mark.parametrize(
    "report", ["capacity", "power_overview", "power_consumption", "cluster_utilization", "topology"]
)
def test_what_may_not_be_seen(answer_reader, report):
    """Without the right to see what a report is made of there is no figure, but a word."""
    with pytest.raises(NotAllowed, match="may not see"):
        answer_reader(ask("report", report=report))


def test_a_part_that_may_not_be_seen_leaves_the_rest(served, catalogue, company):
    """Without the right to see reservations or devices a rack is still told, and what is left out is said."""
    rack = next(each for each in company["dcim/racks"] if each.get("site"))
    where = [leaf("id", "eq", [str(rack["id"])])]
    for hidden, report in (
        ("dcim.rackreservation", "free_units"),
        ("dcim.rackreservation", "rack_elevation"),
        ("dcim.device", "rack_elevation"),
    ):
        answer = Answerer(Blinkered(NetBoxInventories(served.url, served.token_admin, catalogue), hidden), catalogue)
        draft = answer(ask("report", select("dcim.rack", where=where), report=report))
        assert "may not see them" in words(draft), (hidden, report)
        assert draft.kind == "answer"


class Blinkered:
    """A NetBox whose token may not see one type."""

    def __init__(self, inventories, hidden):
        self.inventories, self.hidden = inventories, hidden

    @contextmanager
    def open(self, token, correlation):
        with self.inventories.open(token, correlation) as inventory:
            yield Blinker(inventory, self.hidden)


class Blinker:
    """Its inventory, which refuses lists of that type."""

    def __init__(self, inventory, hidden):
        self.inventory, self.hidden = inventory, hidden

    def __getattr__(self, name):
        return getattr(self.inventory, name)

    def list(self, query):
        if query.type == self.hidden:
            raise NotAllowed("This token may not see them.")
        return self.inventory.list(query)


def test_too_many_requests_are_told_first(answer, monkeypatch):
    """A report that would take more requests than one may asks for nothing, and offers questions that cost less."""
    monkeypatch.setattr("orchestration.tools.reports.gathering.MOST_REQUESTS", 1)
    with pytest.raises(TooMuch, match=r"over \d+ requests") as told:
        answer(ask("report", report="capacity"))
    assert answer.requests == 0
    assert any(each.startswith("How many ") for each in told.value.offers)


def test_what_is_counted_from_a_part_says_so(answer, company, monkeypatch):
    """Where a report reads no more than first pages its figures say from how many rows they are, of how many."""
    everything = words(answer(ask("report", report="capacity")))
    monkeypatch.setattr("orchestration.tools.reports.gathering.LONGEST_PAGE", 3)
    monkeypatch.setattr("orchestration.tools.reports.gathering.MOST_REQUESTS", 5)
    part = words(answer(ask("report", report="capacity")))
    assert answer.requests == 5
    assert f"the first 3 of {len(company['dcim/racks'])} racks" in part
    assert "Counted from" not in everything
