"""The double's rules for strict schemas: the intent keeps them, and each of them can be broken."""

import pytest

from orchestration.agents.intent import FORM
from tests.fakes.strict_schemas import faults

TEXT = {"type": "string"}


def form(**properties):
    """Return a form with some properties, all required."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nested(levels):
    inner = form(a=TEXT)
    for _ in range(levels - 1):
        inner = form(a=inner)
    return inner


def test_the_intent_is_fit_for_strict_mode():
    """The form that the model fills breaks none of the rules."""
    assert faults(FORM) == []


@pytest.mark.parametrize("good", [form(a=TEXT), nested(10), form(a={"anyOf": [TEXT, {"type": "null"}]})])
def test_what_is_allowed_is_taken(good):
    """The rules refuse no schema that OpenAI takes."""
    assert faults(good) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "array", "items": TEXT},
        {**form(a=TEXT), "additionalProperties": True},
        {**form(a=TEXT), "required": []},
        form(a={**TEXT, "default": "x"}),
        form(a={"oneOf": [TEXT]}),
        form(a={"allOf": [TEXT]}),
        form(a={"type": "object", "properties": {}, "required": [], "additionalProperties": TEXT}),
        form(a={"type": "string", "format": "ipv4network"}),
        form(a={"type": "array", "prefixItems": [TEXT]}),
        form(a={"type": "array", "items": TEXT, "uniqueItems": True}),
        form(a={}),
        form(a={"anyOf": [form(a=TEXT), form(a=TEXT, b=TEXT)]}),
        {**form(a={"$ref": "#/$defs/B", "description": "x"}), "$defs": {"B": TEXT}},
        nested(11),
        form(**{f"p{at}": TEXT for at in range(5001)}),
        form(a={"type": "string", "enum": [str(at) for at in range(1001)]}),
        form(a={"type": "string", "enum": [f"{at:0100}" for at in range(251)]}),
        form(**{"p" * 120_001: TEXT}),
    ],
    ids=lambda each: str(each)[:60],
)
def test_what_breaks_a_rule_is_refused(bad):
    """Each rule that OpenAI's documentation names is held."""
    assert faults(bad)
