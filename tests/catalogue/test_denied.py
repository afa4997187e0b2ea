"""What is never shown: not as a field, a filter, a column, a name, or inside the log of changes."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.netbox.proof import check_question
from orchestration.catalogue.denied import (
    DENIED_ANYWHERE,
    DENIED_FIELDS,
    cleaned,
    denied_field,
    denied_filter,
    denied_type,
)
from orchestration.catalogue.facts import read_facts
from orchestration.catalogue.loading import load
from orchestration.errors import NotUnderstood, ProofFailed
from orchestration.language.intent import leaf, select
from orchestration.tools.columns import column_of
from orchestration.tools.grouping import counter_for
from orchestration.tools.search import Search
from orchestration.tools.translate import Translator

CATALOGUE = load()
TYPES = pytest.mark.parametrize("about", list(CATALOGUE), ids=lambda about: about.key)
SECRETS = (
    ("vpn.ikepolicy", "preshared_key"),
    ("wireless.wirelesslan", "auth_psk"),
    ("wireless.wirelesslink", "auth_psk"),
    ("ipam.fhrpgroup", "auth_key"),
    ("extras.webhook", "secret"),
    ("extras.webhook", "additional_headers"),
    ("extras.webhook", "payload_url"),
    ("core.datasource", "parameters"),
    ("dcim.device", "config_context"),
    ("extras.configcontext", "data"),
    ("extras.configtemplate", "template_code"),
)


@pytest.mark.parametrize(("key", "name"), SECRETS)
def test_secrets_are_not_in_the_catalogue(key, name):
    """A secret is no field and no filter, and neither a column, a fact, a name nor a word leads to it."""
    assert name in read_facts().rows(CATALOGUE[key].path), "NetBox has it, or this test guards nothing"
    about = CATALOGUE[key]
    assert name not in {
        *about.fields,
        *about.filters,
        *about.columns,
        *about.facts,
        *about.also_named,
        about.name_field,
    }
    assert name not in {each for names in CATALOGUE.field_words(key).values() for each in names}


@TYPES
def test_nothing_denied_is_reachable(about):
    """Of no type is anything denied a field, filter, link, column, name, counter, or the meaning of a word."""
    reachable = {
        *about.fields,
        *about.columns,
        *about.facts,
        *about.also_named,
        *about.counters,
        *(name for names in CATALOGUE.field_words(about.key).values() for name in names),
        *(name for meanings in CATALOGUE.value_words(about.key).values() for name, _ in meanings),
    }
    assert [name for name in reachable if denied_field(about.key, name)] == []
    assert [name for name in about.filters if denied_filter(about.key, name)] == []
    assert [link for link in about.links.values() if link.param and denied_filter(about.key, link.param)] == []
    assert [link for link in about.links.values() if denied_type(link.target)] == []


@TYPES
def test_nothing_denied_can_be_asked_for(about):
    """Of no type is anything denied a condition, a column (of a list or a file), a grouping or an order, however it is asked for."""
    names = [*DENIED_FIELDS.get(about.key, ()), *DENIED_ANYWHERE, "cf_root_password", "preshared_key", "cf_api_token"]
    for name in names:
        for op in ("eq", "set", "contains"):
            with pytest.raises(NotUnderstood):
                Translator(CATALOGUE, {}, {}).search(select(about.key, where=[leaf(name, op, ["x"])]))
        with pytest.raises(NotUnderstood):
            column_of(SimpleNamespace(catalogue=CATALOGUE), about, name)
        with pytest.raises(NotUnderstood):
            counter_for(CATALOGUE, Search(about.key), name)
        for params, ordering in ((((name, "x"),), ""), (((f"{name}__ic", "x"),), ""), ((), name), ((), f"-{name}")):
            with pytest.raises(ProofFailed):
                check_question(about, params, ordering)


def test_there_is_something_to_deny():
    """Each denied field is one that NetBox has: the list guards what is there."""
    missing = [
        (key, name)
        for key, names in DENIED_FIELDS.items()
        for name in names
        if name not in read_facts().rows(CATALOGUE[key].path)
    ]
    # NetBox takes this one without describing it.
    assert missing in ([], [("extras.eventrule", "action_data")])


def test_users_are_not_in_the_catalogue():
    """There is no type of users, nor a field that shows one as an object."""
    assert [each.key for each in CATALOGUE if each.key.startswith(("users.", "auth.", "account."))] == []
    assert all(not {"user", "owner", "owner_id", "user_id"} & {*about.fields, *about.filters} for about in CATALOGUE)


def test_a_search_does_not_look_into_secrets():
    """NetBox's search of webhooks looks into their addresses: it is not used."""
    assert "q" not in CATALOGUE["extras.webhook"].filters
    assert "q" in CATALOGUE["dcim.device"].filters


@pytest.mark.parametrize(
    "name",
    ["snmp_community", "root_password", "cf_enable_secret", "api_key", "API-KEY", "oauth_token", "psk", "private_key"],
)
def test_names_that_say_secret_are_denied_anywhere(name):
    """A field of a plugin or a custom field that is called a secret is taken for one."""
    assert denied_field("plugin.thing", name.replace("-", "_"))


@pytest.mark.parametrize(
    "name", ["name", "serial", "auth_type", "key_count", "tokenring_port", "secretary", "community"]
)
def test_other_names_are_not(name):
    """A name that only looks a little like a secret's is shown."""
    assert not denied_field("dcim.device", name)


@given(st.sampled_from(list(CATALOGUE)), st.dictionaries(st.text(max_size=12), st.integers(), max_size=4))
def test_records_are_cleaned(about, custom):
    """Whatever NetBox returns of a type, nothing denied is left, and all the rest is."""
    rows = read_facts().rows(about.path)
    record = dict.fromkeys(rows, "value") | {"custom_fields": custom | {"db_password": "x"}}
    left = cleaned(about.key, record)
    assert [name for name in left if denied_field(about.key, name)] == []
    assert {name for name in rows if not denied_field(about.key, name)} <= set(left)
    assert "db_password" not in left["custom_fields"]


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ("vpn.ikepolicy", {"name": "Phase 1"}),
        ("users.token", None),
        ("core.configrevision", None),
        ("some_plugin.thing", None),
    ],
)
def test_the_log_of_changes_gives_no_secret_away(changed, left):
    """What an object was before and after is cleaned like the object; of a type that is never shown it is left out."""
    data = {"name": "Phase 1", "preshared_key": "sesame", "owner": 3}
    entry = {"changed_object_type": changed, "prechange_data": data, "postchange_data": data, "user": {"id": 1}}
    assert cleaned("core.objectchange", entry) == {
        "changed_object_type": changed,
        "prechange_data": left,
        "postchange_data": left,
    }
    assert not re.search("sesame", str(cleaned("core.objectchange", entry)))


def test_without_the_type_nothing_of_a_change_is_shown():
    """Where an entry does not tell what was changed, what it was is left out."""
    assert cleaned("core.objectchange", {"prechange_data": {"preshared_key": "x"}}) == {"prechange_data": None}
