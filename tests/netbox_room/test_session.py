"""The session: who speaks, how long it waits, what it tries again, and what it counts."""

import contextlib
import http.server
import os
import socket
import ssl
import threading

import pytest

from adapters.netbox.inventories import NetBoxInventories
from adapters.netbox.meter import Counting
from orchestration.catalogue.loading import load
from orchestration.errors import Misconfigured, NetBoxUnavailable, StoreUnavailable
from orchestration.ports import Query
from tests.fakes.certificates import self_signed
from tests.fakes.netbox_trouble import Answer, Cut, Hang, too_many, web_page

SITES = Query(type="dcim.site", fields=("id", "name"), limit=2)


@contextlib.contextmanager
def told(kind, words):
    """Expect an error whose sentence, with what to do, holds some words."""
    with pytest.raises(kind) as caught:
        yield caught
    assert words in caught.value.sentence


def test_headers(through, proxy, netbox):
    """A request carries the token by its kind, the turn's id, and who asks; the answer's id is kept."""
    with through().open(None, "turn-7") as inventory:
        inventory.list(SITES)
        sent = proxy.requests[-1].headers
        assert sent["Authorization"] == f"Bearer {netbox.token_admin}"
        assert (sent["X-Correlation-ID"], sent["User-Agent"]) == ("turn-7", "netbox-chatops")
        assert "Cookie" not in sent
        assert len(inventory.meter().request_ids) == 1


def test_old_tokens_go_by_their_own_word(through, proxy):
    """A token of the first kind goes as Token, and the one for a person in the place of the bot's."""
    with through().open("0123456789abcdef", "c") as inventory, told(Misconfigured, "token"):
        inventory.list(SITES)
    assert proxy.requests[-1].headers["Authorization"] == "Token 0123456789abcdef"


def test_no_token_at_all(netbox):
    """Without a token nothing is asked."""
    with (
        told(Misconfigured, "NETBOX_TOKEN is not set"),
        NetBoxInventories(netbox.url, None, load()).open(None, "c"),
    ):
        pass


def test_identities_are_told_apart_without_their_tokens(inventories, netbox):
    """Each token has its own digest, the same each time, other on another NetBox, and nothing of the token in it."""
    with inventories.open(None, "c") as bot, inventories.open(netbox.token_reader, "c") as person:
        assert bot.identity != person.identity
        assert bot.instance == person.instance == netbox.url
        with inventories.open(None, "d") as again:
            assert again.identity == bot.identity
        with NetBoxInventories("http://other", netbox.token_admin, load()).open(None, "c") as other:
            assert other.identity != bot.identity
        assert netbox.token_admin[4:16] not in bot.identity


@pytest.mark.parametrize(
    "trouble", [Cut(), Answer(502), Answer(503), Answer(504), too_many(0)], ids=lambda each: f"{each}"[:14]
)
def test_reads_are_tried_again(through, proxy, trouble):
    """A read that was cut off, or met a busy server, is asked again, and each try is counted."""
    proxy.make(trouble, times=2)
    with through().open(None, "c") as inventory:
        assert len(inventory.list(SITES).rows) == 2
        assert inventory.meter().requests == 3


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Cut(), "broke off"),
        (Answer(503), "trouble of its own"),
        (Answer(500), "trouble of its own"),
        (web_page(), "Check NETBOX_URL"),
        (Answer(200, b"[]"), "Check NETBOX_URL"),
        (Answer(200, b'{"results": "none", "count": 0}'), "Check NETBOX_URL"),
        (Answer(404, b"<html>", "text/html"), "Check NETBOX_URL"),
        (too_many(600), "Try again in 600 s"),
    ],
    ids=lambda each: f"{each}"[:20],
)
def test_trouble_that_does_not_end_is_told(through, proxy, trouble, words):
    """After a few tries a person is told what is wrong."""
    proxy.make(trouble, times=None)
    with through().open(None, "c") as inventory, told(NetBoxUnavailable, words) as caught:
        inventory.list(SITES)
    assert proxy.count() <= 3
    assert caught.value.__cause__ is None


def test_errors_are_not_tried_again(through, proxy):
    """What NetBox means is not asked twice: an error of its own, or a wrong value."""
    proxy.make(Answer(500), times=None)
    with through().open(None, "c") as inventory, contextlib.suppress(NetBoxUnavailable):
        inventory.list(SITES)
    assert proxy.count() == 1


def test_a_slow_netbox_is_told(through, proxy):
    """When no answer comes within the time limit, it is told once and not asked again."""
    proxy.make(Hang(30), times=None)
    with (
        through(read=0.2).open(None, "c") as inventory,
        told(NetBoxUnavailable, "did not answer in time"),
    ):
        inventory.list(SITES)
    assert proxy.count() == 1


def test_nobody_there(through, proxy):
    """A refused connection is told with what to check."""
    with (
        proxy.refusing(),
        through().open(None, "c") as inventory,
        told(NetBoxUnavailable, "Nothing answers at"),
    ):
        inventory.list(SITES)


def test_an_unknown_name():
    """A host that no name server knows is told by name."""
    inventories = NetBoxInventories("http://netbox.invalid", "x", load())
    with inventories.open(None, "c") as inventory, told(NetBoxUnavailable, "netbox.invalid"):
        inventory.list(SITES)


@pytest.fixture
def tls(tmp_path):
    """A server with a certificate that nobody trusts."""
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Status)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}", certificate
    server.shutdown()
    server.server_close()
    thread.join()


class Status(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"netbox-version": "4.7.3"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def test_an_untrusted_certificate_is_told(tls):
    """A certificate that nobody vouches for is a matter of settings, and the sentence names the one."""
    url, _ = tls
    with (
        NetBoxInventories(url, "x", load()).open(None, "c") as inventory,
        told(Misconfigured, "NETBOX_CA_FILE"),
    ):
        inventory.fetch("status/")


def test_a_private_authority_is_trusted(tls):
    """With the authority's certificate the same server is spoken to."""
    url, certificate = tls
    with NetBoxInventories(url, "x", load(), ca_file=str(certificate)).open(None, "c") as inventory:
        assert inventory.fetch("status/").body == {"netbox-version": "4.7.3"}


def test_a_missing_certificate_file_is_told(tls):
    """A file of certificates that is not there is told, not a traceback."""
    inventories = NetBoxInventories(tls[0], "x", load(), ca_file="/nowhere.pem")
    with inventories.open(None, "c") as inventory, told(Misconfigured, "NETBOX_CA_FILE"):
        inventory.fetch("status/")


def test_a_proxy_is_used(proxy, netbox):
    """Requests go through the proxy of the settings, not past it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = []

        def listen():
            client, _ = server.accept()
            seen.append(client.recv(4096))
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            client.close()

        listener = threading.Thread(target=listen)
        listener.start()
        proxies = {"http": f"http://127.0.0.1:{port}"}
        with NetBoxInventories("http://netbox.example.com", "x", load(), proxies=proxies).open(None, "c") as inventory:
            assert inventory.fetch("status/").body == {}
        listener.join()
    assert seen[0].startswith(b"GET http://netbox.example.com/api/status/ ")


def test_the_environment_does_not_speak_for_the_bot(through, proxy, tmp_path, monkeypatch):
    """Neither a .netrc nor a proxy of the environment changes who asks whom."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login root password sesame\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with through().open(None, "c") as inventory:
        inventory.list(SITES)
    assert proxy.requests[-1].headers["Authorization"].startswith("Bearer nbt_")


def test_redirects_are_not_followed(through, proxy):
    """A token goes nowhere but to the address of the settings."""
    proxy.make(Answer(302, headers={"Location": "http://127.0.0.1:9/login/"}), times=None)
    with through().open(None, "c") as inventory, told(Misconfigured, "Set NETBOX_URL"):
        inventory.list(SITES)
    assert proxy.count() == 1


class Counted:
    """A gate that says how often it was entered, and how many were within at once."""

    def __init__(self):
        self.lock, self.inside, self.most, self.entries = threading.Lock(), 0, 0, 0

    @contextlib.contextmanager
    def entered(self):
        with self.lock:
            self.inside, self.entries = self.inside + 1, self.entries + 1
            self.most = max(self.most, self.inside)
        try:
            yield
        finally:
            with self.lock:
                self.inside -= 1


def test_every_request_goes_through_the_gate(through, proxy):
    """Reads, tries again and proofs each pass the gate, and it is left again whatever happens."""
    gate = Counted()
    proxy.make(Answer(503), times=1)
    with through(gate=gate).open(None, "c") as inventory:
        inventory.list(Query(type="dcim.site", params=(("status", "active"),), fields=("id",)))
        proxy.make(Answer(500), times=1)
        with contextlib.suppress(NetBoxUnavailable):
            inventory.list(SITES)
        assert gate.entries == proxy.count()
        assert gate.inside == 0


def test_a_closed_gate_is_told(through, proxy):
    """Where no place comes free nothing is sent."""

    class Closed:
        @contextlib.contextmanager
        def entered(self):
            raise StoreUnavailable("Redis does not answer.")
            yield

    with through(gate=Closed()).open(None, "c") as inventory, pytest.raises(StoreUnavailable):
        inventory.list(SITES)
    assert proxy.count() == 0


def test_the_meter_counts_wall_clock():
    """Two requests at once last from the first one's begin to the last one's end; a pause between two is not counted."""
    now = [10.0]
    counting = Counting(lambda: now[0])
    with counting.request():
        now[0] += 2
        with counting.request(proof=True):
            now[0] += 3
    now[0] += 100
    with counting.request():
        now[0] += 1
    meter = counting.reading()
    assert (meter.requests, meter.proof_requests, meter.seconds) == (2, 1, 6.0)


def test_threads_share_the_meter(inventory):
    """What runs at once is counted whole, with the age of its data."""
    threads = [threading.Thread(target=inventory.list, args=(SITES,)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    meter = inventory.meter()
    assert (meter.requests, len(meter.request_ids)) == (4, 4)
    assert meter.oldest is not None


def test_connections_are_shared_by_turns_and_not_by_processes(inventories):
    """Turns of one process use the same connections; a forked one makes its own."""
    here = inventories._connections()
    assert inventories._connections() is here
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, b"own" if inventories._connections() is not here else b"shared")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 10) == b"own"
    os.close(reading)
    os.close(writing)
