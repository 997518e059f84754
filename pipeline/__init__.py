"""Articles in, placed, dated and attributed incidents out. Knows nothing of Streamlit."""
