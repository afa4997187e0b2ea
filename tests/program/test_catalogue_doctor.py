"""`netbot doctor --catalogue`: what only one side has, and the filters that a NetBox ignores."""

from types import SimpleNamespace

import pytest

from bot import catalogue_doctor, doctor
from orchestration.catalogue.comparing import Difference
from orchestration.catalogue.loading import load
from orchestration.errors import NetBoxUnavailable, NotAllowed
from orchestration.ports import Page


class Netbox:
    """A NetBox that ignores some filters, hides some types, and stumbles over others."""

    def __init__(self, ignored=None, hidden=(), sick=()):
        self._ignored, self.hidden, self.sick = ignored or {}, hidden, sick

    def list(self, query):
        if query.type in self.hidden:
            raise NotAllowed("This token may not see them.")
        if query.type in self.sick:
            raise NetBoxUnavailable("NetBox stumbled.")
        return Page(rows=(), total=0, read_at=0.0)

    def ignored(self, key):
        return self._ignored.get(key, {})


@pytest.fixture
def found(monkeypatch):
    """What the doctor finds, as (level, text)."""

    def examine(netbox, differences=()):
        monkeypatch.setattr(catalogue_doctor, "compare", lambda *_: list(differences))
        return [(each.level, each.text) for each in catalogue_doctor.held_against(load(), netbox)]

    return examine


def test_a_netbox_that_fits(found):
    """All is well: both sides have the same, and every filter is applied."""
    (fits, applied) = found(Netbox())
    assert (fits[0], applied[0]) == ("ok", "ok")
    assert f"{len(list(load()))} types" in fits[1]


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
    assert any(level == "note" and "ipam.vrf" in text for level, text in found(Netbox(hidden=("ipam.vrf",))))


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
