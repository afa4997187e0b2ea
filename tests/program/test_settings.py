import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.bootstrap import open_inventories
from bot.settings import WrongSettings, read_settings, variables


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    return monkeypatch


def test_nothing_set(bare):
    """With an empty environment every setting has its default, and nothing secret is held."""
    bare.setenv("HOME", "/home/somebody")
    settings = read_settings()
    assert (settings.netbox_url, settings.netbox_token, settings.redis_url) == (None, None, None)
    assert settings.home == Path("/home/somebody/.local/state/netbot")
    assert (settings.model_small, settings.session_days) == ("gpt-4o-mini", 30)
    assert settings.secrets() == ()


@pytest.mark.parametrize("blank", ["", "   ", "\t\n"])
@pytest.mark.parametrize("name", sorted(variables()))
def test_blank_is_unset(bare, name, blank):
    """A blank variable is the same as none, for every setting."""
    unset = read_settings()
    bare.setenv(name, blank)
    assert read_settings() == unset


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://netbox.example.com", "https://netbox.example.com"),
        ("https://netbox.example.com/", "https://netbox.example.com"),
        (" http://10.0.0.1:8000/api/ ", "http://10.0.0.1:8000"),
        ("https://example.com/netbox/api", "https://example.com/netbox"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_netbox_address(bare, given, kept):
    """NETBOX_URL is the address of NetBox itself, also where that of its API was pasted."""
    bare.setenv("NETBOX_URL", given)
    assert read_settings().netbox_url == kept


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("NETBOX_URL", "netbox.example.com"),
        ("NETBOX_URL", "ftp://netbox.example.com"),
        ("NETBOX_URL", "http://"),
        ("NETBOX_URL", "http://host:notaport"),
        ("NETBOX_URL", "https://someone:sesame@netbox.example.com"),
        ("NETBOX_TOKEN", "two words sesame"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "http://:sesame@localhost"),
        ("REDIS_URL", "redis://"),
        ("NETBOT_NETBOX_PROXY", "someone:sesame@proxy"),
        ("NETBOT_NETBOX_PROXY", "socks5://someone:sesame@proxy:1080"),
        ("OPENAI_BASE_URL", "api"),
        ("DISCORD_GATEWAY_URL", "http://x"),
        ("NETBOT_LOG_LEVEL", "loud"),
        ("NETBOT_SESSION_DAYS", "many"),
        ("NETBOT_SESSION_DAYS", "0"),
        ("NETBOT_NETBOX_TIMEOUT", "1000"),
    ],
)
def test_wrong_value(bare, name, wrong):
    """A wrong value is told in one sentence that names the variable and says what it must be, and shows no secret."""
    bare.setenv(name, wrong)
    with pytest.raises(WrongSettings) as caught:
        read_settings()
    (sentence,) = caught.value.sentences
    assert sentence.startswith(f"{name} must be ")
    assert sentence.endswith(".")
    assert "sesame" not in sentence
    assert "pydantic" not in sentence


def test_all_wrong_values(bare):
    """Every wrong value is told at once, so that nobody mends them one by one."""
    bare.setenv("NETBOX_URL", "x")
    bare.setenv("NETBOT_SESSION_DAYS", "y")
    with pytest.raises(WrongSettings) as caught:
        read_settings()
    assert [each.split()[0] for each in caught.value.sentences] == ["NETBOX_URL", "NETBOT_SESSION_DAYS"]


def test_secrets_stay_hidden(bare):
    """Printing the settings shows no secret, and every secret is known to what masks them."""
    seeded = {
        "NETBOX_TOKEN": "nbt_a.b",
        "NETBOT_NETBOX_PROXY": "http://someone:sesame@proxy:3128",
        "REDIS_URL": "redis://:sesame@host/0",
        "SLACK_SIGNING_SECRET": "hush",
        "DISCORD_TOKEN": "quiet",
    }
    for name, value in seeded.items():
        bare.setenv(name, value)
    settings = read_settings()
    assert not any(value in f"{settings!r}{settings}" for value in seeded.values())
    assert set(settings.secrets()) == set(seeded.values())


def test_the_proxy_of_the_settings_is_asked(bare):
    """With NETBOT_NETBOX_PROXY set, what is asked of NetBox goes to the proxy."""
    asked = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *told):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        serving = threading.Thread(target=proxy.handle_request)
        serving.start()
        bare.setenv("NETBOX_URL", "http://netbox.example.com")
        bare.setenv("NETBOX_TOKEN", "x")
        bare.setenv("NETBOT_NETBOX_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        with open_inventories(read_settings()).open(None, "c") as inventory:
            inventory.fetch("status/")
        serving.join()
    assert asked == ["http://netbox.example.com/api/status/"]
