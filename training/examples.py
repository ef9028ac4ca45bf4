"""Treebank paragraphs into training examples: pieces, where words and sentences start, and what each word is."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from dragoman.parse.lemma import lemma_rule
from dragoman.parse.pieces import CLS, NEWLINE, OTHER, SEP, cut_pieces
from training.augment import augment, change_case
from training.conllu import Paragraph, Token, surface

Role = tuple[int, int, list[list[int]]]
"""A role, the word that has it, and for each party the choices that are right: words from 2, nobody 0, outside 1."""

IGNORE = -100
EDGE_SHAPE = OTHER * 3 + NEWLINE
NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]


@dataclass(slots=True)
class Example:
    """One paragraph ready for the network; word columns are IGNORE where the treebank does not say."""

    ids: list[int]
    shapes: list[int]
    starts: list[int]
    first: list[int]
    last: list[int]
    sentence: list[int]
    columns: dict[str, list[int]]
    roles: list[Role] = field(default_factory=list)
    pairs: list[tuple[int, int, int]] = field(default_factory=list)


def count_labels(paragraphs: list[Paragraph]) -> dict[str, list[str]]:
    """The labels that occur often enough to be learned, most frequent first."""
    counts = {key: Counter[str]() for key in ("relations", "xpos", "morphs", "lemmas")}
    for token in (t for p in paragraphs for s in p.sentences for t in s):
        counts["relations"][token.relation] += 1
        counts["xpos"][token.xpos] += 1
        counts["morphs"][f"{token.upos}|{token.feats}"] += 1
        counts["lemmas"][lemma_rule(token.text, token.lemma)] += 1
    least = {"relations": 5, "xpos": 1, "morphs": 2, "lemmas": 3}
    labels = {key: sorted((k for k, n in c.items() if n >= least[key]), key=lambda k, c=c: (-c[k], k)) for key, c in counts.items()}
    return {**labels, "names": NAMES}


def word_columns(sentence: list[Token], offset: int, index: dict[str, dict[str, int]], parsed: bool) -> dict[str, list[int]]:  # noqa: FBT001
    """The targets of a sentence's words; heads count from 1 in the paragraph, 0 is the root."""
    out: dict[str, list[int]] = {key: [] for key in ("heads", "relations", "xpos", "morphs", "lemmas", "names")}
    for t in sentence:
        relation = index["relations"].get(t.relation, index["relations"].get(t.relation.split(":")[0], IGNORE))
        out["heads"].append((t.head + offset if t.head else 0) if parsed else IGNORE)
        out["relations"].append(relation if parsed else IGNORE)
        out["xpos"].append(index["xpos"].get(t.xpos, IGNORE) if parsed else IGNORE)
        out["morphs"].append(index["morphs"].get(f"{t.upos}|{t.feats}", IGNORE) if parsed else IGNORE)
        out["lemmas"].append(index["lemmas"].get(lemma_rule(t.text, t.lemma), IGNORE) if parsed else IGNORE)
        out["names"].append(index["names"].get(t.name, 0) if t.name else IGNORE)
    return out


def make_example(
    sentences: list[list[Token]], tokenizer: Tokenizer, index: dict[str, dict[str, int]], wrap: random.Random | None, *, parsed: bool
) -> Example | None:
    """An example of sentences that stand together, or None if it is too long; ``wrap`` breaks lines at random spaces."""
    text, spans = surface(sentences)
    if wrap is not None:
        text = wrap_lines(text, wrap)
    pieces = cut_pieces(tokenizer, text)
    if not len(pieces.ids) or len(pieces.ids) > 400:
        return None
    at = {int(s): i for i, s in enumerate(pieces.starts)}
    inside = [0] * (len(text) + 1)
    for i, (s, e) in enumerate(zip(pieces.starts, pieces.ends, strict=True)):
        for k in range(int(s), int(e)):
            inside[k] = i
    starts = [0] * len(pieces.ids)
    example = Example([CLS, *pieces.ids.tolist(), SEP], [EDGE_SHAPE, *pieces.shapes.tolist(), EDGE_SHAPE], [], [], [], [], {})
    columns: dict[str, list[int]] = {}
    for n, (sentence, places) in enumerate(zip(sentences, spans, strict=True)):
        for key, values in word_columns(sentence, len(example.first), index, parsed).items():
            columns.setdefault(key, []).extend(values)
        for k, (start, end) in enumerate(places):
            first, last = at.get(start, inside[start]), inside[end - 1]
            starts[first] = max(starts[first], 2 if k == 0 else 1)
            example.first.append(first + 1)
            example.last.append(max(first, last) + 1)
            example.sentence.append(n)
    example.starts = [IGNORE, *starts, IGNORE] if parsed else [IGNORE] * len(example.ids)
    example.columns = {**columns, **{key: [IGNORE] * len(example.first) for key in ("cues", "triggers", "modalities", "claims")}}
    return example


def join(one: Example, other: Example) -> Example:
    """Two examples as neighbouring blocks of one text."""
    pieces, words = len(one.ids) - 2, len(one.first)

    def moved(key: str, values: list[int]) -> list[int]:
        return [v + words if v > 0 else v for v in values] if key == "heads" else values

    sentence = max(one.sentence) + 1
    return Example(
        one.ids[:-1] + other.ids[1:], one.shapes[:-1] + other.shapes[1:], one.starts[:-1] + other.starts[1:],
        one.first + [i + pieces for i in other.first], one.last + [i + pieces for i in other.last],
        one.sentence + [i + sentence for i in other.sentence],
        {key: values + moved(key, other.columns[key]) for key, values in one.columns.items()},
        one.roles + [(r, w + words, [[c + words if c > 1 else c for c in group] for group in groups]) for r, w, groups in other.roles],
    )  # fmt: skip


def joined(examples: Iterator[Example], dice: random.Random) -> Iterator[Example]:
    """Examples of which many are joined to longer texts of several blocks, as the parser reads them."""
    held: Example | None = None
    room = 0
    for example in examples:
        if held is not None and len(held.ids) + len(example.ids) > room:
            yield held
            held = None
        if held is None:
            held, room = example, dice.choice((0, 0, 120, 250, 400))
        else:
            held = join(held, example)
    if held is not None:
        yield held


def wrap_lines(text: str, dice: random.Random) -> str:
    """Break lines about every 70 characters, as hard-wrapped text has them."""
    width, last, out = dice.randint(40, 90), 0, list(text)
    for i, c in enumerate(text):
        if c == " " and i - last > width:
            out[i] = "\n"
            last = i
    return "".join(out)


def group_sentences(paragraph: Paragraph, dice: random.Random) -> Iterator[list[list[Token]]]:
    """Cut a paragraph at random into stretches of about 20 to 110 words, so that lengths vary."""
    room, stretch, size = dice.choice((20, 45, 80, 110)), [], 0
    for sentence in paragraph.sentences:
        if stretch and size + len(sentence) > room:
            yield stretch
            room, stretch, size = dice.choice((20, 45, 80, 110)), [], 0
        stretch.append(sentence)
        size += len(sentence)
    if stretch:
        yield stretch


def epoch_examples(
    paragraphs: list[Paragraph], only_names: list[Paragraph], tokenizer: Tokenizer, index: dict[str, dict[str, int]], dice: random.Random
) -> Iterator[Example]:
    """One pass over the data, augmented anew; ``only_names`` teaches nothing but names."""
    todo = [(p, True) for p in paragraphs] + [(p, False) for p in only_names]
    dice.shuffle(todo)
    for paragraph, parsed in todo:
        for stretch in group_sentences(paragraph, dice):
            sentences = [augment(s, dice) for s in stretch]
            if dice.random() < 0.03:
                sentences = [change_case(s, dice) for s in sentences]
            wrap = dice if dice.random() < 0.06 else None
            example = make_example(sentences, tokenizer, index, wrap, parsed=parsed)
            if example is not None:
                yield example
