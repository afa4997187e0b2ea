"""Which names are looked at when one is misspelt: those that share most with it, of all types alike."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from adapters.redis.names import RedisNames
from adapters.redis.nearness import sharing_most
from orchestration.language.reading import NameHit

HELD = st.lists(
    st.tuples(st.dictionaries(st.integers(0, 60), st.integers(1, 9)).map(Counter), st.integers(0, 4)), max_size=4
)


@given(HELD, st.integers(1, 30))
def test_those_that_share_most_are_taken(held, most):
    """As many as are wanted, none before one that shares more, and none with a third of the best."""
    shared = {(at, number): count + more for at, (counts, more) in enumerate(held) for number, count in counts.items()}
    worth = sorted((each for each in shared.values() if each > max(shared.values()) / 3), reverse=True)
    taken = sharing_most(held, most)
    assert len(set(taken)) == len(taken)
    assert sorted((shared[each] for each in taken), reverse=True) == worth[:most]


def test_many_of_a_type_do_not_crowd_out_the_others(redis_client):
    """A region is found by its misspelt name, though a thousand devices and VLANs there begin with it, too."""
    names = RedisNames(redis_client)
    for type_, amount in (("dcim.device", 1000), ("dcim.region", 0), ("ipam.vlan", 1000)):
        listed = [f"Inverness {at:04} {type_}" for at in range(amount)] or ["Inverness"]
        hits = [NameHit(type=type_, id=at, name=name) for at, name in enumerate(listed, 1)]
        names.replace("s", type_, [(hit.name.lower(), hit) for hit in hits])
    assert names.nearest("s", "inverne")[0].type == "dcim.region"
