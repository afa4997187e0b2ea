"""What a worker's process does before it has work."""

import pytest

from bot import worker
from orchestration.messages import Address, Author, Utterance


@pytest.fixture
def settings(redis_url, standin, tmp_path, monkeypatch):
    """Sets what a worker needs; returns its policy file."""
    policy = tmp_path / "policy.toml"
    given = {
        "REDIS_URL": redis_url,
        "NETBOX_URL": standin.url,
        "NETBOX_TOKEN": standin.token_admin,
        "NETBOT_HOME": str(tmp_path),
        "NETBOT_POLICY": str(policy),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    kept = (worker._settings, worker._road)
    for each in kept:
        each.cache_clear()
    yield policy
    for each in kept:
        each.cache_clear()


def asked(place):
    address = Address(platform="slack", place=place, channel="C1", thread="1")
    return Utterance(
        id="1", address=address, author=Author(platform="slack", place=place, id="U1"), at=1.0, text="list sites"
    )


def test_the_policy_that_holds_is_the_one_of_the_moment(settings):
    """What changed in the policy while a process stood by holds for the work it then gets."""
    settings.write_text('[[places]]\nwhere = "slack/T1"\n')
    for _ in worker._prepare():
        pass
    settings.write_text('[[places]]\nwhere = "slack/T2"\n')
    door = worker._road().door
    assert door.admits(asked("T2"))
    assert not door.admits(asked("T1"))


def test_a_sick_server_keeps_nobody_from_standing_by(settings, monkeypatch):
    """Whether Redis is away or the policy is wrong is told when there is work, not before."""
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    settings.write_text('[[places]]\nwhere = "slack/T1"\n')
    assert list(worker._prepare())
    settings.write_text("no policy")
    worker._settings.cache_clear()
    assert list(worker._prepare())


def test_what_is_rehearsed_leaves_no_trace(settings, redis_client, capsys):
    """No line in the log, no key in Redis, no request to NetBox."""
    settings.write_text("")
    before = redis_client.keys()
    for _ in worker._prepare():
        pass
    assert redis_client.keys() == before
    assert capsys.readouterr() == ("", "")
