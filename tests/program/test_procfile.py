"""`honcho start` runs what there are tokens for, and waits in the place of the rest: a process that ends would end them all."""

import os
import subprocess
from pathlib import Path

import pytest

LINES = dict(line.split(": ", 1) for line in (Path(__file__).parents[2] / "Procfile").read_text().splitlines())


@pytest.fixture
def ran(tmp_path):
    """What a line of the Procfile runs, in a folder whose programs tell what they are asked for."""
    for path, told in ((".venv/bin/netbot", "netbot $* $REDIS_URL"), ("bin/tail", "waits")):
        program = tmp_path / path
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\necho "{told}"\n')
        program.chmod(0o755)

    def run(name, **environment):
        path = f"{tmp_path / 'bin'}:{os.defpath}"
        done = subprocess.run(
            ["sh", "-c", LINES[name]],
            cwd=tmp_path,
            env={"PATH": path, **environment},
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )
        return done.stdout.strip()

    return run


@pytest.mark.parametrize(("name", "token"), [("slack", "SLACK_APP_TOKEN"), ("discord", "DISCORD_TOKEN")])
def test_platforms_need_their_token(ran, name, token, tmp_path):
    """Without its token a platform's line waits; with it, it listens at the Redis of the Procfile, or at the one that is named."""
    assert ran(name) == ran(name, **{token: ""}) == "waits"
    assert ran(name, **{token: "x"}) == f"netbot {name} unix://{tmp_path}/.netbot/redis/redis.sock"
    assert ran(name, **{token: "x", "REDIS_URL": "redis://there"}) == f"netbot {name} redis://there"
