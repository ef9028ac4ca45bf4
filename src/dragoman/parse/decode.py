"""Scores into structures: a valid tree for each sentence (Chu-Liu/Edmonds where the best arcs make none), and spans of names."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32] | NDArray[np.float64]
Heads = NDArray[np.int64]

ROUNDING = 1e-6
"""By how much a sum of scores may be off for being added up in another order."""


def best_tree(found: Scores) -> Heads:
    """The heads of n words from their scores (n, n + 1; column 0 is the root): the best tree with exactly one root.

    The best head of each word alone gives a tree for most sentences; else the maximum spanning arborescence is looked for with each
    likely root in turn that can still give a better one.
    """
    n = len(found)
    scores: NDArray[np.float64] = np.array(found, dtype=np.float64)
    scores[np.arange(n), np.arange(1, n + 1)] = -1e9
    heads: Heads = scores.argmax(1)
    if is_tree(heads):
        return heads
    scores -= scores.max(1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(1, keepdims=True))
    best, best_score = heads, -np.inf
    others = scores[:, 1:].max(1)
    bounds = scores[:, 0] + others.sum() - others
    for root in np.argsort(-scores[:, 0], kind="stable")[:3]:
        if bounds[root] < best_score - ROUNDING:
            continue
        given = scores.copy()
        given[:, 0] = -1e9
        given[root] = -1e9
        given[root, 0] = 0.0
        tree = spanning_tree(given)
        total = float(scores[np.arange(n), tree].sum())
        if total > best_score:
            best, best_score = tree, total
    return best


def is_tree(heads: NDArray[np.int64]) -> bool:
    """Whether heads (0 is the root, words count from 1) make one tree with one root."""
    if int((heads == 0).sum()) != 1:
        return False
    reached = heads == 0
    parents = np.concatenate([[0], heads])
    up = parents.copy()
    for _ in range(max(1, len(heads).bit_length())):
        up = up[up]
    return bool((up == 0).all()) and bool(reached.any())


def find_cycle(heads: list[int]) -> list[int]:
    """A cycle among heads (index 0 is the root), or an empty list."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, i = [], start
        while i and not state[i]:
            state[i] = start
            path.append(i)
            i = heads[i]
        if i and state[i] == start and path:
            return path[path.index(i) :]
    return []


def spanning_tree(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967) over n words and a root, cycles contracted one by one."""
    n = len(scores)
    weights = np.full((n + 1, n + 1), -1e9)
    weights[1:] = scores
    return np.array(contract(weights)[1:], dtype=np.int64)


def contract(weights: NDArray[np.float64]) -> list[int]:
    """Heads of all nodes of a graph with root 0, where ``weights[child, head]`` is the score of an arc."""
    n = len(weights)
    heads = [0, *(int(x) for x in weights[1:].argmax(1))]
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    rest = [i for i in range(n) if i not in set(cycle)]
    inside = np.array(cycle)
    kept = np.array(rest)
    small = np.full((len(rest) + 1, len(rest) + 1), -1e9)
    small[:-1, :-1] = weights[np.ix_(kept, kept)]
    gain = weights[inside] - weights[inside, [heads[i] for i in cycle]][:, None]
    enter = gain[:, kept].argmax(0)
    small[-1, :-1] = gain[enter, kept]
    leave = weights[np.ix_(kept, inside)].argmax(1)
    small[:-1, -1] = weights[kept, inside[leave]]
    small[np.arange(len(small)), np.arange(len(small))] = -1e9
    found = contract(small)
    out = list(heads)
    for k, i in enumerate(rest):
        if i:
            out[i] = cycle[int(leave[k])] if found[k] == len(rest) else rest[found[k]]
    entered = found[-1]
    out[cycle[int(enter[entered])]] = rest[entered]
    return out


def name_spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """Names from BIO tags: (first word, word after the last, kind); an I without a B begins a name."""
    spans: list[tuple[int, int, str]] = []
    start, kind = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and (not tag.startswith("I-") or tag[2:] != kind):
            spans.append((start, i, kind))
            start = -1
        if tag != "O" and start < 0:
            start, kind = i, tag[2:]
    return spans
