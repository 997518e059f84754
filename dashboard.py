"""The page's server, for `streamlit run`: page/main.py is what it draws for each reader."""

import streamlit as st
from starlette.middleware import Middleware

from page.serving import Early, Lasting, ready

app = st.App("page/main.py", lifespan=ready, middleware=[Middleware(Early), Middleware(Lasting)])
