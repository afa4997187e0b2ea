"""The README tells what is: its links lead somewhere, its settings and commands are the program's."""

import re
from pathlib import Path

import pytest
import typer.main

from bot.cli import app
from bot.settings import variables

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page):
    """Every link to a file of the project names a file that is there."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_project_s_own_settings_are_told():
    """Every setting of the project's own that the program reads is in the README, and none that it does not read."""
    told = set(re.findall(r"`(NETBOT_[A-Z_]+|NETBOX_[A-Z_]+|REDIS_URL)`", README))
    known = {name for name in variables() if name.startswith(("NETBOT_", "NETBOX_", "REDIS"))}
    assert told <= known
    assert known <= told


def test_commands_are_told():
    """Every command of the program is in the README."""
    commands = set(typer.main.get_command(app).commands)
    assert {each for each in commands if f"netbot {each}" not in README and f"`{each}`" not in README} <= {"redis"}


def test_every_room_is_told():
    """The list of rooms names every folder of code, and none that is not there."""
    told = set(re.findall(r"^\| `([\w./]+)/`", README, re.MULTILINE))
    rooms = {
        str(folder.relative_to(REPOSITORY))
        for top in ("orchestration", "adapters")
        for folder in (REPOSITORY / top).iterdir()
        if folder.is_dir() and not folder.name.startswith(("_", "."))
    }
    assert rooms <= told | {"orchestration/agents"}
    assert all((REPOSITORY / each).is_dir() for each in told)
