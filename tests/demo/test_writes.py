"""Writes to the stand-in: what is refused and how, what follows from a write, and that a bulk is all or nothing."""

import threading

import pytest

SITE = {"name": "Zeta", "slug": "zeta"}


@pytest.mark.parametrize(
    ("list_name", "fields", "errors"),
    [
        ("dcim/sites", {}, {"name": ["This field is required."], "slug": ["This field is required."]}),
        ("dcim/sites", {**SITE, "status": "bogus"}, {"status": ["bogus is not a valid choice."]}),
        ("dcim/sites", {**SITE, "name": ""}, {"name": ["This field may not be blank."]}),
        ("dcim/sites", {**SITE, "name": None}, {"name": ["This field may not be null."]}),
        ("dcim/sites", {**SITE, "name": "x" * 101}, {"name": ["Ensure this field has no more than 100 characters."]}),
        ("dcim/sites", {**SITE, "latitude": "north"}, {"latitude": ["A valid number is required."]}),
        (
            "dcim/sites",
            {**SITE, "region": 99},
            {"region": ["Related object not found using the provided numeric ID: 99"]},
        ),
        (
            "dcim/sites",
            {**SITE, "region": {"slug": "no"}},
            {"region": ["Related object not found using the provided attributes: {'slug': 'no'}"]},
        ),
        ("dcim/sites", {**SITE, "time_zone": "Mars/North"}, {"time_zone": ["A valid timezone is required."]}),
        (
            "dcim/sites",
            {"name": "Harbour", "slug": "harbour"},
            {"name": ["site with this name already exists."], "slug": ["site with this slug already exists."]},
        ),
        (
            "dcim/sites",
            {**SITE, "custom_fields": {"zz": 1}},
            {"custom_fields": {"zz": "Custom field 'zz' does not exist for this object type."}},
        ),
        ("dcim/regions", {"name": "North", "slug": "n2"}, {"__all__": ["A region with this name already exists."]}),
        (
            "dcim/devices",
            {"name": "SW-1", "device_type": 1, "role": 1, "site": 1, "tenant": 1},
            {"__all__": ["Device name must be unique per site and tenant."]},
        ),
        (
            "dcim/devices",
            {"device_type": 2, "role": 1, "site": 1, "rack": 1, "position": 1, "face": "front"},
            {
                "position": [
                    "U1.0 is already occupied or does not have sufficient space to accommodate this device type: Chassis (4.0U)"
                ]
            },
        ),
        (
            "dcim/devices",
            {"device_type": 1, "role": 1, "site": 2, "rack": 1},
            {"rack": ["Rack R1 does not belong to site hill 10."]},
        ),
        (
            "dcim/devices",
            {"device_type": 1, "role": 1, "site": 1, "rack": 1, "position": 3},
            {"face": ["Must specify rack face when defining rack position."]},
        ),
        (
            "dcim/devices",
            {"device_type": 1, "role": 1, "site": 1, "primary_ip4": 1},
            {"primary_ip4": ["The specified IP address (10.1.2.1/24) is not assigned to this device."]},
        ),
        (
            "ipam/prefixes",
            {"prefix": "10.9.0.1/24"},
            {"prefix": ["10.9.0.1/24 is not a valid prefix. Did you mean 10.9.0.0/24?"]},
        ),
        (
            "ipam/prefixes",
            {"prefix": "10.1.2.0/24"},
            {"prefix": ["Duplicate prefix found in global table: 10.1.2.0/24"]},
        ),
        ("ipam/prefixes", {"prefix": "10.9.0.0/24", "scope_type": "dcim.site"}, {"__all__": ["Please select a site."]}),
        (
            "ipam/ip-addresses",
            {"address": "10.1.2.1/25"},
            {"address": ["Duplicate IP address found in global table: 10.1.2.1/24"]},
        ),
        ("ipam/vlans", {"vid": 5000, "name": "x"}, {"vid": ["Ensure this value is less than or equal to 4094."]}),
        (
            "ipam/vlans",
            {"vid": 99, "name": "x", "group": 1},
            {"vid": ["VID must be in ranges 10-12 for VLANs in group Group"]},
        ),
        (
            "ipam/vlans",
            {"vid": 10, "name": "x", "group": 1},
            {"__all__": ["VLAN with this Group and VLAN ID already exists."]},
        ),
        (
            "dcim/cables",
            {
                "a_terminations": [{"object_type": "dcim.interface", "object_id": 1}],
                "b_terminations": [{"object_type": "dcim.interface", "object_id": 2}],
            },
            {"__all__": ["Duplicate termination found for dcim.interface 1: cable 1"]},
        ),
        (
            "virtualization/virtual-machines",
            {"name": "vm"},
            {"__all__": ["A virtual machine must be assigned to a site, cluster, or device."]},
        ),
    ],
)
def test_what_is_refused(small, list_name, fields, errors):
    """What NetBox refuses is refused, in its words, and nothing is kept."""
    before = small.count(f"{list_name}/")
    answer = small.ask("POST", f"{list_name}/", fields)
    assert (answer.status, answer.body, small.count(f"{list_name}/")) == (400, errors, before)


def test_a_vrf_may_hold_the_same_twice(small):
    """In a VRF that does not enforce it, space need not be unique."""
    assert small.make("ipam/prefixes", prefix="10.1.2.0/24", vrf=1)["vrf"]["name"] == "Red"


def test_an_object_is_made_and_changed(small):
    """A new object has NetBox's defaults; relations are given by id or by attributes; unknown keys are ignored."""
    site = small.make("dcim/sites", **SITE, region={"slug": "coast"}, tags=[{"slug": "hot"}], zzz=1)
    assert (site["status"]["value"], site["region"]["name"], site["description"]) == ("active", "Coast", "")
    changed = small.ask("PATCH", f"dcim/sites/{site['id']}/", {"description": "new", "add_tags": [1]}).body
    assert (changed["description"], [tag["slug"] for tag in changed["tags"]]) == ("new", ["hot", "old"])
    assert small.ask("PUT", f"dcim/sites/{site['id']}/", {"description": "x"}).body == {
        "name": ["This field is required."],
        "slug": ["This field is required."],
    }


def test_a_new_device_gets_its_ports(small):
    """The ports of a device's type are made with it, and counted."""
    device = small.make("dcim/devices", name="sw-9", device_type=1, role=1, site=1)
    assert device["interface_count"] == 2
    assert small.names(f"dcim/interfaces/?device_id={device['id']}") == ["port1", "port2"]


def test_a_service_has_ports(small):
    """A service's ports are given as mappings or, with one protocol, the old way; both are shown."""
    owner = {"parent_object_type": "dcim.device", "parent_object_id": 1}
    old = small.make("ipam/services", name="web", protocol="tcp", ports=[80, 443], **owner)
    both = small.make("ipam/services", name="dns", port_mappings=["tcp/53", "udp/53"], **owner)
    assert (old["port_mappings"], old["protocol"]["value"]) == (["tcp/80", "tcp/443"], "tcp")
    assert (both["protocol"], both["ports"]) == (None, None)
    assert small.names("ipam/services/?port=443") == ["web"]
    assert small.names("ipam/services/?protocol=udp&device=sw-1") == ["dns"]


def test_a_deletion_takes_along_what_hangs_on_it(small):
    """A device goes with its ports; the cable stays with one end less."""
    assert small.ask("DELETE", "dcim/devices/2/").status == 204
    assert small.names("dcim/interfaces/?cabled=true", "id") == [1]
    assert small.get("dcim/cables/1/")["b_terminations"] == []


def test_a_deletion_that_is_in_use_is_refused(small):
    """What other objects need stays, and they are named."""
    answer = small.ask("DELETE", "dcim/sites/1/")
    assert (answer.status, answer.body["detail"]) == (
        409,
        "Unable to delete object. 3 dependent objects were found: sw-1 (1), R1 (1), Maker Switch (3) (3)",
    )


def test_a_bulk_is_all_or_nothing(small):
    """One bad entry, and none of a bulk is made, changed or deleted; each bad one is named."""
    made = small.ask("POST", "dcim/sites/", [SITE, {"name": "Only"}])
    assert (made.status, made.body) == (
        400,
        {
            "detail": "1 of 2 objects could not be created.",
            "errors": [{"index": 1, "errors": {"slug": ["This field is required."]}}],
        },
    )
    changed = small.ask("PATCH", "dcim/sites/", [{"id": 1, "description": "x"}, {"id": 2, "status": "bogus"}])
    assert changed.body["errors"] == [{"id": 2, "errors": {"status": ["bogus is not a valid choice."]}}]
    gone = small.ask("DELETE", "dcim/sites/", [{"id": 3}, {"id": 1}])
    assert (gone.status, gone.body["errors"]) == (
        409,
        [{"id": 1, "errors": {"__all__": ["Unable to delete: 3 dependent object(s) prevent deletion."]}}],
    )
    assert small.names("dcim/sites/") == ["Harbour", "Hill 9", "hill 10"]
    assert small.get("dcim/sites/1/")["description"] == ""
    assert small.count("core/object-changes/") == 0


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        ({"id": 1}, "Expected a list of objects, but got dict."),
        (None, "Expected a list of objects, but no data was submitted."),
        ([{"id": 1}, {"id": 1}], "1 of 2 objects are listed more than once."),
        ([{"id": 99}], "1 of 1 objects could not be found."),
        ([{"name": "x"}], "1 of 1 objects failed validation."),
    ],
)
def test_a_bulk_must_name_its_objects(small, data, detail):
    """A bulk change names each of its objects once, and objects that are there."""
    answer = small.ask("PATCH", "dcim/sites/", data)
    assert (answer.status, answer.body["detail"]) == (400, detail)


def test_a_whole_bulk(small):
    """A good bulk is done as one."""
    sites = small.ask("POST", "dcim/sites/", [SITE, {"name": "Eta", "slug": "eta"}]).body
    ids = [{"id": site["id"]} for site in sites]
    changed = small.ask("PATCH", "dcim/sites/", [{**each, "facility": "F"} for each in ids])
    assert [site["facility"] for site in changed.body] == ["F", "F"]
    assert small.ask("DELETE", "dcim/sites/", ids).status == 204
    assert small.count("dcim/sites/?name=Zeta") == 0


def test_versions(small):
    """An object's ETag changes with it; a write with an old one is refused and told the new one."""
    old = small.ask("GET", "dcim/sites/1/").headers["ETag"]
    new = small.ask("PATCH", "dcim/sites/1/", {"facility": "F"}, if_match=old).headers["ETag"]
    assert old.startswith('W/"')
    assert new != old
    stale = small.ask("PATCH", "dcim/sites/1/", {"facility": "G"}, if_match=old)
    assert (stale.status, stale.headers["ETag"]) == (412, new)
    assert small.ask("PATCH", "dcim/sites/", [{"id": 1, "facility": "G"}], if_match=old).status == 412
    assert small.get("dcim/sites/1/")["facility"] == "F"


def test_changes_are_logged(small):
    """Each change is logged with who, which request, the message, and what was before and after; no change is not."""
    answer = small.ask("POST", "dcim/sites/", {**SITE, "changelog_message": "why not"})
    number = answer.body["id"]
    small.ask("PATCH", f"dcim/sites/{number}/", {"facility": ""})
    small.ask("PATCH", f"dcim/sites/{number}/", {"facility": "F"})
    small.ask("DELETE", f"dcim/sites/{number}/")
    log = small.get(f"core/object-changes/?changed_object_type=dcim.site&changed_object_id={number}")["results"]
    assert [change["action"]["value"] for change in log] == ["delete", "update", "create"]
    made = log[-1]
    assert (made["message"], made["request_id"]) == ("why not", answer.headers["X-Request-ID"])
    assert (made["user_name"], made["prechange_data"], made["postchange_data"]["name"]) == ("admin", {}, "Zeta")
    assert (log[1]["prechange_data"]["facility"], log[1]["postchange_data"]["facility"]) == ("", "F")


def test_free_addresses_are_taken_in_order(small):
    """Free addresses are shown, and taken one after the other; what is not there cannot be taken."""
    prefix = small.make("ipam/prefixes", prefix="10.7.0.0/29")["id"]
    free = f"ipam/prefixes/{prefix}/available-ips/"
    assert [item["address"] for item in small.get(f"{free}?limit=2")] == ["10.7.0.1/29", "10.7.0.2/29"]
    assert small.ask("POST", free, {"description": "one"}).body["address"] == "10.7.0.1/29"
    assert [item["address"] for item in small.ask("POST", free, [{}, {}]).body] == ["10.7.0.2/29", "10.7.0.3/29"]
    short = small.ask("POST", free, [{}] * 9)
    assert (short.status, small.count("ipam/ip-addresses/?parent=10.7.0.0/29")) == (409, 3)


def test_free_prefixes_and_vlans(small):
    """Free prefixes and VLAN ids are shown and taken."""
    assert [item["prefix"] for item in small.get("ipam/prefixes/2/available-prefixes/")][:2] == [
        "10.1.0.0/23",
        "10.1.3.0/24",
    ]
    assert (
        small.ask("POST", "ipam/prefixes/2/available-prefixes/", {"prefix_length": 24}).body["prefix"] == "10.1.0.0/24"
    )
    assert [item["vid"] for item in small.get("ipam/vlan-groups/1/available-vlans/")] == [11, 12]
    assert small.ask("POST", "ipam/vlan-groups/1/available-vlans/", {"name": "Next"}).body["vid"] == 11


def test_parallel_allocation_never_gives_one_address_twice(small):
    """Many who take a free address at once each get one of their own."""
    prefix = small.make("ipam/prefixes", prefix="10.7.0.0/24")["id"]
    given = []

    def take():
        given.extend(small.ask("POST", f"ipam/prefixes/{prefix}/available-ips/", {}).body["address"] for _ in range(5))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given, key=lambda address: int(address.split(".")[3].split("/")[0])) == [
        f"10.7.0.{host}/24" for host in range(1, 41)
    ]


def test_a_mac_address_is_an_object(small):
    """Writing an interface's MAC address makes the object that holds it."""
    assert (
        small.ask("PATCH", "dcim/interfaces/1/", {"mac_address": "aa-bb-cc-00-11-22"}).body["mac_address"]
        == "AA:BB:CC:00:11:22"
    )
    assert small.names("dcim/mac-addresses/?device=sw-1", "mac_address") == ["AA:BB:CC:00:11:22"]
