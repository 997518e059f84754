"""The command line's commands beyond building and exporting, one module each: `add(commands)` makes its parser."""
