"""Filters, orders and pages of the stand-in, as the real NetBox has them."""

import pytest


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name=sw-1", ["sw-1"]),
        ("name=SW-1", ["sw-1"]),  # a device's name alone is compared in any case
        ("name__ie=SW-1", ["sw-1"]),
        ("name__isw=sw", ["sw-1", "sw-2"]),
        ("name__ic=W-2", ["sw-2"]),
        ("name__regex=1$", ["sw-1"]),
        ("name__empty=true", [None]),
        ("name__n=sw-1", ["sw-2", None]),
        ("name__nic=1", ["sw-2", None]),
        ("name=sw-1&name=sw-2", ["sw-1", "sw-2"]),
        ("site=harbour", ["sw-1", None]),
        ("site_id=2", ["sw-2"]),
        ("site__n=harbour", ["sw-2"]),
        ("region=north", ["sw-1", None]),
        ("region_id=2", ["sw-1", None]),
        ("tenant=alpha", ["sw-1"]),
        ("tenant_id=null", ["sw-2", None]),
        ("status=offline", ["sw-2"]),
        ("status=active&site=harbour", ["sw-1", None]),
        ("rack_id=1", ["sw-1"]),
        ("position__gte=1", ["sw-1"]),
        ("position__empty=true", ["sw-2", None]),
        ("manufacturer=maker", ["sw-1", "sw-2", None]),
        ("device_type=switch&status__n=active", ["sw-2"]),
        ("has_primary_ip=false", ["sw-1", "sw-2", None]),
        ("interface_count=2", ["sw-1"]),
        ("interface_count__lt=2", ["sw-2", None]),
        ("id__gt=1", ["sw-2", None]),
        ("q=sw", ["sw-1", "sw-2"]),
        ("interfaces=true", ["sw-1", "sw-2", None]),
        ("last_updated__gte=2020-01-01", ["sw-1", "sw-2", None]),
        ("last_updated__gte=2099-01-01", []),
    ],
)
def test_devices_by_filter(small, query, names):
    """Each filter and look-up lets through what the real one would."""
    assert small.names(f"dcim/devices/?{query}") == names


@pytest.mark.parametrize(
    "query", ["nonsense=1", "name__zz=1", "cf_nothing=1", "ordering=bogus", "limit=abc", "interfaces=maybe"]
)
def test_what_is_unknown_is_ignored(small, query):
    """An unknown filter, look-up, order or limit is ignored in silence, and so is a boolean that is none."""
    assert small.names(f"dcim/devices/?{query}") == ["sw-1", "sw-2", None]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("status=bogus", {"status": ["Select a valid choice. bogus is not one of the available choices."]}),
        ("site=bogus", {"site": ["Select a valid choice. bogus is not one of the available choices."]}),
        ("site_id=99", {"site_id": ["Select a valid choice. 99 is not one of the available choices."]}),
        ("site_id=abc", {"site_id": ["“abc” is not a valid value."]}),
        ("id=abc", {"id": ["Enter a whole number."]}),
        ("position__gte=x", {"position__gte": ["Enter a number."]}),
        ("created=soon", {"created": ["Enter a valid date/time."]}),
        (
            "id=abc&face=up",
            {
                "id": ["Enter a whole number."],
                "face": ["Select a valid choice. up is not one of the available choices."],
            },
        ),
    ],
)
def test_values_that_cannot_be(small, query, errors):
    """A known filter with a value that cannot be is refused with NetBox's message; every wrong one is named."""
    answer = small.ask("GET", f"dcim/devices/?{query}")
    assert (answer.status, answer.body) == (400, errors)


def test_a_bad_pattern_breaks_the_real_one_too(small):
    """A regular expression that is none gives 500, as the database's error does."""
    assert small.ask("GET", "dcim/devices/?name__regex=([").status == 500


def test_a_filter_the_stand_in_lacks_is_said_so(small):
    """A filter that NetBox has and the stand-in has not is refused, never ignored."""
    assert small.ask("GET", "ipam/vlans/?related_to_site=1").status == 501


def test_tags(small):
    """Several tags must all be there; `tag__any` asks for one of them."""
    assert small.names("dcim/sites/?tag=hot") == ["Harbour", "hill 10"]
    assert small.names("dcim/sites/?tag=hot&tag=old") == ["Harbour"]
    assert small.names("dcim/sites/?tag__any=hot&tag__any=old") == ["Harbour", "hill 10"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("prefix=10.1.2.0/24", [3, 4]),
        ("prefix=bogus", []),
        ("within=10.1.0.0/16", [3, 4]),
        ("within_include=10.1.0.0/16", [2, 3, 4]),
        ("contains=10.1.2.7&vrf_id=null", [1, 2, 3]),
        ("vrf_id=null", [1, 2, 3]),
        ("vrf=65000:1", [4]),
        ("site=harbour", [2]),
        ("region=north", [2]),
        ("family=6", []),
        ("mask_length__lte=16", [1, 2]),
        ("children__gte=1", [1, 2]),
        ("depth=2", [3]),
    ],
)
def test_prefixes_by_filter(small, query, ids):
    """Prefixes are found by what they lie in, what they hold, their table, their place and their depth."""
    assert small.names(f"ipam/prefixes/?{query}", "id") == ids


def test_connections(small):
    """Ports are told apart by whether a cable is in them and whether it leads somewhere."""
    assert small.names("dcim/interfaces/?cabled=true", "id") == [1, 3]
    assert small.names("dcim/interfaces/?occupied=false", "id") == [2, 4]
    assert small.names("dcim/interfaces/?connected=true&device=sw-1", "id") == [1]
    assert small.names("dcim/cables/?device_id=2", "id") == [1]


def test_custom_fields(company):
    """A custom field filters like a field, text loosely."""
    assert company.names("tenancy/tenants/?cf_account_code=me001") == ["Meridian Foods"]
    assert company.count("tenancy/tenants/?cf_account_code=null") == 3
    assert company.count("dcim/devices/?cf_support_until=2027-03-31") == 3


def test_names_are_compared_by_case(small):
    """Other names are compared exactly, unless asked otherwise."""
    assert small.names("dcim/sites/?name=harbour") == []
    assert small.names("dcim/sites/?name__ie=harbour") == ["Harbour"]


def test_orders(small):
    """Names are ordered by number and without regard to case; several fields and both directions may be asked."""
    assert small.names("dcim/sites/") == ["Harbour", "Hill 9", "hill 10"]
    assert small.names("dcim/sites/?ordering=-name") == ["hill 10", "Hill 9", "Harbour"]
    assert small.names("dcim/devices/?ordering=-site,-name", "id") == [2, 3, 1]
    assert small.names("dcim/sites/?ordering=-device_count&device_count=1", "id") == [1, 2, 3]


def test_pages_by_offset(small):
    """Pages follow one another by links whose parameters are in order."""
    first = small.get("dcim/devices/?fields=id,name&limit=2")
    assert first["next"] == "http://netbox/api/dcim/devices/?fields=id%2Cname&limit=2&offset=2"
    second = small.get("dcim/devices/?fields=id&limit=2&offset=2")
    assert (second["next"], second["previous"]) == (None, "http://netbox/api/dcim/devices/?fields=id&limit=2")
    assert second["results"] == [{"id": 3}]


def test_page_lengths(company):
    """A page has 50 objects unless told otherwise, never more than 1,000, and 0 asks for the most."""
    lengths = [
        len(company.names(f"dcim/interfaces/?brief=1{limit}")) for limit in ("", "&limit=0", "&limit=5000", "&limit=7")
    ]
    assert lengths == [50, 1000, 1000, 7]


def test_pages_by_cursor(small):
    """A cursor walks by id, without a count, and agrees with neither an offset nor an order."""
    page = small.get("dcim/devices/?start=2&limit=1&fields=id")
    assert page == {
        "count": None,
        "next": "http://netbox/api/dcim/devices/?fields=id&limit=1&start=3",
        "previous": None,
        "results": [{"id": 2}],
    }
    assert small.ask("GET", "dcim/devices/?start=2&offset=1").status == 400
    assert small.ask("GET", "dcim/devices/?start=2&ordering=name").status == 400


def test_fields(small):
    """Objects are shown whole, brief, with some fields, or without some."""
    assert small.get("dcim/sites/1/?fields=id,name,zzz") == {"id": 1, "name": "Harbour"}
    assert set(small.get("dcim/sites/1/?brief=1")) == {"id", "url", "display", "name", "slug", "description"}
    assert "tags" not in small.get("dcim/sites/1/?omit=tags")


def test_counters(small):
    """A type's own record counts, over whole branches of trees; inside other objects NetBox shows 0."""
    assert small.get("dcim/regions/1/")["site_count"] == 2
    assert small.get("dcim/sites/1/")["region"]["site_count"] == 0
    assert small.get("dcim/sites/1/")["device_count"] == 2


def test_a_span_of_time_is_two_filters(small):
    """What a log tells can be cut by the moment itself, and what is no moment is refused, as NetBox does."""
    small.make("dcim/sites", name="Quay", slug="quay")
    logged = small.get("core/object-changes/?ordering=-id&limit=1")["results"][0]
    at = logged["time"]
    after, before = (small.get(f"core/object-changes/?time_{each}={at}")["results"] for each in ("after", "before"))
    assert [each["id"] for each in after] == [logged["id"]]
    assert logged["id"] in {each["id"] for each in before}
    assert small.get("core/object-changes/?time_after=2099-01-01T00:00:00Z")["count"] == 0
    assert small.ask("GET", "core/object-changes/?time_after=soon").status == 400
