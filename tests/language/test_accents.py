"""Names typed without their accents and strokes."""

import pytest

from orchestration.catalogue.loading import load
from orchestration.language.names import gather, scope_of
from orchestration.language.reader import read
from orchestration.sessions.session import Topic
from tests.fakes.memory_inventory import MemoryInventory
from tests.fakes.memory_names import MemoryNames
from tests.language.invented import NOW, told

RECORDS = {
    "ipam.vlan": [{"id": 1, "name": "Téléphonie"}, {"id": 2, "name": "Łączność"}],
    "dcim.site": [{"id": 1, "name": "Łódź Fabryczna"}],
}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("vlans named Telephonie", "ipam.vlan [name eq Téléphonie]"),
        ("vlans named téléphonie", "ipam.vlan [name eq téléphonie]"),
        ("VLANs called Lacznosc", "ipam.vlan [name eq Łączność]"),
        ("vlans at Lodz Fabryczna", "ipam.vlan [site eq Lodz Fabryczna]"),
    ],
)
def test_a_name_without_its_accents_is_asked_for_as_it_is_spelt(said, meant):
    """NetBox compares a name letter by letter; who types it without accents means the one that there is."""
    names, inventory = MemoryNames(), MemoryInventory(load(), RECORDS)
    gather(inventory, names, load(), NOW.timestamp())
    asks = read(said, Topic(), names, scope_of(inventory), load(), NOW).intent.asks
    assert [told(each.selection) for each in asks] == [meant]
