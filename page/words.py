"""Words of any origin as plain text, never as Markdown or HTML; our own in the reader's language."""

import streamlit as st

from gazetteer.plain import visible
from pipeline import wording


def text(words: str) -> None:
    """Draws the words as they are; characters that would turn or hide others are shown by their number."""
    st.text(visible(words))


def hint(words: str) -> None:
    """Draws a line of our own in the reader's language. As it is drawn as HTML, it never holds anybody else's words."""
    st.html(f'<p class="hint">{wording.tr(words)}</p>')


def label(words: str) -> None:
    """Draws a heading of our own, already in the reader's language."""
    st.html(f'<div class="label">{words}</div>')


def speak() -> None:
    """The reader's language for all that this run draws: as the address asks, else as the browser speaks."""
    asked = st.query_params.get("lang") or st.session_state.get("language")
    wording.speak(asked if asked in wording.LANGUAGES else (st.context.locale or "en")[:2])
