"""Who may look, where the operator has decided that not everybody may. Off unless secrets.toml says otherwise.

Logging in is Streamlit's (OpenID Connect); it only tells who somebody is. Whether that somebody may look is a list of
addresses in the same file, asked at every run of the page. docs/server.md shows both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from page.words import text
from pipeline.wording import tr


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may look. fault says why nobody may; nobody is let in by mistake."""

    emails: frozenset[str] = frozenset()
    unverified: bool = False  # whether an address counts that the provider does not vouch for
    fault: str | None = None


def admit() -> None:
    """Returns where the reader may look. Draws the reason and a door, and ends the run, where not."""
    found = rules(_secrets())
    if found is None:
        return
    user = dict(st.user)
    if found.fault is None and not user.get("is_logged_in"):
        text(tr("This map is for readers who have logged in."))
        st.button(tr("Log in"), type="primary", on_click=st.login)
        st.stop()
    if (why := found.fault or refusal(user, found)) is not None:
        text(why)
        if user.get("is_logged_in"):
            st.button(tr("Log out"), on_click=st.logout)
        st.stop()


def rules(secrets: Mapping[str, object] | None) -> Rules | None:
    """What secrets.toml decides; None where it decides nothing, so that everybody may look.

    secrets None is a file that is there and cannot be read.
    """
    if secrets is None:
        return Rules(fault="secrets.toml cannot be read, so nobody is let in. Its words are in the server's log.")
    access, auth = secrets.get("access"), secrets.get("auth")
    if access is None and auth is None:
        return None
    if not isinstance(auth, Mapping):
        return Rules(fault="secrets.toml has [access] but no [auth], so nobody can log in. docs/server.md has both.")
    listed = access.get("emails") if isinstance(access, Mapping) else None
    if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
        return Rules(fault='secrets.toml names nobody who may look. Add: [access] emails = ["name@example.org"]')
    unverified = isinstance(access, Mapping) and access.get("unverified") is True
    return Rules(frozenset(map(_plain, listed)), unverified)


def open_to_all() -> bool:
    """Whether everybody may look."""
    return rules(_secrets()) is None


def refusal(user: Mapping[str, object], found: Rules) -> str | None:
    """Why somebody who has logged in may not look; None where they may."""
    email = user.get("email")
    if not isinstance(email, str) or not email.strip():
        return "The service you logged in with did not say your e-mail address, so you can't be told from others."
    if not found.unverified and user.get("email_verified") not in (True, "true"):
        return "The service you logged in with does not vouch for your e-mail address, so it doesn't count here."
    if _plain(email) not in found.emails:
        return f"{email} is not on the list of those who may look. Ask whoever runs this map."
    return None


def _plain(email: str) -> str:
    return email.strip().casefold()


def _secrets() -> Mapping[str, object] | None:
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError:
        there = any(Path(path).exists() for path in st.get_option("secrets.files"))
        return None if there else {}
