"""Text into the encoder's pieces: WordPiece ids with their spans, and the shape of each piece as it was written.

The encoder (MiniLM) does not see case or spacing, so each piece also carries a shape: how its letters are cased, and what stands before
it (nothing, a space, a line break). Contractions are cut so that every syntactic word starts at the start of a piece.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer
from tokenizers.pre_tokenizers import BertPreTokenizer, Sequence, Split

LOWER, TITLE, UPPER, MIXED, DIGIT, OTHER = range(6)
GLUED, SPACED, NEWLINE = range(3)
SHAPES = 18
"""Number of shapes: six casings times three kinds of gap before the piece."""

CLS, SEP, UNKNOWN = 101, 102, 100

CONTRACTIONS = (
    r"n['’]t\b"
    r"|(?<=\bcan)not\b"
    r"|(?<=\bgon|\bwan)na\b"
    r"|(?<=\bgot)ta\b"
    r"|(?<=\bdo|\bdid|\bdoes|\bca|\bwo|\bis|\bwas|\bhas|\bhave|\bcould|\bwould|\bshould|\bare|\bwere)nt\b"
    r"|(?<=\d)(?=pm\b|am\b|km\b|kg\b|mm\b|cm\b|bn\b)"
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a stretch of text: ids, start and end in that text, shapes; all of one length, no special pieces."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    shapes: NDArray[np.int64]


def load_tokenizer(source: bytes) -> Tokenizer:
    """The encoder's own tokenizer, made to cut contractions."""
    tokenizer = Tokenizer.from_buffer(source)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.pre_tokenizer = Sequence([Split(Regex(CONTRACTIONS), "isolated"), BertPreTokenizer()])
    return tokenizer


def casing(text: str) -> int:
    """How a piece is cased: LOWER, TITLE, UPPER (two letters or more), MIXED, DIGIT or OTHER."""
    if text.islower():
        return LOWER
    if text.isupper():
        return UPPER if len(text) > 1 else TITLE
    if text.istitle():
        return TITLE
    if text.isdigit():
        return DIGIT
    return MIXED if any(c.isalpha() for c in text) else OTHER


def gap_before(text: str, start: int, end_before: int) -> int:
    """What stands between two pieces: GLUED, SPACED or NEWLINE; the start of the text counts as a line break."""
    if start == end_before == 0:
        return NEWLINE
    if start <= end_before:
        return GLUED
    between = text[end_before:start]
    return NEWLINE if "\n" in between else SPACED if between.strip() == "" else GLUED


def cut_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """Cut ``text`` into pieces; characters that the encoder does not know become one unknown piece."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    starts, ends, ids, shapes, last = [], [], [], [], 0
    for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
        if end <= start:
            continue
        ids.append(piece)
        starts.append(start)
        ends.append(end)
        shapes.append(casing(text[start:end]) * 3 + gap_before(text, start, last))
        last = end
    return Pieces(*(np.array(x, dtype=np.int64) for x in (ids, starts, ends, shapes)))
