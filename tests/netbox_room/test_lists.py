"""Asking lists: only what is needed, only what the catalogue has, in parts where it is long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.netbox.chunks import joined, natural, parts
from orchestration.catalogue.loading import load
from orchestration.errors import Invalid, NotAllowed, NotFound, ProofFailed
from orchestration.ports import Query
from tests.fakes.netbox_trouble import Answer


def test_only_the_fields_that_are_asked_for(through, proxy):
    """NetBox is asked for the fields that are wanted, and rows hold no more."""
    with through().open(None, "c") as inventory:
        page = inventory.list(Query(type="dcim.site", fields=("id", "name", "cf_owner"), limit=3))
    assert "fields=id%2Cname%2Ccustom_fields&limit=3" in proxy.requests[-1].target
    assert {name for row in page.rows for name in row} == {"id", "name", "custom_fields"}
    assert page.total > len(page.rows) == 3


def test_without_fields_all_that_may_be_shown(through, proxy):
    """Where no fields are named, all of the catalogue are asked for, and no secret with them."""
    with through().open(None, "c") as inventory:
        inventory.list(Query(type="vpn.ikepolicy"))
    target = proxy.requests[-1].target
    assert "fields=id%2C" in target
    assert "preshared_key" not in target


def test_pages(inventory):
    """Limit and offset cut the same list."""
    whole = inventory.list(Query(type="dcim.site", fields=("id",), limit=1000)).rows
    second = inventory.list(Query(type="dcim.site", fields=("id",), limit=2, offset=2)).rows
    assert second == whole[2:4]


def test_counting_costs_one_row(through, proxy):
    """A count is a list of one row with its id alone."""
    with through().open(None, "c") as inventory:
        page = inventory.list(Query(type="dcim.device", fields=("id",), limit=1))
    assert proxy.requests[-1].target.endswith("?fields=id&limit=1")
    assert page.total >= 250


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(type="dcim.site", params=(("nonsense", "1"),)), "no filter nonsense for sites"),
        (Query(type="dcim.site", params=(("name__zz", "1"),)), "no filter name__zz"),
        (Query(type="dcim.site", params=(("limit", "1000"),)), "no filter limit"),
        (Query(type="vpn.ikepolicy", params=(("preshared_key__ic", "a"),)), "no filter preshared_key__ic"),
        (Query(type="dcim.site", params=(("cf_db_password", "a"),)), "no filter cf_db_password"),
        (Query(type="extras.webhook", params=(("q", "hooks.example.com"),)), "no filter q"),
        (Query(type="dcim.site", ordering="nonsense"), "sort sites by nonsense"),
        (Query(type="wireless.wirelesslan", ordering="-auth_psk"), "sort wireless LANs by auth_psk"),
    ],
    ids=lambda each: f"{each}"[-30:],
)
def test_what_the_catalogue_has_not_is_never_sent(through, proxy, query, words):
    """A filter or ordering that NetBox would ignore, or that would tell a secret, does not leave."""
    with through().open(None, "c") as inventory, pytest.raises(ProofFailed, match=words):
        inventory.list(query)
    assert proxy.count() == 0


@pytest.mark.parametrize("field", ["preshared_key", "nonsense", "owner"])
def test_fields_that_are_never_shown_are_never_asked_for(through, proxy, field):
    """A field that is denied, or that there is not, is refused before anything is sent."""
    with through().open(None, "c") as inventory, pytest.raises(NotAllowed, match=field):
        inventory.list(Query(type="vpn.ikepolicy", fields=("id", field)))
    assert proxy.count() == 0


def test_an_unknown_type(inventory):
    """A type that is not in the catalogue, users among them, is not asked for."""
    with pytest.raises(NotFound, match=r"users\.token"):
        inventory.list(Query(type="users.token"))


def test_a_wrong_value_is_told(inventory):
    """What NetBox says of a value is told with the filter's name."""
    with pytest.raises(Invalid, match="status") as caught:
        inventory.list(Query(type="dcim.site", params=(("status", "bogus"),)))
    assert list(caught.value.fields) == ["status"]


def test_rows_come_sorted(inventory):
    """An ordering is NetBox's, both ways, and the field it goes by is fetched with the rest."""
    down = inventory.list(Query(type="dcim.site", fields=("name",), ordering="-device_count", limit=1000)).rows
    counts = [row["device_count"] for row in down]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 1


def test_an_ordering_that_is_ignored_is_found_out(through, proxy):
    """Where NetBox sorts in another way than it was asked to, its rows are no answer."""
    rows = b'{"count": 2, "results": [{"id": 1, "device_count": 1}, {"id": 2, "device_count": 5}]}'
    proxy.make(Answer(200, rows), times=None)
    with through().open(None, "c") as inventory:
        assert inventory.list(Query(type="dcim.site", ordering="device_count")).total == 2
        with pytest.raises(ProofFailed, match="does not sort sites by device_count"):
            inventory.list(Query(type="dcim.site", ordering="-device_count"))


def test_long_lists_of_ids_are_asked_in_parts(through, proxy):
    """No address is longer than servers take, every row comes once, and in the order of the ids."""
    with through().open(None, "c") as inventory:
        known = [row["id"] for row in inventory.list(Query(type="dcim.interface", fields=("id",), limit=900)).rows]
        wanted = list(reversed(known))
        params = tuple(("id", str(each)) for each in wanted)
        page = inventory.list(Query(type="dcim.interface", params=params, fields=("id",), limit=1000))
    assert [row["id"] for row in page.rows] == wanted
    assert page.total == len(wanted)
    asked = [each.target for each in proxy.requests if each.target.count("id=") > 2]
    assert len(asked) > 1
    assert max(len(each) for each in asked) < 7000


def test_long_lists_are_counted_and_cut_as_a_whole(inventory):
    """Parts are added up for a count, and a page is cut from all of them."""
    known = [row["id"] for row in inventory.list(Query(type="dcim.interface", fields=("id",), limit=900)).rows]
    params = tuple(("id", str(each)) for each in known)
    assert inventory.list(Query(type="dcim.interface", params=params, fields=("id",), limit=1)).total == len(known)
    page = inventory.list(Query(type="dcim.interface", params=params, fields=("id",), limit=3, offset=700))
    assert [row["id"] for row in page.rows] == known[700:703]


FILTERS = st.lists(
    st.tuples(st.sampled_from(["id", "site_id", "name__ic"]), st.text(min_size=1, max_size=30)), max_size=60
)


@given(FILTERS, st.integers(200, 1500))
def test_parts_hold_every_value_once(params, room):
    """Of the filter that is shared out each value is in one part; all others are in every part."""
    found = parts(tuple(params), room)
    assert {each for part in found for each in part} == set(params)
    if len(found) > 1:
        for name in {name for name, _ in params}:
            whole = [each for each in params if each[0] == name]
            sizes = [[each for each in part if each[0] == name] for part in found]
            assert all(each == whole for each in sizes) or [one for each in sizes for one in each] == whole


@given(st.lists(st.text(max_size=12)))
def test_names_sort_naturally(names):
    """Any names can be sorted, and nothing goes to the end."""
    rows = [{"id": at, "name": name} for at, name in enumerate([*names, None])]
    assert joined(rows, (), "name")[-1]["name"] is None


def test_figures_sort_by_their_number():
    """Gi1/0/2 goes before Gi1/0/10."""
    assert sorted(["Gi1/0/10", "Gi1/0/2", "gi1/0/1"], key=natural) == ["gi1/0/1", "Gi1/0/2", "Gi1/0/10"]


def test_pages_of_netbox(inventory, netbox):
    """Links lead to NetBox's own pages, with values that are safe in an address."""
    assert inventory.page("dcim.device", 7) == f"{netbox.url}/dcim/devices/7/"
    assert (
        inventory.page("dcim.site", params=(("q", "a b&c"), ("tag", "x")))
        == f"{netbox.url}/dcim/sites/?q=a+b%26c&tag=x"
    )
    assert inventory.page("core.objectchange", 9) == f"{netbox.url}/core/changelog/9/"
    assert inventory.page("dcim.cabletermination", 9) == f"{netbox.url}/"
    assert all(inventory.page(each.key, 1).startswith(netbox.url) for each in load())
