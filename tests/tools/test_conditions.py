"""Conditions: each answer is held against what NetBox says when asked plainly."""

from ipaddress import ip_address, ip_network

import pytest

from orchestration.language.intent import ask, joined, leaf, select
from orchestration.language.reading import NameHit
from tests.fakes.scripted import column, head, labels, text


def found(thread, type_, *where, **reading):
    """Return the reply to a list with these conditions."""
    return thread.ask(ask("find", select(type_, where=list(where))), **reading)


def sites_with(truth, role):
    return {each["site"]["id"] for each in truth.rows("dcim/devices") if each["role"]["name"] == role}


def test_objects_that_nothing_points_at(thread, truth):
    """Sites without a branch router are those that no such device shows."""
    routers = select("dcim.device", where=[leaf("role", "eq", ["Branch Router"])])
    reply = found(thread, "dcim.site", leaf("dcim.device", "empty", selection=routers))
    wanted = [each["name"] for each in truth.rows("dcim/sites") if each["id"] not in sites_with(truth, "Branch Router")]
    assert sorted(column(reply)) == sorted(wanted)


def test_objects_that_something_points_at(thread, truth):
    """The same the other way round; together they are all sites."""
    routers = select("dcim.device", where=[leaf("role", "eq", ["Branch Router"])])
    reply = found(thread, "dcim.site", leaf("dcim.device", "set", selection=routers))
    assert reply.rows_total == len(sites_with(truth, "Branch Router"))


@pytest.mark.parametrize(("op", "number"), [("gte", 2), ("lte", 1), ("eq", 1), ("gt", 2), ("lt", 2)])
def test_objects_that_so_many_point_at(thread, truth, op, number):
    """At least, at most, exactly so many planned or active servers at a site."""
    servers = select("dcim.device", where=[leaf("role", "eq", ["Server"])])
    reply = found(thread, "dcim.site", leaf("dcim.device", op, [str(number)], selection=servers))
    amounts = {each["id"]: 0 for each in truth.rows("dcim/sites")}
    for each in truth.rows("dcim/devices"):
        if each["role"]["name"] == "Server":
            amounts[each["site"]["id"]] += 1
    holds = {
        "gte": int.__ge__,
        "lte": int.__le__,
        "eq": int.__eq__,
        "gt": int.__gt__,
        "lt": int.__lt__,
    }[op]
    assert reply.rows_total == sum(holds(amount, number) for amount in amounts.values())


def test_what_no_link_of_several_leads_to(thread, truth):
    """A route target that no VRF imports or exports: neither of both links may lead there."""
    reply = found(thread, "ipam.routetarget", leaf("ipam.vrf", "empty"))
    used = {
        each["id"]
        for vrf in truth.rows("ipam/vrfs")
        for side in ("import_targets", "export_targets")
        for each in vrf[side]
    }
    wanted = [each["name"] for each in truth.rows("ipam/route-targets") if each["id"] not in used]
    assert sorted(column(reply)) == sorted(wanted)


def test_a_selection_within_a_condition(thread, truth):
    """Racks of the sites of a region: the sites are found first, their racks by them."""
    sites = select("dcim.site", where=[leaf("region", "eq", ["Germany"])])
    reply = found(thread, "dcim.rack", leaf("site", "eq", selection=sites))
    german = {each["id"] for each in truth.rows("dcim/sites") if each["region"]["name"] == "Germany"}
    assert reply.rows_total == sum(each["site"]["id"] in german for each in truth.rows("dcim/racks"))


def test_negation(thread, truth):
    """What is not in a site, and what is neither of two states."""
    reply = found(thread, "dcim.rack", joined("not", [leaf("site", "eq", ["Hamburg DC"])]))
    assert reply.rows_total == sum(each["site"]["name"] != "Hamburg DC" for each in truth.rows("dcim/racks"))
    neither = joined("not", [joined("or", [leaf("status", "eq", ["active"]), leaf("status", "eq", ["planned"])])])
    reply = found(thread, "dcim.device", neither)
    states = [each["status"]["value"] for each in truth.rows("dcim/devices")]
    assert reply.rows_total == sum(state not in {"active", "planned"} for state in states)


def test_links_that_lead_nowhere(thread, truth):
    """Devices without a rack, prefixes with a VLAN."""
    reply = found(thread, "dcim.device", leaf("rack", "empty"))
    assert reply.rows_total == sum(each["rack"] is None for each in truth.rows("dcim/devices"))
    reply = found(thread, "ipam.prefix", leaf("vlan", "set"))
    assert reply.rows_total == sum(each["vlan"] is not None for each in truth.rows("ipam/prefixes"))


def test_tags_of_which_both_or_either_are_wanted(thread, truth):
    """Two conditions mean both, two values either."""
    devices = truth.rows("dcim/devices")
    tags = sorted({tag["name"] for each in devices for tag in each["tags"]})
    assert tags
    reply = found(thread, "dcim.device", leaf("tag", "eq", [tags[0]]))
    assert reply.rows_total == sum(tags[0] in {tag["name"] for tag in each["tags"]} for each in devices)
    either = truth.rows("extras/tags")[:2]
    reply = found(thread, "dcim.device", leaf("tag", "eq", [each["name"] for each in either]))
    names = {each["name"] for each in either}
    assert reply.rows_total == sum(bool(names & {tag["name"] for tag in each["tags"]}) for each in devices)


def test_what_lies_in_a_prefix_is_of_its_vrf(thread, truth):
    """Addresses of a prefix are those of its VRF; the same addresses elsewhere are others."""
    prefix = next(each for each in truth.rows("ipam/prefixes") if each["vrf"])
    reply = thread.ask(
        ask("count", select("ipam.ipaddress", where=[leaf("parent", "eq", [prefix["prefix"]])])),
        grounds={prefix["prefix"]: (NameHit(type="ipam.prefix", id=prefix["id"], name=prefix["prefix"]),)},
    )
    wanted = truth.count("ipam/ip-addresses", parent=prefix["prefix"], vrf_id=prefix["vrf"]["id"])
    assert head(reply).startswith(f"{wanted} IP address" if wanted else "No IP addresses")


def test_mask_lengths_and_dates(thread, truth):
    """Lengths compare as numbers; a year is all its days."""
    reply = found(thread, "ipam.prefix", leaf("mask_length", "lt", ["16"]))
    assert reply.rows_total == sum(int(each["prefix"].split("/")[1]) < 16 for each in truth.rows("ipam/prefixes"))
    year = truth.rows("dcim/devices")[0]["created"][:4]
    reply = found(thread, "dcim.device", leaf("created", "eq", [year]))
    assert reply.rows_total == sum(each["created"].startswith(year) for each in truth.rows("dcim/devices"))


def test_custom_fields(thread, truth):
    """A custom field is compared by the record's own value."""
    reply = found(thread, "tenancy.tenant", leaf("cf_account_code", "empty"))
    wanted = [each["name"] for each in truth.rows("tenancy/tenants") if not each["custom_fields"].get("account_code")]
    assert sorted(column(reply)) == sorted(wanted)


def test_a_name_that_several_have_is_asked_back(thread, truth):
    """Devices in rack A01: two data centres have one; the question offers both."""
    reply = found(thread, "dcim.device", leaf("rack", "eq", ["A01"]))
    racks = [each for each in truth.rows("dcim/racks") if each["name"] == "A01"]
    assert reply.kind == "question"
    assert sorted(labels(reply)) == sorted(each["site"]["name"] for each in racks)
    reply = thread.press(thread.button("Hamburg DC"))
    inside = [each for each in truth.rows("dcim/devices") if each["rack"] and each["rack"]["id"] == racks[0]["id"]]
    assert reply.rows_total == len(inside)


def test_other_conditions_tell_which_of_several_is_meant(thread, truth):
    """Devices in rack A01 at Hamburg DC need no question."""
    reply = found(thread, "dcim.device", leaf("rack", "eq", ["A01"]), leaf("site", "eq", ["Hamburg DC"]))
    rack = next(
        each for each in truth.rows("dcim/racks") if each["name"] == "A01" and each["site"]["name"] == "Hamburg DC"
    )
    assert reply.rows_total == sum(
        each["rack"] is not None and each["rack"]["id"] == rack["id"] for each in truth.rows("dcim/devices")
    )


def test_known_names_cost_no_request(thread, truth):
    """Where the index knows what a name means, nothing is looked up in NetBox."""
    racks = [each for each in truth.rows("dcim/racks") if each["name"] == "A01"]
    hits = tuple(NameHit(type="dcim.rack", id=each["id"], name="A01", within=each["site"]["name"]) for each in racks)
    site = NameHit(type="dcim.site", id=racks[0]["site"]["id"], name=racks[0]["site"]["name"])
    reply = found(
        thread,
        "dcim.device",
        leaf("rack", "eq", ["A01"]),
        leaf("site", "eq", [site.name]),
        grounds={"A01": hits, site.name: (site,)},
    )
    assert reply.receipt.netbox_requests == 1


def test_a_condition_that_a_type_does_not_know_is_told(thread):
    """What there is instead is said, and NetBox is not asked."""
    reply = found(thread, "dcim.device", leaf("colour", "eq", ["red"]))
    assert reply.kind == "refusal"
    assert 'cannot be chosen by "colour"' in text(reply)
    assert "site" in text(reply)
    assert reply.receipt.netbox_requests == 0


def test_a_value_that_a_field_cannot_have_is_told(thread):
    """The choices NetBox has are named."""
    reply = found(thread, "dcim.device", leaf("status", "eq", ["maintenance"]))
    assert 'no status "maintenance"' in text(reply)
    assert "Staged" in text(reply)


def test_a_column_that_a_type_does_not_have_is_told(thread):
    """What it has is named."""
    reply = thread.ask(ask("find", select("dcim.device"), columns=["colour"]))
    assert 'have no "colour"' in text(reply)
    assert "serial number" in text(reply)


def test_more_ids_than_an_address_takes_are_spread_over_requests(thread, truth):
    """Interfaces of over two hundred devices: no row is lost or doubled."""
    devices = select("dcim.device", where=[leaf("status", "eq", ["active"])])
    reply = thread.ask(ask("count", select("dcim.interface", where=[leaf("device", "eq", selection=devices)])))
    active = [each["id"] for each in truth.rows("dcim/devices") if each["status"]["value"] == "active"]
    assert len(active) > 200
    wanted = sum(
        truth.count("dcim/interfaces", device_id=part) for part in (active[:150], active[150:300], active[300:]) if part
    )
    assert head(reply).startswith(f"{wanted:,} interfaces")


def test_two_conditions_on_one_field_both_hold(thread, truth):
    """NetBox takes a filter given twice as either; here both are meant."""
    reply = found(thread, "dcim.device", leaf("name", "contains", ["ham"]), leaf("name", "contains", ["rtr"]))
    wanted = [
        each["name"]
        for each in truth.rows("dcim/devices")
        if each["name"] and "ham" in each["name"] and "rtr" in each["name"]
    ]
    assert sorted(column(reply)) == sorted(wanted)
    ids = [str(each["id"]) for each in truth.rows("dcim/devices")[:6]]
    reply = found(thread, "dcim.device", leaf("id", "eq", ids[:4]), leaf("id", "eq", ids[2:]))
    assert reply.rows_total == 2
    assert found(thread, "dcim.device", leaf("id", "eq", ids[:2]), leaf("id", "eq", ids[3:])).rows_total == 0


def test_what_lies_outside_a_prefix(thread, truth):
    """NetBox cannot leave out what lies in a network: rows tell it themselves."""
    prefix = next(
        each for each in truth.rows("ipam/prefixes") if truth.count("ipam/ip-addresses", parent=each["prefix"])
    )
    known = {prefix["prefix"]: (NameHit(type="ipam.prefix", id=prefix["id"], name=prefix["prefix"]),)}
    outside = joined("not", [leaf("parent", "eq", [prefix["prefix"]])])
    reply = found(thread, "ipam.ipaddress", outside, grounds=known)
    inside = truth.count("ipam/ip-addresses", parent=prefix["prefix"])
    assert 0 < reply.rows_total == truth.count("ipam/ip-addresses") - inside


def test_an_address_lies_where_its_host_does(thread, truth):
    """192.168.0.1/22 is in 192.168.0.0/24: NetBox looks at the host, and so does the proof of its rows."""
    addresses = [each["address"] for each in truth.rows("ipam/ip-addresses") if "." in each["address"]]
    host, mask = next(each.split("/") for each in addresses if int(each.split("/")[1]) < 30)
    around = str(ip_network(f"{host}/30", strict=False))
    inside = [each for each in addresses if ip_address(each.split("/")[0]) in ip_network(around)]
    reply = thread.ask(ask("find", select("ipam.ipaddress", where=[leaf("address", "within", [around])])))
    assert (reply.kind, reply.rows_total, int(mask) < 30) == ("answer", len(inside), True)


def test_a_day_is_sent_as_a_day_where_netbox_takes_no_time_of_day(thread, truth):
    """A circuit's install date is compared by days: a moment is refused there."""
    circuits = [each for each in truth.rows("circuits/circuits") if each["install_date"]]
    year = circuits[0]["install_date"][:4]
    reply = thread.ask(ask("find", select("circuits.circuit", where=[leaf("install_date", "eq", [year])])))
    assert (reply.kind, reply.rows_total) == ("answer", sum(each["install_date"].startswith(year) for each in circuits))


def test_what_netbox_does_not_count_is_not_left_out(thread):
    """Prefixes with more than 200 addresses would be all with any address, if the number was dropped: it is said instead."""
    reply = thread.ask(ask("find", select("ipam.prefix", where=[leaf("ipam.ipaddress", "gt", ["200"])])))
    assert (reply.kind, "does not tell" in text(reply)) == ("refusal", True)


def test_what_may_be_of_any_type_is_compared_with_nothing(thread):
    """An object of any type has no name to look into and no size: that is said, and nothing breaks."""
    for type_, field in (("tenancy.contactassignment", "object"), ("extras.journalentry", "assigned_object")):
        assert thread.ask(ask("find", select(type_, where=[leaf(field, "gt", ["7"])]))).kind == "refusal"
