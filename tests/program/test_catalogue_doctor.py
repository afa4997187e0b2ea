"""`netbot doctor --catalogue`: what only one side has, and the filters that a NetBox ignores."""

from threading import Event
from types import SimpleNamespace

import pytest

from adapters.netbox.proving import Proofs
from bot import catalogue_doctor, doctor
from orchestration.catalogue.comparing import Difference
from orchestration.catalogue.loading import load
from orchestration.errors import NetBoxUnavailable, NotAllowed


class Netbox:
    """A NetBox that ignores some filters, has no objects of some types, hides some types, and stumbles over others."""

    def __init__(self, ignored=None, untold=None, hidden=(), sick=()):
        self.ignored, self.untold, self.hidden, self.sick = ignored or {}, untold or {}, hidden, sick

    def proofs(self, key):
        if key in self.hidden:
            raise NotAllowed("This token may not see them.")
        if key in self.sick:
            raise NetBoxUnavailable("NetBox stumbled.")
        return Proofs(7, self.untold.get(key, ()), self.ignored.get(key, {}))


@pytest.fixture
def found(monkeypatch):
    """What the doctor finds, as (level, text)."""

    def examine(netbox, differences=()):
        monkeypatch.setattr(catalogue_doctor, "compare", lambda *_: list(differences))
        return [(each.level, each.text) for each in catalogue_doctor.held_against(load(), netbox)]

    return examine


def test_a_netbox_that_fits(found):
    """All is well: both sides have the same, and every filter is applied."""
    fits, *applied = found(Netbox())
    assert fits[0] == "ok"
    assert f"{len(list(load()))} types" in fits[1]
    wireless = len([each for each in load() if each.path.startswith("wireless/")])
    assert applied[-1] == ("ok", f"wireless: NetBox applies {7 * wireless} filters of {wireless} types.")
    assert {level for level, _ in applied} == {"ok"}
    assert len(applied) == len({each.path.partition("/")[0] for each in load()})


def test_what_only_one_side_has(found):
    """What NetBox lacks is wrong, for it is asked for in vain; what it has besides is only not known."""
    lines = found(
        Netbox(), [Difference("catalogue", "type", "dcim.rack"), Difference("netbox", "field", "dcim.site", "mood")]
    )
    assert lines[0] == ("wrong", "Only the catalogue has the type dcim.rack.")
    assert lines[1] == ("note", "Only this NetBox has dcim.site's field mood.")


def test_filters_that_are_ignored(found):
    """Each is named with its type, and so is a type that cannot be asked at all."""
    lines = found(Netbox({"dcim.site": {"mood": "NetBox does not apply its filter mood."}}, sick=("ipam.vrf",)))
    assert ("wrong", "dcim.site: NetBox does not apply its filter mood.") in lines
    assert ("wrong", "ipam.vrf: NetBox stumbled.") in lines


def test_what_the_token_may_not_see(found):
    """Its filters are not proven, and that is said."""
    lines = found(Netbox(hidden=("ipam.vrf",)))
    assert ("note", "The token may not see VRFs: their filters are not proven.") in lines


def test_filters_that_nothing_can_be_told_of(found):
    """Where there are no objects, a filter finds as many as no filter does: that is said, and counts for no proof."""
    lines = found(Netbox(untold={"ipam.vrf": ("name", "rd")}))
    assert ("note", "ipam: of 2 filters nothing can be told, as there are no such objects.") in lines


def test_what_each_app_came_to_is_told_before_the_next_is_through():
    """Who waits sees it go on: an app is told of while others are still being proven."""
    told = []

    class Watched(Netbox):
        def proofs(self, key):
            if key.startswith("wireless."):
                told_first.wait(10)
            return super().proofs(key)

    told_first = Event()
    for each in catalogue_doctor.proven(load(), Watched()):
        told.append(each.text)
        told_first.set()
    assert told[0].startswith("circuits:")
    assert told[-1].startswith("wireless:")


def test_it_is_part_of_the_doctor(monkeypatch):
    """It runs when it is asked for, not else."""
    asked = []
    monkeypatch.setattr(doctor, "examine_catalogue", lambda settings: iter(asked.append(settings) or ()))
    monkeypatch.setattr(doctor, "read_settings", lambda: SimpleNamespace(netbox_url="https://netbox.example"))
    monkeypatch.setattr(
        doctor, "_carefully", lambda check, settings: check(settings) if check is doctor.examine_catalogue else ()
    )
    list(doctor.findings())
    assert asked == []
    list(doctor.findings(catalogue=True))
    assert len(asked) == 1
