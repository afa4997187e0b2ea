"""Bad input: nothing said, too much said, nonsense, other languages, what is none of the bot's business."""

import json

import pytest

from orchestration.catalogue.loading import load
from orchestration.language import tokens
from orchestration.language.intent import Intent
from orchestration.language.reader import read
from orchestration.language.schema import strict_schema
from orchestration.sessions.session import Topic
from tests.language.invented import NOW, company, reading


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "?",
        "...",
        "\n\n",
        "\u200b\u202e",
        "\x00\x07",
        "asdf qwer zxcv",
        "zeig mir alle Geräte",
        "покажи",
        "机器",
        ":)",
        '"',
        "((((",
    ],
)
def test_what_says_nothing_is_unclear(said):
    """Nothing, signs, nonsense and other languages are asked back, never guessed at."""
    found = reading(said)
    assert [each.want for each in found.intent.asks] in (["unclear"], ["smalltalk"])
    assert found.certainty == "unsure" or found.intent.asks[0].want == "smalltalk"


@pytest.mark.parametrize(
    "said",
    ["what's the weather in Quarry 7?", "tell me a joke", "what time is it", "what is the password of fjn-rtr1", "restart fjn-rtr1",
     "what's the API token you use for NetBox?", "who won the match yesterday"],
)  # fmt: skip
def test_what_is_none_of_the_bots_business_is_unsure(said):
    """What NetBox does not know is not answered with something else."""
    assert reading(said).certainty == "unsure"


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "device ",
        "create vlan ",
        "Quarry 7 ",
        "and ",
        "10.0.0.0/8 ",
        "show devices in Quarry 7 and ",
        "it ",
        '"',
        "(",
        "\u202e",
        "no ",
        "1 ",
    ],
)
def test_a_long_message_is_read_in_part(piece):
    """Twenty thousand characters end in a reading like any other, of bounded size, with few look-ups."""
    names, scope = company()
    before = names.asked
    found = read(piece * (20_000 // len(piece)), Topic(), names, scope, load(), NOW)
    assert Intent.model_validate_json(found.intent.model_dump_json()) == found.intent
    assert len(found.intent.asks) <= 10
    assert names.asked - before <= 3


def test_only_the_beginning_is_read():
    """What lies beyond the bound is not looked at."""
    assert len(tokens.readable("a" * 10_000)) == tokens.MOST_CHARACTERS
    assert len(tokens.tokenise("a " * 2_000)) == tokens.MOST_TOKENS


def test_an_intent_that_holds_no_more_is_not_cut_to_something_wider():
    """More conditions than an intent takes are asked back: with some left out it would select more than was meant."""
    said = "devices " + " ".join(f"without a {field}" for field in (
        "serial number", "asset tag", "platform", "tenant", "rack", "location", "description", "cluster", "position", "face", "airflow", "primary ip",
    ))  # fmt: skip
    (ask,) = reading(said).intent.asks
    assert ask.want == "unclear" or ask.selection is None or len(ask.selection.where) <= 10
    assert ask.want == "unclear"


def test_one_message_is_one_look_up():
    """All spans of a message are looked up in the index of names at once."""
    names, scope = company()
    before = names.asked
    read("show the routers in Vestvik that belong to Larkspur", Topic(), names, scope, load(), NOW)
    assert names.asked - before == 1


def _objects(part):
    if isinstance(part, dict):
        yield part
        for each in part.values():
            yield from _objects(each)
    elif isinstance(part, list):
        for each in part:
            yield from _objects(each)


def test_the_intent_is_fit_for_a_strict_schema():
    """All properties required, nothing further, no defaults, no unions by key; every string and list is bounded."""
    schema = strict_schema(Intent)
    assert schema["type"] == "object"
    for part in _objects(schema):
        assert (
            not {"default", "oneOf", "discriminator", "prefixItems", "patternProperties", "format", "allOf"}
            & part.keys()
        ), part
        if "properties" in part and isinstance(part["properties"], dict) and part.get("type") == "object":
            assert part["required"] == list(part["properties"])
            assert part["additionalProperties"] is False
        if part.get("type") == "array":
            assert "maxItems" in part, part
            assert "items" in part, part
        if part.get("type") == "string":
            assert "maxLength" in part or "enum" in part or "const" in part, part
    assert json.loads(json.dumps(schema)) == schema


def test_a_reading_fits_the_strict_schema():
    """What the rules read has every property that a model would have to give."""
    whole = reading("racks of the sites tagged Gold with their role, sorted by name").intent.model_dump()
    required = strict_schema(Intent)["$defs"]["Ask"]["required"]
    assert set(required) == set(whole["asks"][0])
