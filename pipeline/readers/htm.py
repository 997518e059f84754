"""HTML under its other suffix."""

from pipeline.readers.html import parse

__all__ = ["parse"]
