"""What differs under https, as the settings make it."""

import runpy

import pytest

from lineside.site import settings as here


def settings_with(monkeypatch, **facts):
    for name, value in facts.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(here.__file__)


@pytest.mark.parametrize("name", ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "BROWSER_COOKIE_NAME"])
def test_under_https_a_cookie_is_for_this_host_alone(monkeypatch, name):
    made = settings_with(monkeypatch, LINESIDE_ORIGIN="https://desk.lineside.example")
    assert made[name].startswith("__Host-")
    assert made["SESSION_COOKIE_SECURE"]
    assert made["CSRF_COOKIE_SECURE"]
    assert made["SECURE_HSTS_SECONDS"] > 0


def test_behind_a_proxy_that_speaks_tls_the_request_is_known_to_be_safe(monkeypatch):
    made = settings_with(monkeypatch, LINESIDE_ORIGIN="https://desk.lineside.example", LINESIDE_PROXIES="1")
    assert made["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert made["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_on_loopback_over_http_there_is_no_such_promise(monkeypatch):
    monkeypatch.delenv("LINESIDE_ORIGIN", raising=False)
    made = settings_with(monkeypatch)
    assert made["SESSION_COOKIE_NAME"] == "sessionid"
    assert "SECURE_PROXY_SSL_HEADER" not in made
