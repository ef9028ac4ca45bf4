"""Makes families of words that are alike (data/families.zst): ``python -m training.families --out FILE``.

Words are the whole words of MiniLM's vocabulary and the lemmas of our corpus' training part; a word's vector is the mean of its pieces'
vectors in the published encoder's table. Families are clusters by k-means on the cosine (seeded), at three sizes. Needs safetensors.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import zstandard
from numpy.typing import NDArray
from safetensors.numpy import load_file

from dragoman.events.forms import lemma_of
from dragoman.parse.pieces import cut_pieces, load_tokenizer
from training.marks import Marked, read_marked
from training.train import minilm_folder

SIZES = (100, 300, 1000)
ROUNDS, SEED, SHORTEST, COMMON = 15, 1, 3, 3
KINDS = ("VERB", "NOUN", "ADJ", "ADV")
Matrix = NDArray[np.float32]


def is_plain(word: str) -> bool:
    """Whether a word is one of small plain letters, with a hyphen or without."""
    return word.isascii() and word.islower() and word.replace("-", "").isalpha() and len(word) >= SHORTEST


def lemmas_of(texts: Iterable[Marked]) -> set[str]:
    """The lemmas of pages and sentences that are no names."""
    return {lemma_of(word) for marked in texts for word in marked.tokens if word.upos in KINDS}


def vectors(words: list[str]) -> Matrix:
    """A vector of length one for each word (words, 384), without what all have in common (their mean and first components)."""
    table = load_file(minilm_folder() / "model.safetensors")["embeddings.word_embeddings.weight"]
    tokenizer = load_tokenizer((minilm_folder() / "tokenizer.json").read_bytes())
    rows = np.array([table[cut_pieces(tokenizer, word).ids].mean(0) for word in words], np.float32)
    rows -= rows.mean(0)
    common = np.linalg.svd(rows, full_matrices=False)[2][:COMMON]
    rows -= rows @ common.T @ common
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def cluster(rows: Matrix, size: int) -> NDArray[np.int64]:
    """The number of each row's cluster, of ``size``."""
    centres = rows[np.random.default_rng(SEED).choice(len(rows), size, replace=False)]
    for _ in range(ROUNDS):
        nearest = (rows @ centres.T).argmax(1)
        for k in range(size):
            if (nearest == k).any():
                middle = rows[nearest == k].mean(0)
                centres[k] = middle / np.linalg.norm(middle)
    return np.asarray((rows @ centres.T).argmax(1))


def main() -> None:
    """Read, cluster, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    tokenizer = load_tokenizer((minilm_folder() / "tokenizer.json").read_bytes())
    known = lemmas_of(read_marked(["train"])) | {word for word in tokenizer.get_vocab() if word.isalpha()}
    words = sorted(word for word in known if is_plain(word))
    rows = vectors(words)
    columns = [[f"{size}.{number}" for number in cluster(rows, size)] for size in SIZES]
    lines = [" ".join(cells) for cells in zip(words, *columns, strict=True)]
    args.out.write_bytes(zstandard.ZstdCompressor(level=19).compress("\n".join(lines).encode()))
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
