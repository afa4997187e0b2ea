"""What goes wrong between the bot and a language model, and what of the tree it becomes: one table for all of it.

What people read is made here, never of the text of an exception or an answer: both may hold a part of the key.
"""

from collections.abc import Callable, Mapping

import httpx2
import openai
from openai import _exceptions as further

from orchestration.errors import Misconfigured, ModelUnavailable, ModelUnusable, NetbotError

LONGEST_WAIT = 3600.0
ADDRESS = "Check OPENAI_BASE_URL."
AWAY = "The language model's server does not answer."
BROKEN = "The language model's server answers with what is no answer."
# Codes of a 400 that say something of one message, not of the settings: Azure's filter
# (learn.microsoft.com/azure/ai-services/openai/concepts/content-filter), and messages too long for a model
# (platform.openai.com/docs/guides/error-codes).
_OF_THE_MESSAGE = frozenset(("content_filter", "context_length_exceeded"))


def _away(_: Exception) -> NetbotError:
    return ModelUnavailable(AWAY)


def _slow(_: Exception) -> NetbotError:
    return ModelUnavailable("The language model did not answer in time.")


def _broken(_: Exception) -> NetbotError:
    return ModelUnavailable(BROKEN)


def _busy(problem: Exception) -> NetbotError:
    # An account without credit is told with the same status; waiting does not fill it.
    if getattr(problem, "code", None) == "insufficient_quota":
        return Misconfigured("The account of OPENAI_API_KEY has no credit left.", "Add some, or use another key.")
    return ModelUnavailable("The language model is asked too much.", _retry_after(problem))


def _key(_: Exception) -> NetbotError:
    return Misconfigured("The language model's server does not take the key.", "Check OPENAI_API_KEY.")


def _rights(_: Exception) -> NetbotError:
    return Misconfigured("The key may not use the language model.", "Check OPENAI_API_KEY and NETBOT_MODEL_SMALL.")


def _nowhere(_: Exception) -> NetbotError:
    text = "The language model's server has no such model, or is none."
    return Misconfigured(text, "Check NETBOT_MODEL_SMALL and OPENAI_BASE_URL.")


def _refused(problem: Exception) -> NetbotError:
    if getattr(problem, "code", None) in _OF_THE_MESSAGE:
        return ModelUnusable("The language model's server does not take this message.")
    text = "The language model's server does not take the question."
    return Misconfigured(text, "Check that NETBOT_MODEL_SMALL takes strict JSON schemas, in Chat Completions.")


Told = Callable[[Exception], NetbotError]

EXCEPTIONS: Mapping[type[Exception], Told] = {
    httpx2.TimeoutException: _slow,
    httpx2.HTTPError: _away,
    httpx2.StreamError: _away,
    httpx2.InvalidURL: lambda _: Misconfigured("The language model's address cannot be used.", ADDRESS),
    openai.APITimeoutError: _slow,
    openai.APIConnectionError: _away,
    openai.RateLimitError: _busy,
    openai.InternalServerError: _away,
    openai.ConflictError: _away,
    openai.AuthenticationError: _key,
    openai.OAuthError: _key,
    openai.PermissionDeniedError: _rights,
    openai.NotFoundError: _nowhere,
    openai.BadRequestError: _refused,
    openai.UnprocessableEntityError: _refused,
    openai.APIStatusError: _broken,
    openai.APIResponseValidationError: _broken,
    openai.APIError: _broken,
    openai.LengthFinishReasonError: _broken,
    openai.ContentFilterFinishReasonError: _broken,
    openai.InvalidWebhookSignatureError: _broken,
    further.SubjectTokenProviderError: _key,
    further.WebSocketConnectionClosedError: _away,
    further.WebSocketQueueFullError: _away,
    openai.OpenAIError: _broken,
}


def told(problem: Exception) -> NetbotError:
    """Return what an exception of the library becomes in the tree.

    Args:
        problem: an exception of `EXCEPTIONS`, or of a kind below one.
    """
    return next(EXCEPTIONS[kind] for kind in type(problem).__mro__ if kind in EXCEPTIONS)(problem)


def _retry_after(problem: Exception) -> float | None:
    """Return how many seconds the server asks to wait (RFC 9110, 10.2.3); a date counts as none."""
    headers = problem.response.headers if isinstance(problem, openai.APIStatusError) else {}
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_WAIT else None
