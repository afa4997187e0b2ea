"""What a new thing belongs to where a word stands for it: there, in it, for this tenant."""

import pytest

from tests.language.invented import SITES, hit, only, reading, shown, told


@pytest.mark.parametrize(
    ("before", "rows", "said", "field", "meant"),
    [
        ("VLANs in Quarry 7", (), "add VLAN 110 named Doors there", "site", "dcim.site Quarry 7"),
        ("which racks in Quarry 7 have 10U free?", (), "add VLAN 110 there", "site", "dcim.site Quarry 7"),
        ("show site Quarry 7", (("dcim.site", "Quarry 7"),), "create a rack Z9 there", "site", "dcim.site Quarry 7"),
        (
            "show site Quarry 7",
            (("dcim.site", "Quarry 7"),),
            "add rack Z9 to this site",
            "site",
            "dcim.site Quarry 7",
        ),
        ("show rack B01", (("dcim.rack", "B01"),), "add a router named zz-1 in it", "rack", "dcim.rack B01"),
        ("show rack B01", (("dcim.rack", "B01"),), "add a router named zz-1 there", "rack", "dcim.rack B01"),
        ("show tenant Bramble & Sons", (("tenancy.tenant", "Bramble & Sons"),), "add a site Z for this tenant", "tenant", "tenancy.tenant Bramble & Sons"),
    ],
)  # fmt: skip
def test_where_the_thread_is(before, rows, said, field, meant):
    """ "There", "in it", "for this tenant": a new thing belongs to what the thread is about."""
    topic = shown(before, tuple(hit(type_, name) for type_, name in rows))
    values = {each.field: each for each in only(said, topic).values}
    assert told(values[field].selection) == meant


def test_there_is_never_dropped_in_silence():
    """Where several places may be meant, or none is, the word is told as not used."""
    listed = shown("list sites", tuple(hit("dcim.site", name) for name in SITES[:3]))
    for topic in (listed, None):
        read = reading("add VLAN 110 named Doors there", topic)
        assert "there" in read.unused
        assert all(each.field != "site" for each in read.intent.asks[0].values)


def test_it_names_nothing_where_nothing_ties_it():
    """ "Call it Doors" says a name and no place."""
    topic = shown("show site Quarry 7", (hit("dcim.site", "Quarry 7"),))
    assert [each.field for each in only("create VLAN 110 and call it Doors", topic).values] == ["vid", "name"]
