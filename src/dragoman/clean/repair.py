"""Text put right before it is read: marks in a wrong encoding, entities that nobody resolved, control characters.

What cannot be told for sure stays as it is: a lost character is not guessed.
"""

import html
import re

import ftfy

MOJIBAKE = re.compile(r"â[€\u0080][^\s\w]?|[ÃÂ][\u0080-¿‚-›€Œ-ž]|ï¿½|Ð[\u0080-¿°-¿]")
"""Signs of UTF-8 that was read as another encoding; only lines with one are looked at."""
ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}\d?);")
BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff]")
"""Control characters and others that nobody sees; those from 0x80 are Windows-1252 read as Latin-1, its quotation marks and dashes."""
LONGEST_LINE = 20_000


def repair_marks(text: str) -> str:
    """The text with misread marks put right and characters that nobody sees left out; line ends stay."""
    if MOJIBAKE.search(text):
        text = "\n".join(repair_line(line) for line in text.split("\n"))
    return mend_characters(text)


def mend_characters(text: str) -> str:
    """The text with misread quotation marks and dashes read again, and without characters that nobody sees."""
    return BROKEN.sub(lambda match: character_of(match[0]), text) if BROKEN.search(text) else text


def character_of(char: str) -> str:
    """What a control character stands for in Windows-1252, or nothing."""
    return bytes([ord(char)]).decode("cp1252", "ignore") if "\x80" <= char <= "\x9f" else ""


def repair_line(line: str) -> str:
    """A line with UTF-8 that was read as another encoding read again."""
    return ftfy.fix_encoding(line) if len(line) <= LONGEST_LINE and MOJIBAKE.search(line) else line


def resolve_entities(text: str) -> str:
    """The text with entities such as ``&quot;`` or ``&#8217;`` resolved, also those that were escaped twice."""
    for _ in range(2):
        if "&" not in text or not ENTITY.search(text):
            break
        text = html.unescape(text)
    return mend_characters(text)
