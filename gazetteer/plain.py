"""Characters that nobody sees but that steer what shows them, made visible."""

import re

# Controls (an escape sequence repaints or retitles a terminal), the line and paragraph separators, what turns the order
# of letters around (U+202E shows "txt.exe" as "exe.txt"), halves of a pair, and what Unicode says is no character.
# Joiners and marks of direction stay: emoji and right-to-left scripts are written with them.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)


def visible(words: str) -> str:
    """The words with each character that steers a screen written as its number: "[U+202E]".

    Line feeds and tabs stay, and a carriage return before a line feed goes with it.
    """
    return _STEERING.sub(lambda found: f"[U+{ord(found[0]):04X}]", words.replace("\r\n", "\n"))
