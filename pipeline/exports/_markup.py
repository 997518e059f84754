"""Words into HTML and JSON into a script, so that no word of an article is ever anything but text."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from typing import Any

from gazetteer.plain import visible

# What would end a script or begin a comment, and what older readers of JavaScript take for the end of a line.
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def text(words: str | None) -> str:
    """The words as HTML text or as the value of a quoted attribute; what would steer the reader's screen is visible."""
    return html.escape(visible(words or ""), quote=True).replace("`", "&#96;")


def data(name: str, value: object) -> str:
    """A block of JSON that a script of the page reads by its id, its words as they are to be shown. It is not run."""
    return held(name, json.dumps(_shown(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def held(name: str, written: str) -> str:
    """The same for JSON that is written already."""
    return f'<script type="application/json" id="{text(name)}">{written.translate(_IN_SCRIPT)}</script>'


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {name: _shown(item) for name, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list | tuple) else value


def script(code: str) -> tuple[str, str]:
    """The script element, and the source by which a content security policy allows it and no other.

    Raises ValueError where the code could not stand in a page as it is.
    """
    if re.search(r"</script|<!--", code, re.IGNORECASE):
        raise ValueError("a script to be inlined holds </script or <!--; write it in two parts")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return f"<script>{code}</script>", f"'sha256-{digest}'"


def font(family: str, content: bytes) -> str:
    """A rule of a style sheet that holds the typeface itself."""
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: 200 900; '
        f'src: url("data:font/woff2;base64,{base64.b64encode(content).decode()}") format("woff2"); }}'
    )
