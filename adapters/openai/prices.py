"""What tokens cost: OpenAI's list as of 21 June 2026, in US dollars for a million tokens.

Source: platform.openai.com/docs/pricing, standard processing. A model that is not listed has no price here, and none is shown.
"""

import re
from typing import NamedTuple

LISTED_ON = "2026-06-21"
_MILLION = 1_000_000
# "gpt-4o-mini-2024-07-18" is a dated release of "gpt-4o-mini".
_RELEASE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class Price(NamedTuple):
    """Dollars for a million tokens: said to the model, of these known from an earlier question, and written by it."""

    said: float
    cached: float
    written: float


PRICES = {
    "gpt-4o": Price(2.50, 1.25, 10.00),
    "gpt-4o-mini": Price(0.15, 0.075, 0.60),
    "gpt-4.1": Price(2.00, 0.50, 8.00),
    "gpt-4.1-mini": Price(0.40, 0.10, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.025, 0.40),
}


def cost(model: str, said: int, cached: int, written: int) -> float | None:
    """Return what tokens cost in US dollars; None for a model that is not listed.

    Args:
        model: its name, perhaps with the date of a release.
        said: tokens of the question.
        cached: of these, tokens at the lower price.
        written: tokens of the answer.
    """
    price = PRICES.get(_RELEASE.sub("", model))
    if price is None:
        return None
    return ((said - cached) * price.said + cached * price.cached + written * price.written) / _MILLION
