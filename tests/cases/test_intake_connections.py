"""Connections to the public net lead to no private network, whatever a name stands for when it is asked for again."""

import http.server
import threading

import pytest

from dragoman.errors import InputError
from dragoman.intake import Given, fetch, read_url


@pytest.fixture
def server():
    class Handler(http.server.BaseHTTPRequestHandler):
        asked = 0

        def do_GET(self):
            Handler.asked += 1
            body = "<html><p>Порт закрыт.</p>".encode("windows-1251")
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=windows-1251")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    one = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=one.serve_forever, daemon=True).start()
    yield one.server_port, Handler
    one.shutdown()
    one.server_close()


def test_an_address_that_the_user_typed_may_be_private(server):
    assert "Порт закрыт" in read_url(f"http://127.0.0.1:{server[0]}/", Given()).content


def test_an_address_that_a_feed_names_may_not(server):
    with pytest.raises(InputError, match="private network"):
        fetch.fetch(f"http://127.0.0.1:{server[0]}/", is_chosen=False)
    assert server[1].asked == 0


def test_a_name_that_changes_its_place_gains_nothing(server, monkeypatch):
    monkeypatch.setattr(fetch, "is_private", lambda host: False)
    with pytest.raises(InputError, match="could not be fetched"):
        fetch.fetch(f"http://localhost:{server[0]}/", is_chosen=False)
    assert server[1].asked == 0


@pytest.mark.parametrize(
    ("place", "is_public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_private_places_are_known(place, is_public):
    assert fetch.is_public_place(place) is is_public
