"""Makes the training text look like real pages: quotation marks of all styles, speech before the speaker, lost case and marks.

Every function takes a sentence (a list of tokens) and gives another one with a valid tree, or None where it does not apply.
"""

import random
from dataclasses import replace

from training.conllu import Token

REPORTING = frozenset(
    [
        "say",
        "tell",
        "announce",
        "warn",
        "add",
        "state",
        "declare",
        "claim",
        "report",
        "argue",
        "deny",
        "insist",
        "stress",
        "explain",
        "suggest",
        "confirm",
        "admit",
        "reveal",
        "note",
        "acknowledge",
        "reiterate",
        "caution",
        "remark",
        "reply",
        "emphasize",
        "emphasise",
        "conclude",
        "predict",
        "recall",
        "assert",
        "maintain",
        "concede",
        "believe",
        "think",
    ]
)
QUOTE_STYLES = (("“", "”"), ('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"), ("``", "''"))
APOSTROPHES = ("'", "’")


def children(sentence: list[Token], head: int) -> list[int]:
    """The positions (from 1) of the words that hang on ``head``."""
    return [i for i, t in enumerate(sentence, 1) if t.head == head]


def subtree(sentence: list[Token], head: int) -> list[int]:
    """The positions of a word and all below it, in order."""
    found, todo = [], [head]
    while todo:
        i = todo.pop()
        found.append(i)
        todo.extend(children(sentence, i))
    return sorted(found)


def rebuild(sentence: list[Token], order: list[int | Token]) -> list[Token] | None:
    """A sentence with its words in a new order; new tokens carry the old position of their head, and heads are counted anew."""
    place = {item: k for k, item in enumerate(order, 1) if isinstance(item, int)}
    out = []
    for item in order:
        token = sentence[item - 1] if isinstance(item, int) else item
        if token.head and token.head not in place:
            return None
        out.append(replace(token, head=place.get(token.head, 0)))
    return out


def mark(text: str, head: int, *, space: bool) -> Token:
    """A punctuation token that hangs on the word at ``head``."""
    xpos = "," if text == "," else "." if text in ".?!" else "``" if space is False and text != "." else "''"
    return Token(text, text, "PUNCT", xpos, "_", head, "punct", space)


def recase(token: Token, *, upper: bool) -> Token:
    """The token with its first letter raised, or lowered where it is no name and no I."""
    if upper:
        return replace(token, text=token.text[:1].upper() + token.text[1:])
    if token.upos == "PROPN" or token.text in ("I", "I'm", "I’m") or (token.name or "O") != "O" or token.text.isupper():
        return token
    return replace(token, text=token.text[:1].lower() + token.text[1:])


def reported(sentence: list[Token]) -> tuple[int, int, list[int], list[int]] | None:
    """Where a sentence is "speaker says content.": positions of verb and content head, the content's words, the words before it."""
    for c, token in enumerate(sentence, 1):
        v = token.head
        if token.relation != "ccomp" or not v or c < v or sentence[v - 1].lemma not in REPORTING or sentence[v - 1].head != 0:
            continue
        content = subtree(sentence, c)
        contiguous = content[-1] - content[0] + 1 == len(content)
        rest_after = range(content[-1] + 1, len(sentence) + 1)
        if not contiguous or any(sentence[i - 1].upos != "PUNCT" for i in rest_after) or content[0] < v:
            continue
        content = [
            i for i in content if not (sentence[i - 1].relation == "mark" and sentence[i - 1].lemma == "that" and i <= content[0] + 1)
        ]
        while content and sentence[content[-1] - 1].upos == "PUNCT":
            content.pop()
        while content and sentence[content[0] - 1].upos == "PUNCT":
            content.pop(0)
        before = list(range(1, subtree(sentence, c)[0]))
        while before and sentence[before[-1] - 1].upos == "PUNCT":
            before.pop()
        subjects = [i for i in children(sentence, v) if sentence[i - 1].relation.startswith("nsubj") and i < v]
        if len(content) >= 3 and c in content and subjects and before:
            return v, c, content, before
    return None


def speech_first(sentence: list[Token], dice: random.Random) -> list[Token] | None:
    """ "Content," the speaker says; at times inverted (says the speaker), at times without marks."""
    found = reported(sentence)
    if found is None:
        return None
    v, c, content, before = found
    quoted = dice.random() < 0.8
    words: list[int | Token] = [*content]
    words[0] = recase(sentence[content[0] - 1], upper=True)
    if content[0] == c:
        return None
    words[-1:] = [content[-1]]
    middle = dice.choice((",", ",", ",", "!", "?")) if quoted else ","
    opening, closing = dice.choice(QUOTE_STYLES)
    order: list[int | Token] = [mark(opening, c, space=False)] if quoted else []
    order += words
    order.append(mark(middle, c, space=not quoted))
    if quoted:
        order.append(mark(closing, c, space=True))
    order += invert(sentence, v, before, dice)
    order.append(mark(".", v, space=True))
    return close_up(rebuild(sentence, order), opening if quoted else None)


def invert(sentence: list[Token], v: int, before: list[int], dice: random.Random) -> list[int | Token]:
    """The speaker's clause, lower-cased at its start; at times with the verb before a full subject."""
    subject = next(i for i in children(sentence, v) if sentence[i - 1].relation.startswith("nsubj") and i < v)
    phrase = [i for i in subtree(sentence, subject) if i in before]
    bare = before[: len(phrase) + 1] == [*phrase, v] and sentence[subject - 1].upos != "PRON" and v not in phrase
    if bare and dice.random() < 0.6:
        before = [v, *phrase, *before[len(phrase) + 1 :]]
    first = recase(sentence[before[0] - 1], upper=False)
    return [first if before[0] != v else before[0], *before[1:]] if before[0] not in (v, subject) else list(before)


def quote_content(sentence: list[Token], dice: random.Random) -> list[Token] | None:
    """The speaker says: "content." with marks set around what was indirect."""
    found = reported(sentence)
    if found is None:
        return None
    v, c, content, before = found
    opening, closing = dice.choice(QUOTE_STYLES)
    lead: list[int | Token] = [mark(dice.choice((",", ":")), c, space=True)] if dice.random() < 0.8 else []
    order = [*before, *lead, mark(opening, c, space=False), *content]
    order += [mark(".", v, space=False), mark(closing, c, space=True)]
    return close_up(rebuild(sentence, order), opening)


def speech_split(sentence: list[Token], dice: random.Random) -> list[Token] | None:
    """ "First part," the speaker said, "second part.": the speaker's clause becomes a parataxis within the content."""
    found = reported(sentence)
    if found is None:
        return None
    v, c, content, before = found
    commas = [k for k in range(2, len(content) - 2) if sentence[content[k] - 1].text == ","]
    if not commas or len(before) > 12:
        return None
    k = dice.choice(commas)
    opening, closing = dice.choice(QUOTE_STYLES)
    quoted = dice.random() < 0.85
    marks = (lambda text, **kw: [mark(text, **kw)]) if quoted else (lambda text, **kw: [])
    order: list[int | Token] = [
        *marks(opening, head=c, space=False),
        *content[:k],
        mark(",", v, space=not quoted),
        *marks(closing, head=c, space=True),
    ]
    order += invert(sentence, v, before, dice)
    order += [mark(",", v, space=True), *marks(opening, head=c, space=False), *content[k + 1 :]]
    order += [mark(".", c, space=not quoted), *marks(closing, head=c, space=True)]
    turned = [replace(t, head=0, relation="root") if i == c else replace(t, head=c, relation="parataxis") if i == v else t
              for i, t in enumerate(sentence, 1)]  # fmt: skip
    return close_up(rebuild(turned, order), opening if quoted else None)


def close_up(sentence: list[Token] | None, opening: str | None) -> list[Token] | None:
    """Set the spaces before marks as print does: none before a comma, full stop or closing mark, none after an opening one."""
    if sentence is None:
        return None
    out = list(sentence)
    is_open = False
    for i, token in enumerate(out):
        if token.upos != "PUNCT":
            continue
        if opening is not None and token.text == opening and not is_open:
            is_open = True
            if i:
                out[i - 1] = replace(out[i - 1], space=True)
            continue
        if opening is not None and dict(QUOTE_STYLES).get(opening) == token.text and is_open:
            is_open = False
        elif token.text not in (",", ".", ":", "?", "!"):
            continue
        if i:
            out[i - 1] = replace(out[i - 1], space=False)
    out[-1] = replace(out[-1], space=True)
    first = out[0]
    return [recase(first, upper=True), *out[1:]]


def restyle_quotes(sentence: list[Token], dice: random.Random) -> list[Token]:
    """Swap the style of quotation marks and apostrophes."""
    style, apostrophe = dice.choice(QUOTE_STYLES), dice.choice(APOSTROPHES)
    out, is_open = [], False
    for token in sentence:
        text = token.text
        if token.upos == "PUNCT" and text in ('"', "“", "”", "``", "''"):
            is_open = not is_open if text == '"' else text in ("“", "``")
            text = style[0] if is_open else style[1]
        elif "'" in text or "’" in text:
            text = text.replace("'", apostrophe).replace("’", apostrophe) if text not in ("''",) else text
        elif token.upos == "PUNCT" and text in ("-", "--", "–", "—") and token.xpos in (":", ","):
            text = dice.choice(("-", "--", "–", "—", "—"))
        out.append(replace(token, text=text))
    return out


def drop(sentence: list[Token], gone: set[int]) -> list[Token] | None:
    """The sentence without the words at ``gone`` (positions from 1), all of them leaves."""
    order: list[int | Token] = [i for i in range(1, len(sentence) + 1) if i not in gone]
    if not order:
        return None
    kept = list(sentence)
    for i in gone:
        if i > 1 and not kept[i - 2].space and kept[i - 1].space:
            kept[i - 2] = replace(kept[i - 2], space=True)
    return rebuild(kept, order)


def drop_quotes(sentence: list[Token], dice: random.Random) -> list[Token] | None:
    """Lose all quotation marks, or one of them."""
    marks = [
        i for i, t in enumerate(sentence, 1) if t.upos == "PUNCT" and t.text in ('"', "“", "”", "``", "''") and not children(sentence, i)
    ]
    if not marks or len(marks) == len(sentence):
        return None
    return drop(sentence, set(marks) if dice.random() < 0.5 else {dice.choice(marks)})


def drop_stop(sentence: list[Token]) -> list[Token] | None:
    """Lose the full stop at the end, as headlines and captions do."""
    last = len(sentence)
    if last < 2 or sentence[-1].upos != "PUNCT" or sentence[-1].text not in (".", "!", "?") or children(sentence, last):
        return None
    return drop(sentence, {last})


def change_case(sentence: list[Token], dice: random.Random) -> list[Token]:
    """All lower case, all capitals, or a headline's capitals."""
    way = dice.random()
    if way < 0.35:
        return [replace(t, text=t.text.lower()) for t in sentence]
    if way < 0.65:
        return [replace(t, text=t.text.upper()) for t in sentence]
    return [replace(t, text=t.text[:1].upper() + t.text[1:]) if t.upos not in ("ADP", "DET", "CCONJ", "PART") else t for t in sentence]


def augment(sentence: list[Token], dice: random.Random) -> list[Token]:
    """A sentence as it might stand on another page; most come back as they are."""
    out: list[Token] | None = None
    if dice.random() < 0.45:
        out = dice.choice((speech_first, speech_first, quote_content, speech_split))(sentence, dice)
    sentence = out or sentence
    way = dice.random()
    if way < 0.25:
        sentence = restyle_quotes(sentence, dice)
    elif way < 0.29:
        sentence = drop_quotes(sentence, dice) or sentence
    way = dice.random()
    if way < 0.05:
        sentence = change_case(sentence, dice)
    elif way < 0.09:
        sentence = drop_stop(sentence) or sentence
    return sentence
