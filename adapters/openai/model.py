"""A language model behind Chat Completions, which every OpenAI-compatible server speaks."""

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openai import OpenAI
from pydantic import BaseModel, ValidationError

from adapters.openai.errors import BROKEN, EXCEPTIONS, told
from adapters.openai.prices import cost
from orchestration.errors import ModelUnavailable, ModelUnusable
from orchestration.messages.receipt import ModelUse
from orchestration.ports import Filled

# Of an intent with ten asks; a model that goes on beyond is lost in a loop.
MOST_TOKENS = 1500
MOST_BYTES = 1_000_000
LONGEST_NAME = 80
# Reasoning models take no temperature: platform.openai.com/docs/guides/reasoning.
_REASONING = re.compile(r"^(o\d|gpt-5)")


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Cached(BaseModel):
    cached_tokens: int | None = 0


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _Cached | None = None


class _Completion(BaseModel):
    choices: list[_Choice]
    model: str = ""
    usage: _Usage | None = None
    service_tier: str | None = None


@dataclass(frozen=True)
class ChatModel:
    """Asks a model by Chat Completions, once a call: whoever calls knows whether asking again is worth it.

    Args:
        key: for the server.
        url: of the server; None for OpenAI's own.
        name: of the model.
        within: seconds for a whole answer, from the first byte sent to the last received.
        most_tokens: tokens of an answer at most.
    """

    key: str = field(repr=False)
    url: str | None
    name: str
    within: float
    most_tokens: int = MOST_TOKENS

    def fill(self, name: str, form: Mapping[str, Any], instructions: str, said: Sequence[str]) -> Filled:
        """Ask once for a form to be filled; see `orchestration.ports.LanguageModel`."""
        began = time.monotonic()
        asked: dict[str, Any] = {
            "model": self.name,
            "messages": [
                {"role": "system", "content": instructions},
                *({"role": "user", "content": each} for each in said),
            ],
            "response_format": {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": form}},
            "max_completion_tokens": self.most_tokens,
        }
        if not _REASONING.match(self.name):
            asked["temperature"] = 0
        try:
            body = self._answer(asked, began + self.within)
        except tuple(EXCEPTIONS) as problem:
            raise told(problem) from None
        return self._read(body, time.monotonic() - began)

    def _answer(self, asked: dict[str, Any], until: float) -> bytes:
        """Return the body of the answer; one that comes in drops, or without end, is given up."""
        body = bytearray()
        with self._client.chat.completions.with_streaming_response.create(**asked) as response:
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() > until:
                    raise ModelUnavailable("The language model did not answer in time.")
                if len(body) > MOST_BYTES:
                    raise ModelUnavailable(BROKEN)
        return bytes(body)

    def _read(self, body: bytes, seconds: float) -> Filled:
        try:
            completion = _Completion.model_validate_json(body)
        except ValidationError:
            raise ModelUnavailable(BROKEN) from None
        use = self._use(completion, seconds)
        if not completion.choices:
            raise ModelUnusable("The language model said nothing.", use)
        choice = completion.choices[0]
        if choice.message.refusal or choice.finish_reason == "content_filter":
            raise ModelUnusable("The language model refused.", use)
        if choice.finish_reason == "length":
            raise ModelUnusable("The language model's answer is cut.", use)
        if not choice.message.content:
            raise ModelUnusable("The language model said nothing.", use)
        return Filled(text=choice.message.content, use=use)

    def _use(self, completion: _Completion, seconds: float) -> ModelUse:
        usage = completion.usage or _Usage()
        cached = (usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else 0) or 0
        model = completion.model or self.name
        return ModelUse(
            model=model[:LONGEST_NAME],
            calls=1,
            tokens_in=usage.prompt_tokens,
            tokens_out=usage.completion_tokens,
            seconds=round(seconds, 4),
            cost_usd=cost(model, usage.prompt_tokens, cached, usage.completion_tokens, completion.service_tier or ""),
        )

    @cached_property
    def _client(self) -> OpenAI:
        """The library's client, made on first use: a connection must not be shared over a fork, and most turns ask no model."""
        # At level debug the library logs whole questions.
        logging.getLogger("openai").setLevel(logging.WARNING)
        return OpenAI(api_key=self.key, base_url=self.url, timeout=self.within, max_retries=0)
