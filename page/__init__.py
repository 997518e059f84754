"""What the dashboard draws with Streamlit. Words of articles pass through `page.words.text` only."""
