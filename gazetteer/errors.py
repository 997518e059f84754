"""What goes wrong with the gazetteer's own files."""


class GazetteerError(Exception):
    """A source or the gazetteer file is broken: which file, which row, what was found, what is allowed, what to do."""
