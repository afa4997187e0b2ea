"""The commands around changes: policy, audit, link, unlink, forget; in real processes, as a person runs them."""

import json
import os
import re
import subprocess
import sys

import pytest

from adapters.redis.keys import PREFIX

TOKEN_LINES = re.compile(r"nbt_\w+\.\w+")


@pytest.fixture
def netbot(redis_url, standin, tmp_path):
    """Runs a command against the store and the stand-in of the tests."""

    def run(*command, typed="", **more):
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "USER": "ada",
            "LOGNAME": "ada",
            "NETBOT_HOME": str(tmp_path / "state"),
            "REDIS_URL": redis_url,
            "NETBOX_URL": standin.url,
            "NETBOX_TOKEN": standin.token_readonly,
            **more,
        }
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *command],
            input=typed,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_a_policy_is_begun_checked_and_shown(netbot, tmp_path):
    """`init` writes a policy that `check` finds nothing wrong in; a second `init` leaves it alone; `show` tells what somebody may."""
    path = tmp_path / "policy.toml"
    first, second = netbot("policy", "init", str(path)), netbot("policy", "init", str(path))
    path.write_text(path.read_text() + '\n[[places]]\nwhere = "slack/T1"\n')
    checked = netbot("policy", "check", "--file", str(path))
    shown = netbot("policy", "show", "slack/T1/U1", NETBOT_POLICY=str(path))

    assert (first.returncode, second.returncode, checked.returncode, shown.returncode) == (0, 1, 0, 0)
    assert "nothing wrong. 1 place is answered" in checked.stdout
    assert "in slack/T1, like everybody there: propose, read" in shown.stdout


def test_a_wrong_policy_is_told_by_line(netbot, tmp_path):
    """`check` names line and fault, and ends with status 1; so does every command that needs the policy."""
    path = tmp_path / "policy.toml"
    path.write_text('[[places]]\nwhere = "slack"\n')
    checked = netbot("policy", "check", "--file", str(path))
    asked = netbot("ask", "list sites", NETBOT_POLICY=str(path))

    assert checked.returncode == 1
    assert checked.stderr.startswith("line 2: places.where is 'slack'; a place is <platform>/<workspace or guild>")
    assert asked.returncode == 1
    assert "line 2" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_token_is_linked_checked_and_unlinked(netbot, standin):
    """`link` asks for a token, has NetBox say whose it is, and shows it nowhere; `unlink` removes it; both are on the record."""
    linked = netbot("link", typed=f"{standin.token_admin}\n")
    unlinked, again = netbot("unlink"), netbot("unlink")
    record = netbot("audit", "--json")

    assert linked.returncode == 0, linked.stderr
    assert "Linked for terminal/local/ada. It is admin's." in linked.stdout
    assert unlinked.stdout == "Removed for terminal/local/ada.\n"
    assert "No token is linked" in again.stdout
    assert [json.loads(line)["event"] for line in record.stdout.splitlines()] == ["linked", "unlinked"]
    for each in (linked, unlinked, record):
        assert not TOKEN_LINES.search(each.stdout + each.stderr)


def test_a_wrong_token_is_not_linked(netbot):
    """A token that NetBox does not take is refused in a sentence that does not repeat it."""
    refused = netbot("link", typed="nbt_wrong0000000.wrong00000000000000000000000000000000000\n")

    assert refused.returncode == 1
    assert "does not take the token" in refused.stderr
    assert "wrong0000" not in refused.stderr + refused.stdout


def test_the_record_is_shown_and_checked(netbot, thread, netbox):
    """`audit` shows what was proposed; `audit --check` finds a record with another key's entries out."""
    netbot("unlink")
    from tests.changes.desk_kit import create, value  # noqa: PLC0415 - the store is shared with the commands

    thread.propose(create("dcim.site", value("name", "Zz audit")))
    shown, checked = netbot("audit"), netbot("audit", "--check")

    assert "proposed  p-" in shown.stdout
    assert "create dcim.site" in shown.stdout
    assert checked.returncode == 1
    assert "Entry 1 was altered." in checked.stderr


def test_a_sound_record_is_found_sound(netbot, standin):
    """`audit --check` of an untouched record ends with status 0."""
    netbot("link", typed=f"{standin.token_admin}\n")
    checked = netbot("audit", "--check")

    assert (checked.returncode, checked.stdout) == (0, "Nothing was altered or lost.\n")


def test_a_record_that_was_removed_whole_is_missed(netbot, standin, redis_client, tmp_path):
    """`audit --check` misses a record that is no longer there, where it was written from; elsewhere it says that it cannot tell."""
    netbot("link", typed=f"{standin.token_admin}\n")
    redis_client.delete(f"{PREFIX}record")
    here, elsewhere = netbot("audit", "--check"), netbot("audit", "--check", NETBOT_HOME=str(tmp_path / "elsewhere"))

    assert (here.returncode, here.stderr) == (1, "The record is empty, but entry 1 was written.\n1 fault.\n")
    assert elsewhere.returncode == 0
    assert elsewhere.stdout.startswith("Nothing was altered. This machine wrote nothing there")


def test_a_person_is_forgotten_but_for_the_record(netbot, thread, standin):
    """`forget` removes the token and the changes somebody asked for; the record keeps what happened."""
    from tests.changes.desk_kit import create, value  # noqa: PLC0415 - the store is shared with the commands

    proposal = thread.propose(create("dcim.site", value("name", "Zz forget"))).proposal
    netbot("link", typed=f"{standin.token_admin}\n")
    forgotten = netbot("forget", "terminal/local/ada")

    assert "1 change, their token. The record stays." in forgotten.stdout
    assert thread.desk.confirming.proposals.find(proposal) is None
    assert "No token is linked" in netbot("unlink").stdout
    assert proposal in netbot("audit").stdout


def test_who_is_to_be_forgotten_must_be_an_account(netbot):
    """A name that is no account is refused with how accounts are written."""
    refused = netbot("forget", "ada")

    assert refused.returncode == 2
    assert "<platform>/<workspace or guild>/<id>" in refused.stderr
