"""The articles behind the quotes: fetched from the store, and one opened whole with its quote marked."""

import datetime as dt
from pathlib import Path

import streamlit as st
from streamlit.components.v1 import declare_component

from gazetteer.plain import visible
from page.data import current, settings
from page.words import text
from pipeline import card
from pipeline.browser import ASSETS
from pipeline.context import host, original
from pipeline.errors import SituationMapError
from pipeline.models import Article, Report
from pipeline.store import Store
from pipeline.wording import tr

HEIGHT = 520  # pixels of the article in its window


def article_of(report: Report) -> Article | None:
    """The article that holds the quote; None where the store has it no more, or can't be read just now."""
    try:
        use = settings()
        opened = current(use).store
        return _kept(use.store, report.article_sha256, report.published.isoformat(), opened)
    except SituationMapError:
        return None


@st.cache_resource(max_entries=256, show_spinner=False)
def _kept(store: Path | str, sha256: str, published: str, _opened: Store) -> Article | None:
    """An article never changes under its hash. published tells two of the same words apart."""
    return _opened.article(sha256, dt.date.fromisoformat(published)) or _opened.article(sha256)


@st.dialog("In the article", width="medium")
def show_in_article(report: Report) -> None:
    """The whole article as plain text, scrolled to the quote."""
    article = article_of(report)
    if article is None or article.text[report.start : report.end] != report.quote:
        text(tr("The article is not in the store any more, so only the quote is left:"))
        text(report.quote)
        return
    text(
        " · ".join(part for part in (report.source, article.title, card.date(report.published), report.article) if part)
    )
    declare_component("article", path=str(ASSETS / "article"))(
        before=visible(article.text[: report.start]),
        quote=visible(report.quote),
        after=visible(article.text[report.end :]),
        height=HEIGHT,
        key="article",
        default=None,
    )
    if url := original(article):
        st.link_button(
            tr("Open the original"),
            url,
            help=tr("Leaves this page for {host}", host=host(url)),
            icon=":material/open_in_new:",
        )
