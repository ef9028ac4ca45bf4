"""When an act was done: every day that may be meant, and what speaks for it.

The tree, the model, the statement around an act and the story's own day each propose days; no day at all is one of the choices. Small
networks (``weighing.py``, ``data/days.zst``) weigh them against each other; the likeliest is taken.
"""

import math
from bisect import bisect_left

from dragoman.events.frames import Frame, log
from dragoman.events.shifts import FULL, shifted, shifts_in
from dragoman.events.sides import innermost
from dragoman.events.triggers import find_triggers
from dragoman.events.weighing import Evidence, load_weigher
from dragoman.grammar import CLAUSES, Tree, base_relation, day_at, plain_day, time_at, turn_at
from dragoman.model import NO_WORD, OTHER_WORD, Article, Statement, When, Word

FAR = 60
"""Most words between an act and a time that are told apart."""

PAST = ("done", "ongoing", "denied")
"""Modalities of what lies behind."""

AHEAD = ("planned", "demanded", "threatened", "hypothetical")
"""Modalities of what lies ahead."""

UNTIL = ("by", "before", "until")
"""Words before a day until which something is to be done."""

CLOSE = frozenset(("hour", "hours", "minute", "minutes", "moments", "just", "shortly", "immediately"))
"""Words before "before" that say that something was done on that day or close to it."""

NEXT = 12
"""Most words between a distance ("a day after") and the act that is told from it."""

EARLY = 4
"""How many of a page's first blocks tell the news."""


class Days:
    """What a page knows of days."""

    def __init__(self, article: Article, tree: Tree, times: tuple[When, ...], statements: tuple[Statement, ...]) -> None:
        """Find the story's own day: that of its first statement, where it tells one."""
        self.article, self.tree, self.statements, self.all = article, tree, statements, times
        self.times = sorted((when for when in times if is_day(when)), key=lambda when: when.start)
        self.begins = [when.start for when in self.times]
        self.starts = [word.start for word in tree.words]
        self.cued = {i: s for s in statements if s.cue for i in self.words_in(s.cue[0], s.cue[1])}
        self.story = next((s.said for s in statements if s.said and s.within is None), article.published)

    def words_in(self, start: int, end: int) -> range:
        """The words of a stretch of text."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def choose(self, frame: Frame, modality: str) -> str | None:
        """The likeliest day of an act, None where none is told."""
        weigher, options = load_weigher("days"), self.options(frame, modality)
        scores = weigher.scores([weigher.row(evidence) for evidence in options.values()]).tolist()
        return max(zip(scores, options, strict=True), key=lambda choice: (choice[0], choice[1] or ""))[1]

    def options(self, frame: Frame, modality: str) -> dict[str | None, Evidence]:
        """The days that may be meant, each with what speaks for it; None stands for no day."""
        pointed = self.pointed(frame, modality)
        beside = self.beside(frame.word, modality)
        told, spoken = self.told(frame.word, modality), self.cued.get(frame.word.index)
        around = innermost(self.statements, frame.word.start)
        said = {"spoken": spoken.said if spoken else None, "around": around.said if around else None}
        page = day_at(self.article, frame.word.start)
        story = self.story if turn_at(self.article, frame.word.start) is None else page
        shifted = self.shifted(frame.word, beside, story)
        days = {None, told, story, page, *pointed, *beside, *said.values(), *([shifted] if shifted else [])}
        kept: dict[str | None, Evidence] = {}
        for day in sorted(days, key=lambda d: d or ""):
            kept[day] = {"model": log(pointed.get(day, 0.0))}
            if day is None:
                kept[day] |= self.undated(frame, modality, told is not None)
            else:
                kept[day] |= {name: 1.0 for name, value in (*said.items(), ("told", told), ("story", story)) if value == day}
                kept[day] |= self.dated(frame, day, modality, beside)
                kept[day]["shifted"] = float(day == shifted)
        return kept

    def meant(self, when: When, word: Word, modality: str) -> str:
        """The day that a time expression means for an act.

        For an act in a clause with "since", or behind an open span ("since March, when Sofia recalled its envoy"), that is the start of the
        span; for one that is to be done by a day ("freed by Friday"), the span up to it.
        """
        day, first = plain_day(when.value), self.words_in(when.start, when.end).start
        if day.endswith("/.."):
            sentence = self.tree.sentence_of(word.index)
            same = sentence.start <= when.start < sentence.end
            return day[:-3] if same and (self.is_since(word) or (when.end <= word.start and self.is_when(word))) else day
        before = self.tree.words[first - 1].lemma.lower() if 0 < first < len(self.tree.words) else ""
        return f"../{day}" if "/" not in day and before in UNTIL and modality in AHEAD else day

    def is_when(self, word: Word) -> bool:
        """Whether an act stands in a clause with "when"."""
        head = clause_head(self.tree, word.index)
        return any(kid.lemma.lower() == "when" for kid in self.tree.kids(head, "mark", "advmod"))

    def shifted(self, word: Word, beside: dict[str, int], story: str | None) -> str | None:
        """The day of an act that is told by its distance from a day of the sentence, or from the story's: "a day after it blew up"."""
        sentence = self.tree.sentence_of(word.index)
        for shift in shifts_in(self.article.text, sentence.start, word.start):
            between = self.tree.words[self.words_in(0, shift.end).stop : word.index]
            if len(between) > NEXT or any(w.upos == "VERB" for w in between):
                continue
            near = sorted((day for day in beside if FULL.fullmatch(day) or shift.unit != "day"), key=lambda day: beside[day])
            return next((day for anchor in (*near, story or "") if (day := shifted(anchor, shift)) is not None), None)
        return None

    def is_since(self, word: Word) -> bool:
        """Whether the clause of an act begins with "since"."""
        head = clause_head(self.tree, word.index)
        return any(kid.lemma.lower() == "since" for kid in self.tree.kids(head, "mark", "case"))

    def undated(self, frame: Frame, modality: str, is_told: bool) -> Evidence:  # noqa: FBT001 - a fact
        """What speaks for no day."""
        tense, early = tense_of(self.tree, frame.word), self.early(frame.word)
        turned = float(turn_at(self.article, frame.word.start) is not None)
        return {"none": 1.0, f"none {tense}": 1.0, f"none {modality}": 1.0, "none told": float(is_told), "none early": early,
                "none turned": turned}  # fmt: skip

    def dated(self, frame: Frame, day: str, modality: str, beside: dict[str, int]) -> Evidence:
        """What speaks for a day."""
        published = day_at(self.article, frame.word.start)
        seen = {"beside": float(day in beside), "near": math.log(FAR / (1 + min(FAR - 1, beside[day]))) if day in beside else 0.0,
                "coarse": float(len(day) < len("2000-01-01")), "open": float("/" in day)}  # fmt: skip
        if day == published:
            seen |= {"page": 1.0, f"page {tense_of(self.tree, frame.word)}": 1.0, "page early": self.early(frame.word)}
        if published and len(day) == len(published):
            later = float(day > published)
            seen |= {"later": later, "later not done": later * (modality not in PAST)}
        return seen

    def early(self, word: Word) -> float:
        """1 where a word stands in the first blocks of a page."""
        return float(self.tree.sentence_of(word.index).block <= EARLY)

    def pointed(self, frame: Frame, modality: str) -> dict[str | None, float]:
        """The days to which the model points, with their chances: those of expressions with one value are added up."""
        found: dict[str | None, float] = {}
        page = day_at(self.article, frame.word.start)
        for index, chance in frame.mark.when if frame.mark is not None else ():
            day: str | None = None
            if index == OTHER_WORD:
                day = page
            elif index != NO_WORD:
                when = time_at(self.all, self.tree.words[index])
                if when is None or (modality in PAST and self.is_end(when)):
                    continue
                day = page if when.value == "PRESENT_REF" else self.meant(when, frame.word, modality)
            found[day] = found.get(day, 0.0) + chance
        return found

    def near(self, word: Word, modality: str) -> list[When]:
        """The times on the calendar in the sentence of a word; for what is done not those before which it was done."""
        sentence = self.tree.sentence_of(word.index)
        found = self.times[bisect_left(self.begins, sentence.start) : bisect_left(self.begins, sentence.end)]
        return [when for when in found if modality not in PAST or not self.is_end(when)]

    def is_end(self, when: When) -> bool:
        """Whether a day is one before which something was done: "ahead of Sunday's vote"; not "hours before Sunday's", "before noon"."""
        first = self.words_in(when.start, when.end).start
        words = [w.text.lower() for w in self.tree.words[max(0, first - 3) : first]]
        ends = words[-1:] == ["before"] or words[-2:] == ["ahead", "of"]
        return ends and when.type == "date" and CLOSE.isdisjoint(words)

    def beside(self, word: Word, modality: str) -> dict[str, int]:
        """The days told in an act's sentence, each with how many words lie between."""
        found: dict[str, int] = {}
        for when in self.near(word, modality):
            gap = abs(self.words_in(when.start, when.end).start - word.index)
            day = self.meant(when, word, modality)
            found[day] = min(gap, found.get(day, gap))
        return found

    def told(self, word: Word, modality: str) -> str | None:
        """The day told in an act's own clause or noun phrase, nearest first."""
        tree = self.tree
        sentence = tree.sentence_of(word.index)
        homes, best = homes_of(tree, word.index), list[tuple[int, int, str]]()
        for when in self.near(word, modality):
            at = max(sentence.first, self.words_in(0, when.start + 1).stop - 1)
            home = clause_head(tree, at)
            if word.upos != "VERB" and tree.words[home].head == word.index and base_relation(tree.words[home]) == "acl":
                home = word.index
            if home in homes and not in_other_act(tree, at, word.index):
                best.append((homes.index(home), abs(at - word.index), self.meant(when, word, modality)))
        return min(best)[2] if best else None


def tense_of(tree: Tree, word: Word) -> str:
    """past, perfect, present, plan or none: how the clause of an act tells it."""
    head = tree.words[clause_head(tree, word.index)]
    helpers = {w.text.lower() for w in (*tree.auxiliaries(head.index), *tree.kids(head.index, "cop"))}
    if helpers & {"will", "would", "shall", "may", "might", "could", "should", "must", "can", "'ll", "’ll"}:
        return "plan"
    if helpers & {"has", "have", "had", "'ve", "’ve"}:
        return "perfect"
    if head.xpos == "VBD" or helpers & {"was", "were", "did"}:
        return "past"
    return "present" if head.xpos in ("VBZ", "VBP") or helpers & {"is", "are", "'s", "’s"} else "bare"


def clause_head(tree: Tree, index: int) -> int:
    """The word that heads the clause in which a word stands."""
    for _ in range(12):
        word = tree.words[index]
        if word.head < 0 or base_relation(word) in CLAUSES or (base_relation(word) == "conj" and word.upos in ("VERB", "AUX")):
            return index
        index = word.head
    return index


def homes_of(tree: Tree, index: int) -> list[int]:
    """The clauses whose times are an act's own: its clause, and the one on which it hangs as open complement."""
    homes = [index, clause_head(tree, index)]
    word = tree.words[homes[-1]]
    for _ in range(2):
        if base_relation(word) not in ("xcomp", "conj") or word.head < 0:
            break
        homes.append(clause_head(tree, word.head))
        word = tree.words[homes[-1]]
    return list(dict.fromkeys(homes))


def in_other_act(tree: Tree, at: int, index: int) -> bool:
    """Whether a time stands in the phrase of a noun for another act: "since the 2014 annexation"."""
    for word in tree.ancestors(at):
        if word.index == index or word.upos == "VERB":
            return False
        if word.upos == "NOUN" and find_triggers(tree, word):
            return True
    return False


def is_day(when: When) -> bool:
    """Whether a time expression places something on the calendar."""
    return (when.type in ("date", "time") and when.value[:1].isdigit()) or when.value.startswith("../")
