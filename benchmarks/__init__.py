"""Programs that measure: one a figure, JSON out."""
