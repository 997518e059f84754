"""Place names in, places out. Knows nothing of articles."""
