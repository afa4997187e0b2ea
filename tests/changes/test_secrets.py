"""Secrets appear nowhere: seeded in six places, they are in no log, no key or value of the store, no answer, no prompt, and no export."""

import json
import os
import subprocess
import sys

import pytest

from adapters.redis.connect import connect
from tests.fakes.chat_completions import ChatCompletions, Fills

TYPED = "nbt_typedbymistake.0123456789abcdefghijABCDEFGHIJ0123456789"
OTHER = "fedcba9876543210fedcba9876543210fedcba98"


def kept(client):
    """Return everything the store holds, keys and values, as one text."""
    found = []
    for key in client.scan_iter(count=1000):
        match client.type(key):
            case b"string":
                value = client.get(key)
            case b"hash":
                value = client.hgetall(key)
            case b"list":
                value = client.lrange(key, 0, -1)
            case b"set":
                value = client.smembers(key)
            case b"zset":
                value = client.zrange(key, 0, -1)
            case _:
                value = client.xrange(key)
        found.append(f"{key!r} {value!r}")
    return "\n".join(found)


@pytest.fixture
def model():
    """A language model's double, which reads nothing into what it is told."""
    with ChatCompletions() as double:
        double.will(*[Fills('{"asks":[]}')] * 20)
        yield double


def test_secrets_are_in_no_log_store_answer_or_prompt(redis_url, standin, model, tmp_path):
    """The bot's token, a linked one, one that the policy names, the vault's key, a model's key and a typed one: none is left anywhere."""
    home = tmp_path / "state"
    policy = tmp_path / "policy.toml"
    policy.write_text('[[places]]\nwhere = "slack/T1"\ntoken = "NETBOX_TOKEN_OPS"\n')
    secrets = {
        "NETBOX_TOKEN": standin.token_admin,
        "NETBOX_TOKEN_OPS": standin.token_readonly,
        "NETBOT_VAULT_KEY": "vault-key-of-thirty-two-characters-at-least",
        "OPENAI_API_KEY": model.key,
    }
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "USER": "ada",
        "NETBOT_HOME": str(home),
        "NETBOT_POLICY": str(policy),
        "NETBOT_LOG_LEVEL": "debug",
        "REDIS_URL": redis_url,
        "NETBOX_URL": standin.url,
        "OPENAI_BASE_URL": model.url,
        **secrets,
    }

    def run(*command, told):
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *command],
            input=told,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        return done.stdout + done.stderr

    said = (
        "list all sites",
        f"use {TYPED} from now on",
        f"Token {OTHER}",
        f"devices humming {TYPED}",
        "devices humming by site",
    )
    lines = [{"session": "s", "say": each} for each in said]
    lines.append({"session": "s", "click": f"say:show {TYPED}"})
    said = run("link", told=f"{standin.token_reader}\n")
    said += run("chat", "--json", told="".join(f"{json.dumps(each)}\n" for each in lines))
    said += run("ask", f"is {OTHER} right?", told="")
    exported = run("audit", "--json", told="")
    with connect(redis_url) as client:
        places = {"answers": said, "store": kept(client), "prompts": json.dumps(model.asked), "record": exported}
    places |= {path.name: path.read_text(errors="replace") for path in home.rglob("*") if path.is_file()}
    seeds = {*secrets.values(), standin.token_reader, TYPED, OTHER}
    # The part after the dot is what a v2 token keeps secret.
    parts = {part for seed in seeds for part in (seed, seed.rpartition(".")[2])}

    assert said.count("revoke it") == 4
    assert "session" in places["store"]
    assert "devices humming by site" in places["prompts"]
    assert '"linked"' in places["record"]
    assert "sites" in said
    assert any(name.endswith(".log") for name in places)
    leaks = [(name, part[:6]) for name, text in places.items() for part in parts if part in text]
    assert leaks == []
