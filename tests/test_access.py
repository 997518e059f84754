"""Who may look: everybody by default; with secrets.toml only those it lists, and nobody by mistake."""

import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from page.access import Rules, refusal, rules
from tests import factories as make
from tests.test_dashboard import PAGE, save, words

AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 40, "client_id": "a"}
KNOWN = {"is_logged_in": True, "email": " Reader@Example.org", "email_verified": True}
LISTED = {"auth": AUTH, "access": {"emails": ["reader@example.org"]}}


def test_everybody_may_look_where_nothing_is_decided():
    assert rules({}) is None
    assert rules({"other": 1}) is None


@pytest.mark.parametrize(
    "secrets",
    [
        None,
        {"access": {"emails": ["a@example.org"]}},
        {"auth": AUTH},
        {"auth": AUTH, "access": {}},
        {"auth": AUTH, "access": {"emails": []}},
        {"auth": AUTH, "access": {"emails": "a@example.org"}},
        {"auth": AUTH, "access": {"emails": [1]}},
        {"auth": AUTH, "access": "a@example.org"},
        {"auth": "", "access": {"emails": ["a@example.org"]}},
    ],
)
def test_half_a_decision_lets_nobody_in(secrets):
    found = rules(secrets)
    assert found is not None
    assert found.fault
    assert not found.emails


@pytest.mark.parametrize(
    ("user", "admitted"),
    [
        (KNOWN, True),
        ({**KNOWN, "email": "other@example.org"}, False),
        ({**KNOWN, "email": "reader@example.org.evil.example"}, False),
        ({**KNOWN, "email": None}, False),
        ({**KNOWN, "email": ["reader@example.org"]}, False),
        ({**KNOWN, "email_verified": False}, False),
        ({"is_logged_in": True, "email": "reader@example.org"}, False),
    ],
)
def test_only_a_listed_address_that_the_provider_vouches_for_is_let_in(user, admitted):
    found = rules(LISTED)
    assert found is not None
    assert (refusal(user, found) is None) is admitted


def test_an_operator_may_trust_a_provider_that_does_not_say_whether_it_vouches():
    found = rules({"auth": AUTH, "access": {"emails": ["reader@example.org"], "unverified": True}})
    assert found == Rules(frozenset({"reader@example.org"}), unverified=True)
    assert refusal({"email": "reader@example.org"}, found) is None
    assert refusal({"email": "other@example.org"}, found)


@pytest.mark.parametrize(
    ("secrets", "user", "said"),
    [
        ({}, {}, "Missile strike in Kyiv"),
        (LISTED, {"is_logged_in": False}, "This map is for readers who have logged in."),
        (LISTED, {**KNOWN, "email": "other@example.org"}, "other@example.org is not on the list"),
        (LISTED, KNOWN, "Missile strike in Kyiv"),
    ],
)
def test_the_page_shows_what_it_holds_to_those_only_who_may_look(
    secrets: dict[str, Any], user: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = save(tmp_path / "store.sqlite", make.situation(make.incident()))
    monkeypatch.setattr(sys, "argv", ["dashboard.py", "--store", str(store)])
    page = AppTest.from_file(PAGE, default_timeout=20)
    page.session_state.stands = True
    page.secrets = secrets
    page.user = user
    page.run()
    assert not page.exception
    shown = "\n".join(words(page))
    assert said in shown
    assert ("Missile strike" in shown) is (said == "Missile strike in Kyiv")
    assert bool(page.get("component_instance")) is ("Missile strike" in shown)
