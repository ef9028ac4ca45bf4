"""Quotation marks and apostrophes that were lost on the way, and sentences glued together, put right where that is beyond doubt.

A question mark (or U+FFFD) right before a word opens a quotation if one that closes it follows in the same line; where only lost letters
may stand ("?lvaro ... Is he?") the text stays. What is clean stays byte for byte.
"""

import re

LOST = re.compile("(?:^|(?<=[\\s(\\[—–]))[?\ufffd](?=[A-Za-z])|\ufffd|(?<=[A-Za-z])\\?(?=(?:s|t|re|ve|ll|d|m)\\b)", re.MULTILINE)
"""What only a lost mark looks like."""
MARK = re.compile("[?\ufffd]")
MAY_BE_LOST = re.compile("[?\ufffd](?=[A-Za-z])|\ufffd")
APOSTROPHE = re.compile("(?<![\\w/.=&?\ufffd-])([A-Za-z]{1,30})[?\ufffd](s|t|re|ve|ll|d|m)\\b(?![=&/?])")
LOST_DASH = re.compile("(?<=\\w) \ufffd (?=\\w)")
PLAIN_DASH = re.compile(r"(?<=[a-z]) \? (?=[a-z])")
UNACCENTED = {"a€œ": "“", "a€™": "’", "a€˜": "‘", "a€¦": "…", "a€“": "–", "a€”": "—", "a€\x9d": "”"}
"""UTF-8 read as Windows-1252, its first letter without the accent."""
UNACCENTED_MARK = re.compile("|".join(UNACCENTED))
UNACCENTED_END = re.compile(r"(?<=[\w.,!?])a€(?=[\s.,;:!?)]|$)", re.MULTILINE)
DOUBLED = re.compile(r'(?<![\w"])""(?=[^\s"])([^"\n]{1,600}[^\s"])""(?!["\w])')
GRAVE = re.compile(r"(?<![\w`])``(?=[^\s`'])((?:[^`'\n]|'(?!')){1,600})''(?!')")
GLUED = re.compile(r"[.,!?](?:[\"”][A-Za-z]|[”’)\]]?[“‘(]?[A-Z][a-z]|“[A-Za-z])")
OPENERS = frozenset(
    (
        "the", "a", "an", "in", "he", "she", "it", "they", "we", "but", "and", "on", "at", "this", "that", "these", "those", "however",
        "meanwhile", "his", "her", "its", "their", "for", "as", "after", "both", "when", "while", "if", "there", "according", "also",
    )
)  # fmt: skip
"""Words, with a capital, that begin a sentence and are no names."""
ENDINGS = frozenset(("com", "org", "net", "int", "gov", "edu", "info", "co", "uk", "ru", "de", "fr", "eu", "io", "js", "txt", "tv", "me"))
"""What stands behind the dot of an address or a file's name."""
LONGEST_WORD = 30
LONGEST_QUOTED = 600
BEFORE = re.compile(r"[\w@/.:’'-]+$")
BEHIND = re.compile(r"[^\W\d_]+")


def mend_marks(text: str) -> str:
    """The text with lost marks put back and glued sentences parted."""
    if "a€" in text:
        text = mend_unaccented(text)
    if MAY_BE_LOST.search(text) and LOST.search(text):
        text = mend_lost(text)
    if '""' in text:
        text = DOUBLED.sub(r'"\1"', text)
    if "``" in text:
        text = GRAVE.sub(r"“\1”", text)
    return part_glued(text)


def mend_unaccented(text: str) -> str:
    """The text with quotation marks and dashes for their misread bytes, where the first letter has lost its accent."""
    opened = "a€œ" in text
    text = UNACCENTED_MARK.sub(lambda match: UNACCENTED[match[0]], text)
    return UNACCENTED_END.sub("”", text) if opened else text


def mend_lost(text: str) -> str:
    """The text with quotation marks, apostrophes and dashes where a question mark or U+FFFD stands for them."""
    text = APOSTROPHE.sub(r"\1’\2", text)
    lines = text.split("\n")
    pairs = [pairs_in(line) for line in lines]
    sure = any(is_sure(line, *pair) for line, found in zip(lines, pairs, strict=True) for pair in found)
    for i, (line, found) in enumerate(zip(lines, pairs, strict=True)):
        characters = list(line)
        for start, end in found:
            if sure and (is_sure(line, start, end) or line[start] == line[end]):
                characters[start], characters[end] = "“", "”"
        lines[i] = "".join(characters)
    text = LOST_DASH.sub(" – ", "\n".join(lines))
    return PLAIN_DASH.sub(" – ", text) if sure else text


def pairs_in(line: str) -> list[tuple[int, int]]:
    """The places of marks in a line that open a quotation and close it."""
    pairs, opened = [], None
    for match in MARK.finditer(line):
        at = match.start()
        before, behind = line[at - 1] if at else " ", line[at + 1] if at + 1 < len(line) else " "
        if behind.isalnum() and (before.isspace() or before in "([—–"):
            opened = at
        elif opened is not None and (before.isalnum() or before in ".,!?…") and (behind.isspace() or behind in ".,;:!)—–"):
            pairs.append((opened, at))
            opened = None
    return pairs


def is_sure(line: str, start: int, end: int) -> bool:
    """Whether the second mark of a pair cannot be a question mark of its own."""
    if "\ufffd" in (line[start], line[end]):
        return True
    behind = line[end + 1 :].lstrip()[:1]
    return line[end - 1] in ".,!?…" or behind.islower() or (bool(behind) and behind in ",.;:)")


def part_glued(text: str) -> str:
    """The text with a space between sentences that were glued together, and behind or before a quotation mark."""
    out, last = [], 0
    for match in GLUED.finditer(text):
        at = place_to_part(text, match)
        if at is not None and at > last:
            out.append(text[last:at])
            last = at
    return " ".join((*out, text[last:])) if out else text


def place_to_part(text: str, match: re.Match[str]) -> int | None:
    """Where a space is missing, None where none is."""
    found, start = match[0], match.start()
    head = BEFORE.search(text, max(0, start - LONGEST_WORD), start)
    word = head[0] if head else ""
    if not word or not (word[-1].islower() or word[-4:].isdigit()):
        return None
    if found[1] == '"':
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if "{" in line or '":' in line:
            return None
        return start + 2 if line.count('"') % 2 else start + 1 if is_opening(text, start) else None
    if found[1] == "”":
        return start + 2
    if found[1] == "“":
        return start + 1 if found[0] != "," and "„" not in text[max(0, start - LONGEST_QUOTED) : start] else None
    behind = BEHIND.search(text, start + 1)
    if found[0] == "," or behind is None or not parts_words(word, behind[0], text[behind.end() : behind.end() + 1]):
        return None
    return start + (2 if found[1] in "’)]" else 1)


def is_opening(text: str, start: int) -> bool:
    """Whether a straight mark behind a full stop or comma opens words that another one closes in the same line."""
    end = text.find("\n", start)
    return '"' in text[start + 2 : end if end >= 0 else len(text)]


def parts_words(word: str, behind: str, after: str) -> bool:
    """Whether a full stop between two words, without a space, ends a sentence: no name, address, abbreviation or title."""
    if any(c in word for c in "@/.:") or behind.lower() in ENDINGS or not (after == "" or after.isspace() or after in ",’'"):
        return False
    if behind.lower() in OPENERS:
        return len(word) >= 4
    return len(word) >= 4 and (word.isdigit() or word.islower())
