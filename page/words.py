"""The one way in which words of any origin are drawn: as plain text, never as Markdown or HTML."""

import streamlit as st

from gazetteer.plain import visible


def text(words: str) -> None:
    """Draws the words as they are; characters that would turn or hide others are shown by their number."""
    st.text(visible(words))
