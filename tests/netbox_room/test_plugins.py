"""Types that only a plugin of this NetBox has: found from its API, read like any other, denied what is denied."""

import pytest

from adapters.netbox.inventories import NetBoxInventories
from bot.demo.standin.plugin import NAME
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.denied import denied_field
from orchestration.catalogue.discovering import discover
from orchestration.catalogue.loading import load
from orchestration.catalogue.plugins import Plugin, fields_told, learnt, object_type
from orchestration.errors import NotAllowed, ProofFailed
from orchestration.language.vocabulary import vocabulary_of
from orchestration.ports import Answered, Page, Query

SECRET = "supplier_api_key"


@pytest.fixture(params=["token_admin", "token_readonly"])
def looked(request, netbox):
    """A catalogue of its own that learnt from the stand-in, with a token that may write or only read; and what was found."""
    catalogue = Catalogue(tuple(load()), load().netbox)
    with NetBoxInventories(netbox.url, getattr(netbox, request.param), catalogue).open(None, "c-1") as opened:
        found = discover(opened, catalogue)
        yield catalogue, found, opened


def test_a_plugins_type_is_found_with_its_names_fields_and_filters(looked):
    """The type is called as NetBox calls it; its fields have kinds, choices and relations; only filters that NetBox knows are kept."""
    catalogue, found, _ = looked
    assert [(each.key, each.path, each.plural) for each in found] == [
        (NAME, "plugins/stockroom/spare-parts", "spare parts")
    ]
    about = catalogue[NAME]
    assert {name: about.fields[name].kind for name in ("name", "quantity", "condition", "site", "tags")} == {
        "name": "string",
        "quantity": "integer",
        "condition": "choice",
        "site": "relation",
        "tags": "tags",
    }
    assert about.fields["site"].relation == "dcim.site"
    assert {value for value, _ in about.fields["condition"].choices} == {"new", "refurbished", "faulty"}
    assert {"name", "quantity", "condition", "site_id"} <= set(about.filters)
    assert "part_number" in about.fields
    assert "part_number" not in about.filters, "the plugin has no such filter, and NetBox would ignore it"
    assert (about.name_field, about.changeable) == ("name", False)


def test_what_is_denied_stays_denied_in_a_plugins_type(looked):
    """A key is no field, filter, column or fact of it, and no question of any form reaches NetBox."""
    catalogue, found, opened = looked
    about = catalogue[NAME]
    assert denied_field(NAME, SECRET)
    assert SECRET not in {
        *found[0].fields,
        *found[0].filters,
        *about.fields,
        *about.filters,
        *about.columns,
        *about.facts,
    }
    for query in (
        Query(type=NAME, params=((SECRET, "k-4711-never-shown"),)),
        Query(type=NAME, params=((f"{SECRET}__ic", "k"),)),
        Query(type=NAME, ordering=SECRET),
        Query(type=NAME, fields=("id", SECRET)),
    ):
        with pytest.raises((ProofFailed, NotAllowed)):
            opened.list(query)
    assert all(SECRET not in row for row in opened.list(Query(type=NAME)).rows)


def test_rows_of_a_plugins_type_are_filtered_by_netbox(looked):
    """Its filters find what they should, as those of NetBox's own types."""
    catalogue, _, opened = looked
    found = opened.list(Query(type=NAME, params=(("condition", "faulty"),), fields=("id", "name")))
    assert [row["name"] for row in found.rows] == ["SSD 960GB"]
    assert opened.list(Query(type=NAME, params=(("quantity__gt", "5"),), fields=("id",))).total == 3
    assert [link.param for link in catalogue.ways(NAME, "dcim.site")] == ["site_id"]


def test_its_words_are_read_and_its_own_name_goes_before_anothers_further_word(looked):
    """ "Spare parts" may also be said of inventory items; where a type is called so, that type is meant."""
    catalogue, _, _ = looked
    assert load().type_words()["spare part"] == ("dcim.inventoryitem",)
    assert vocabulary_of(catalogue).know("spare part").kinds == (NAME, "dcim.inventoryitem")
    assert vocabulary_of(catalogue).know("stockroom spare part").kinds == (NAME,)
    assert vocabulary_of(catalogue).know("device").kinds == vocabulary_of(load()).know("device").kinds


def test_what_was_found_is_kept_as_json_and_learnt_whole(looked):
    """A worker learns from what another found, and an unlearnt catalogue is as it was."""
    catalogue, found, _ = looked
    assert learnt([each.kept() for each in found]) == (object_type(found[0]),)
    catalogue.learn(())
    assert NAME not in catalogue
    assert "stockroom spare part" not in catalogue.type_words()


def test_a_type_of_netboxs_own_is_never_replaced():
    """What a plugin says of itself takes no type's place."""
    catalogue = Catalogue(tuple(load()), "")
    imposter = object_type(learnable("dcim.site", "plugins/x/sites"))
    other = object_type(learnable("x.site", "dcim/sites"))
    catalogue.learn([imposter, other])
    assert (catalogue.learnt, catalogue["dcim.site"], catalogue.at("dcim/sites")) == (
        (),
        load()["dcim.site"],
        load()["dcim.site"],
    )


def learnable(key, path):
    return Plugin(key, path, "site", "sites", fields_told(key, [{"id": 1, "name": "A"}], {}, {}), ("id",))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "boolean"),
        (7, "integer"),
        (2.5, "decimal"),
        ("text", "string"),
        ({"value": "a", "label": "A"}, "choice"),
        ({"id": 3, "display": "A", "url": "http://netbox/api/dcim/sites/3/"}, "relation"),
        ([{"id": 3, "display": "A", "url": "http://netbox/api/dcim/sites/3/"}], "relations"),
        ({"free": "form"}, "json"),
        (None, "json"),
    ],
)
def test_a_field_is_known_by_what_it_holds(value, kind):
    """Where OPTIONS tells nothing, as to a token that only reads, an object's values tell what its fields are."""
    told = fields_told(
        "x.y", [{"id": 1, "name": "a", "thing": None}, {"id": 2, "thing": value}], {}, {"dcim/sites": "dcim.site"}
    )
    assert told["thing"].kind == kind
    assert told["thing"].relation == ("dcim.site" if kind.startswith("relation") else None)


def test_what_shows_users_is_no_field():
    """A relation to a user is left out, whatever the plugin calls it."""
    row = {"id": 1, "keeper": {"id": 2, "url": "http://netbox/api/users/users/2/"}}
    assert set(fields_told("x.y", [row], {}, {"users/users": "users.user"})) == {"id"}


class Lists:
    """A NetBox of plugins' lists alone, which notes what it was asked."""

    def __init__(self, lists):
        self.lists, self.asked = lists, []

    def fetch(self, path, params=(), *, fresh=False):
        self.asked.append(path)
        rows = self.lists.get(path)
        if rows is not None:
            return Answered(body={"count": len(rows), "results": rows}, read_at=0.0)
        below = {each for each in self.lists if each.startswith(f"{path}/")}
        depth = path.count("/") + 2
        parts = {"/".join(each.split("/")[:depth]) for each in below}
        return Answered(body={each: f"http://netbox/api/{each}/" for each in sorted(parts)}, read_at=0.0)

    def options(self, key):
        return {"name": {"type": "string", "label": "Name"}}

    def list(self, query):
        if query.type == "core.objecttype":
            raise NotAllowed("These are not to be seen.")
        self.asked.append(query.params[0][0])
        return Page(rows=(), total=0, read_at=0.0)


def test_lists_that_have_objects_are_looked_at_first(monkeypatch):
    """Where there are more lists than are looked at, those that hold something are; no filter of an empty list is believed."""
    row = {"id": 1, "name": "A"}
    lists = Lists({"plugins/a/ants": [], "plugins/a/bees": [row], "plugins/b/cats": []})
    found = discover(lists, Catalogue((), ""))
    assert [(each.path, bool(each.filters)) for each in found] == [
        ("plugins/a/bees", True),
        ("plugins/a/ants", False),
        ("plugins/b/cats", False),
    ]
    monkeypatch.setattr("orchestration.catalogue.discovering.MOST", 1)
    assert [each.path for each in discover(lists, Catalogue((), ""))] == ["plugins/a/bees"]
