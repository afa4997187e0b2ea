"""Asking a model over real HTTP: what it writes, what it costs, and every trouble as an error of the tree."""

import pytest

from adapters.openai.prices import cost
from orchestration.agents.intent import FORM
from orchestration.errors import Misconfigured, ModelUnavailable, ModelUnusable
from orchestration.language.intent import Intent
from tests.fakes.chat_completions import RELEASE, Drips, Fills, Hangs, Refuses, Status

FILLED = '{"asks":[]}'


def ask(model):
    return model.fill("intent", FORM, "Fill the form.", ['{"message":"hello"}'])


def test_a_form_is_filled(openai, model):
    """The answer's text comes back, with tokens, seconds and the price by the list; the form is taken as strict."""
    openai.will(Fills(FILLED))
    filled = ask(model())
    assert Intent.model_validate_json(filled.text).asks == []
    use = filled.use
    assert (use.model, use.calls, use.tokens_in, use.tokens_out) == (RELEASE, 1, 900, 150)
    assert use.cost_usd == pytest.approx((500 * 0.15 + 400 * 0.075 + 150 * 0.60) / 1_000_000)
    assert use.seconds > 0
    (asked,) = openai.asked
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert [each["role"] for each in asked["messages"]] == ["system", "user"]
    assert asked["temperature"] == 0


def test_a_reasoning_model_is_asked_without_a_temperature(openai, model):
    """Those refuse one."""
    openai.model = "o4-mini"
    openai.will(Fills(FILLED))
    ask(model(name="o4-mini"))
    assert "temperature" not in openai.asked[0]


def test_a_model_that_is_not_listed_has_no_price(openai, model, monkeypatch):
    """No price is better than a wrong one."""
    monkeypatch.setattr("adapters.openai.prices.PRICES", {})
    openai.will(Fills(FILLED))
    assert ask(model()).use.cost_usd is None


@pytest.mark.parametrize(
    ("name", "tier", "priced"),
    [
        (RELEASE, "", True),
        ("gpt-4o", "default", True),
        ("gpt-4o-2024-08-06", "default", True),
        ("gpt-4o", "priority", False),
        ("gpt-4o", "flex", False),
        ("gpt-4o-2024-05-13", "", False),
        ("gpt-4o-mini-audio-preview", "", False),
        ("ft:gpt-4o-mini-2024-07-18:acme::x", "", False),
        ("openai/gpt-4o-mini", "", False),
        ("smollm2", "", False),
    ],
)
def test_only_what_the_list_names_has_a_price(name, tier, priced):
    """Neither other models, nor other tiers, nor a release that cost something else."""
    assert (cost(name, 1000, 0, 100, tier) is not None) == priced


def test_the_tier_that_the_server_tells_counts(openai, model):
    """What was processed faster, or later, costs something else than the list says."""
    openai.will(Fills(FILLED, tier="priority"))
    assert ask(model()).use.cost_usd is None


@pytest.mark.parametrize(
    ("move", "kind"),
    [
        (Refuses(), ModelUnusable),
        (Fills('{"asks":[', finish="length"), ModelUnusable),
        (Fills("x", finish="content_filter"), ModelUnusable),
        (Fills(""), ModelUnusable),
        (Status(500), ModelUnavailable),
        (Status(503, body=b"<html>busy</html>"), ModelUnavailable),
        (Status(200, body=b"<html>a login page</html>"), ModelUnavailable),
        (Status(429, code="insufficient_quota"), Misconfigured),
        (Status(400, code="content_filter"), ModelUnusable),
        (Status(403), Misconfigured),
    ],
)
def test_every_trouble_is_an_error_of_the_tree(openai, model, move, kind):
    """What the server does wrong is told in the bot's own words, in the kind that says what to do next."""
    openai.will(move)
    with pytest.raises(kind) as told:
        ask(model())
    assert "trouble" not in told.value.sentence
    if kind is ModelUnusable and not isinstance(move, Status):
        assert told.value.use.tokens_in == 900


def test_a_busy_server_says_how_long_to_wait(openai, model):
    """The seconds of Retry-After are handed on."""
    openai.will(Status(429, headers={"Retry-After": "2"}), Status(429))
    with pytest.raises(ModelUnavailable) as told:
        ask(model())
    assert told.value.retry_after == 2.0
    with pytest.raises(ModelUnavailable) as told:
        ask(model())
    assert told.value.retry_after is None


@pytest.mark.parametrize("move", [Hangs(), Drips()])
def test_an_answer_that_does_not_end_is_given_up(openai, model, move):
    """The limit holds for the whole answer, also where a byte comes now and then."""
    openai.will(move)
    with pytest.raises(ModelUnavailable, match="in time"):
        ask(model(within=0.3))


def test_nobody_listens(model):
    """A server that is not there is told as such."""
    with pytest.raises(ModelUnavailable, match="does not answer"):
        ask(model(url="http://127.0.0.1:9/v1"))


@pytest.mark.parametrize(
    ("given", "says"),
    [({"key": "sk-wrong-0123456789"}, "does not take the key"), ({"name": "gpt-none"}, "no such model")],
)
def test_wrong_settings_are_told_without_the_key(model, given, says):
    """A person must mend them; what the server repeats of the key is not handed on."""
    with pytest.raises(Misconfigured, match=says) as told:
        ask(model(**given))
    assert "sk-" not in f"{told.value.sentence} {told.value!r} {model(**given)!r}"


def test_a_form_that_is_not_strict_is_refused(model):
    """The double takes no form that OpenAI would not take: without its rules this test fails."""
    with pytest.raises(Misconfigured, match="does not take the question"):
        model().fill("intent", {"type": "object", "properties": {"a": {"type": "string"}}}, "Fill.", ["x"])
