"""What the dashboard draws with Streamlit. Words of articles pass through `st.text` only."""
