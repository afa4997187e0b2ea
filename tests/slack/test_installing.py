"""Several workspaces: installed over OAuth, each with its own token, none seeing another; removed without a trace."""

import http.client
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.redis.connect import connect
from adapters.slack.app import bolt_app
from adapters.slack.serving import asgi_app
from bot.bootstrap import open_road
from bot.demo.standin.server import serving
from bot.settings import read_settings
from bot.slack_app import _installing, open_rooms
from orchestration.road import run_turn
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.double import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, SlackDouble, post_event
from tests.fakes.slack.payloads import ANN, BOT, TEAM
from tests.fakes.slack.state import Workspace
from tests.slack.rig import environment

OTHER = "T0SECOND"


@pytest.fixture
def slack():
    with SlackDouble(Workspace(token="xoxb-unused")) as double:
        double.workspaces.clear()
        yield double


@pytest.fixture
def pages(slack, redis_url, standin, tmp_path, monkeypatch):
    """The address of a listener for any workspace; its road beside it."""
    told = environment(
        slack, redis_url, standin, tmp_path, SLACK_CLIENT_ID=CLIENT_ID, SLACK_CLIENT_SECRET=CLIENT_SECRET
    )
    policy = tmp_path / "policy.toml"
    policy.write_text(f'{policy.read_text()}\n[[places]]\nwhere = "slack/{OTHER}"\n')
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    settings = read_settings()
    with connect(redis_url) as client:
        rooms = open_rooms(settings, client)
        app = bolt_app(rooms, signing_secret=SIGNING_SECRET, url=settings.slack_api_url)
        with serving(asgi_app(app, lambda: True, _installing(settings, client, rooms))) as address:
            yield address
        rooms.listener.later.shutdown()


def get(address, path, cookie=""):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    return answer.status, answer.getheader("Location") or body, cookie


def install(slack, address, workspace, *, state=None):
    """Go through an installation; returns the status of its last page."""
    _, authorize, cookie = get(address, "/slack/install")
    issued = parse_qs(urlsplit(authorize).query)["state"][0]
    slack.codes["code-1"] = workspace
    status, _, _ = get(address, f"/slack/oauth_redirect?code=code-1&state={state or issued}", cookie)
    return status


def ask(slack, address, workspace):
    """Mention the bot in a workspace and let it answer; returns what it posted there."""
    written = workspace.said(ANN, f"<@{BOT}> which sites are there?")
    payload = raw.mention("which sites are there?", ts=written["ts"], team=workspace.team)
    assert post_event(f"{address}/slack/events", payload)[0] == 200
    road = open_road(read_settings())
    while run_turn(road):
        pass
    return workspace.posted()


def test_two_workspaces(slack, pages):
    """Each workspace that installs the app is answered with its own token, and only there."""
    home, other = Workspace(TEAM, "xoxb-one"), Workspace(OTHER, "xoxb-two")
    for user in other.users.values():
        user["team_id"] = OTHER if user["team_id"] == TEAM else user["team_id"]
    assert [install(slack, pages, each) for each in (home, other)] == [200, 200]
    assert len(ask(slack, pages, other)) == 1
    assert home.posted() == []
    assert len(ask(slack, pages, home)) == 1
    assert len(other.posted()) == 1


def test_tokens_are_encrypted_at_rest(slack, pages, redis_client):
    """A workspace's token is in no key of the store as it is."""
    install(slack, pages, Workspace(TEAM, "xoxb-very-own-token"))
    kept = [redis_client.dump(key) for key in redis_client.keys("*")]
    assert any(b"installation" in key for key in redis_client.keys("*"))
    assert not any(b"very-own" in each for each in kept)


def test_the_state_is_checked(slack, pages, redis_client):
    """A state that was not issued here installs nothing."""
    assert install(slack, pages, Workspace(TEAM, "xoxb-one"), state="forged") == 400
    assert redis_client.keys("*installation*") == []


def test_a_state_is_good_once(slack, pages):
    """A state that was used installs nothing a second time."""
    _, authorize, cookie = get(pages, "/slack/install")
    issued = parse_qs(urlsplit(authorize).query)["state"][0]
    statuses = []
    for number in range(2):
        slack.codes[f"code-{number}"] = Workspace(TEAM, "xoxb-one")
        statuses.append(get(pages, f"/slack/oauth_redirect?code=code-{number}&state={issued}", cookie)[0])
    assert statuses == [200, 401]


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}]
)
def test_removing_the_app_purges(slack, pages, redis_client, event):
    """When the app is removed, nothing of the workspace stays; another's stays as it is."""
    home = Workspace(TEAM, "xoxb-one")
    install(slack, pages, home)
    install(slack, pages, Workspace(OTHER, "xoxb-two"))
    ask(slack, pages, home)
    assert redis_client.keys(f"*slack/{TEAM}/*") != []
    assert post_event(f"{pages}/slack/events", raw.event(event))[0] == 200
    assert redis_client.keys(f"*slack/{TEAM}/*") == []
    assert redis_client.keys("netbot:1:listing:*") == []
    assert redis_client.keys(f"*safe:slack/{OTHER}/*") != []


def test_where_the_app_is_not_installed(slack, pages, redis_client):
    """Events of a workspace that never installed the app are stored nowhere."""
    written = raw.mention("sites", ts="1800000001.000001", team="T0NEVER")
    post_event(f"{pages}/slack/events", written)
    assert redis_client.keys("netbot:1:inbox:*") == []
