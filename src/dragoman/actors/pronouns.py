"""Pronouns: the latest who agrees in number, kind and gender; within a quotation the speaker's side for "I" and "we"."""

from collections.abc import Sequence

from dragoman.actors.allegiance import country_so_far
from dragoman.actors.cast import Cast, Figure
from dragoman.actors.nouns import Trail
from dragoman.grammar import SUBJECTS, base_relation
from dragoman.model import Word

HE, SHE = ("he", "him", "his", "himself"), ("she", "her", "hers", "herself")
IT = ("it", "its", "itself")
THEY = ("they", "them", "their", "theirs", "themselves")
FIRST = ("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves")
BODIES = ("state", "government", "organisation", "group", "outlet")
SAID = 0.5
"""Chance of a cue from which the words that hang on it are taken for its source's."""
UNNAMED, UNLIKE, LEADS, FAR = 4.0, 5.0, 1.0, 12
"""What it counts against a person that he has no name, or a first name that is mostly the other sex's; for him, that he is the subject of
an earlier sentence; and how many sentences off he may be."""
SENTENCES = 3
"""How many sentences back a pronoun may point."""
OWNS = 1.5
"""What it counts for a candidate that he is the owner of a main clause's subject."""
SPEAKS_ON = 1.5
"""What it counts for a candidate that he spoke before, where the pronoun is the subject of a verb of saying."""


def resolve(cast: Cast, trail: Trail, word: Word, quoted: Sequence[bool]) -> Figure | None:
    """The figure for which a third-person pronoun stands, mentioned where one is found."""
    text = word.text.lower()
    if text in HE or text in SHE:
        figure = find_person(cast, trail, word, (text in SHE, quoted))
    elif text in IT and word.relation != "expl" and not (word.relation == "nsubj" and is_weather(cast, word)):
        figure = find_body(cast, trail, word, quoted)
    elif text in THEY:
        figure = find_many(cast, trail, word)
    else:
        return None
    if figure is not None:
        cast.mention(figure, word.index, (word.index, word.index + 1), "pronoun", "pronoun")
    return figure


def of_age(cast: Cast, trail: Trail, word: Word, quoted: Sequence[bool]) -> Figure | None:
    """The figure for which "the 58-year-old" stands, mentioned where one is found."""
    words, first = cast.tree.words, word.index
    if not word.text.lower().endswith("old") or base_relation(word) not in (*SUBJECTS, "obj", "iobj", "obl", "nmod", "conj", "root"):
        return None
    while first > 0 and word.index - first < 4 and (words[first - 1].text in ("-", "‑", "year") or words[first - 1].text.isdigit()):
        first -= 1
    before = next((i for i in (first - 1, first - 2) if i >= 0 and words[i].text.lower() == "the"), None)
    if before is None or "year" not in "".join(w.text.lower() for w in words[first : word.index + 1]):
        return None
    figure = find_person(cast, trail, word, (None, quoted))
    if figure is not None:
        cast.mention(figure, word.index, (before, word.index + 1), "description", "points back by age")
    return figure


def is_weather(cast: Cast, word: Word) -> bool:
    """Whether an "it" stands for a clause or nothing: "it is clear that", "it remains to be seen"."""
    above = cast.word(word.head) if word.head >= 0 else word
    return above.upos in ("ADJ", "NOUN") or cast.tree.kid(above.index, "csubj") is not None


def find_person(cast: Cast, trail: Trail, word: Word, about: tuple[bool | None, Sequence[bool]]) -> Figure | None:
    """The likeliest person for he or she: near, subject, first in the sentence, of that gender, if it is told."""
    female, quoted = about
    gender = None if female is None else "Fem" if female else "Masc"
    nobody = [speaker_of(cast, word, quoted) if quoted[word.index] else None, subject_beside(cast, word), *objects_beside(cast, word)]
    best, chosen = -99.0, None
    for index, figure in trail.latest():
        distance = word.sentence - cast.word(index).sentence
        if distance > FAR:
            break
        other = gender is not None and figure.gender not in (None, gender)
        if figure.kind != "person" or figure.plural or figure in nobody or (other and figure.sure):
            continue
        score = weight(cast, word, index, distance) + (1 if figure.gender == gender else 0)
        score -= UNNAMED if figure.anonymous else 0
        score += (LEADS if leads(cast, index) and distance else 0) - (UNLIKE if other else 0)
        if score > best:
            best, chosen = score, figure
    if chosen is not None and gender and chosen.gender is None and not chosen.anonymous and best > 4:
        chosen.gender = gender
    return chosen


def subject_beside(cast: Cast, word: Word) -> Figure | None:
    """The subject of the verb whose object a pronoun is: it cannot be the same, or the pronoun would end in -self."""
    if base_relation(word) not in ("obj", "iobj", "obl") or word.head < 0 or word.text.lower().endswith("self"):
        return None
    subject = cast.tree.subject(word.head)
    return cast.owner.get(subject.index) if subject is not None else None


def objects_beside(cast: Cast, word: Word) -> list[Figure]:
    """Who is named as an object of the verb whose subject a pronoun is: in "he told Mr Smith" he is not Mr Smith."""
    if base_relation(word) not in SUBJECTS or word.head < 0:
        return []
    return [cast.owner[w.index] for w in cast.tree.kids(word.head, "obj", "iobj", "obl", "obl:agent") if w.index in cast.owner]


def speaks(cast: Cast, word: Word) -> bool:
    """Whether a word is the subject of a verb of saying."""
    return word.relation == "nsubj" and word.head >= 0 and cast.lemmas[word.head] in cast.knowledge.words.sets["reporting"]


def leads(cast: Cast, index: int) -> bool:
    """Whether a mention is the subject of its sentence's main clause."""
    word = joined_to(cast, cast.word(index))
    return base_relation(word) in SUBJECTS and word.head >= 0 and cast.word(word.head).head < 0


def joined_to(cast: Cast, word: Word) -> Word:
    """The first of those joined by "and" whom a word names; the word itself where it is joined to none."""
    return cast.word(word.head) if base_relation(word) == "conj" and word.head >= 0 else word


def weight(cast: Cast, word: Word, index: int, distance: int) -> float:
    """How strongly a mention offers itself to a pronoun."""
    other = cast.word(index)
    score = 8.0 - 2.5 * distance
    if base_relation(joined_to(cast, other)) in SUBJECTS:
        score += 3 if base_relation(word) in SUBJECTS or word.relation == "nmod:poss" else 1.5
    if distance == 0 and other.head == word.head and base_relation(word) in ("obj", "iobj", "obl"):
        score -= 9
    if other.relation in ("nmod", "nmod:poss", "compound"):
        score += OWNS if other.relation != "nmod" and of_subject(cast, other) else -1.5
    if speaks(cast, word) and speaks(cast, other):
        score += SPEAKS_ON
    return score


def of_subject(cast: Cast, word: Word) -> bool:
    """Whether a word is the owner of a main clause's subject: "the Council's meeting"."""
    return word.head >= 0 and leads(cast, word.head)


def find_body(cast: Cast, trail: Trail, word: Word, quoted: Sequence[bool]) -> Figure | None:
    """The likeliest state or body for it."""
    nobody = objects_beside(cast, word)
    best, chosen = -99.0, None
    for index, figure in trail.latest():
        distance = word.sentence - cast.word(index).sentence
        if distance > SENTENCES - 1:
            break
        shelf = figure.places.get(index)
        if figure.kind not in BODIES or figure.plural or figure in nobody or (quoted[word.index] and not quoted[index] and distance):
            continue
        score = weight(cast, word, index, distance) - (3 if shelf else 0)
        score -= 2 if figure.anonymous or is_people(cast, index, figure) else 0
        score += LEADS if leads(cast, index) and distance else 0
        if score > best:
            best, chosen = score, figure
    return chosen if best > 3 else None


def find_many(cast: Cast, trail: Trail, word: Word) -> Figure | None:
    """The latest group for they, or a body where no group is near."""
    nobody = objects_beside(cast, word)
    best, chosen = -99.0, None
    for index, figure in trail.latest():
        distance = word.sentence - cast.word(index).sentence
        if distance > 1:
            break
        if (figure.kind == "person" and not figure.plural) or figure in nobody:
            continue
        score = (
            weight(cast, word, index, distance)
            + (4 if figure.plural or figure.kind == "group" or is_people(cast, index, figure) else 0)
            - (4 if index in figure.places else 0)
            + (LEADS if leads(cast, index) and distance else 0)
        )
        if score > best:
            best, chosen = score, figure
    return chosen if best > 7 else None


def is_people(cast: Cast, index: int, figure: Figure) -> bool:
    """Whether a mention names a state by its people: "the Poles"."""
    return figure.kind == "state" and "Number=Plur" in cast.word(index).feats


def first_persons(cast: Cast, quoted: Sequence[bool]) -> None:
    """Let "I" in a quotation stand for its speaker, "we" and "our" for the speaker's state or body."""
    told = sources(cast)
    for word in cast.tree.words:
        text = word.text.lower()
        if word.upos != "PRON" or text not in FIRST or word.index in cast.owner:
            continue
        speaker = told.get(word.index) or (speaker_of(cast, word, quoted) if quoted[word.index] else None)
        if speaker is None:
            continue
        figure = speaker if text in FIRST[:5] else side_of(cast, speaker)
        if figure is not None and (figure.kind == "person") == (text in FIRST[:5]):
            cast.mention(figure, word.index, (word.index, word.index + 1), "pronoun", "speaker's side")


def sources(cast: Cast) -> dict[int, Figure]:
    """For each word that the model takes for said, who says it: the source of the innermost report that holds it, or whose turn it is."""
    found = turns(cast)
    for mark in sorted(cast.tree.parse.reports, key=lambda mark: (mark.score >= SAID, -len(mark.content))):
        speaker = cast.owner.get(mark.source) if mark.source is not None and mark.source >= 0 else None
        if speaker is not None and speaker.kind != "place" and mark.score >= SAID:
            found.update(dict.fromkeys(mark.content, speaker))
    return found


def turns(cast: Cast) -> dict[int, Figure]:
    """Whose turn it is in a transcript: a paragraph that begins with somebody and a colon is all his."""
    found: dict[int, Figure] = {}
    block, speaker = -1, None
    for sentence in cast.tree.parse.sentences:
        if sentence.block != block:
            block = sentence.block
            names = [i for i in range(sentence.first, min(sentence.first + 8, sentence.last)) if cast.word(i).text == ":"]
            heads = [cast.owner[i] for i in range(sentence.first, names[0]) if i in cast.owner] if names else []
            speaker = heads[-1] if heads and heads[-1].kind == "person" else None
        if speaker is not None:
            found.update(dict.fromkeys(range(sentence.first, sentence.last), speaker))
    return found


def side_of(cast: Cast, speaker: Figure) -> Figure | None:
    """The state or body on whose behalf a speaker says "we": the one of the speaker's country that the page knows."""
    if speaker.kind != "person":
        return speaker
    kinds = ("state", "organisation", "government")
    country = country_so_far(cast, speaker)
    own = [f for f in cast.figures.values() if f.country and f.country == country and f.kind in kinds and not f.anonymous]
    return min(own, key=lambda f: (kinds.index(f.kind), -len(f.mentions))) if own else None


def speaker_of(cast: Cast, word: Word, quoted: Sequence[bool]) -> Figure | None:
    """Who speaks the quotation in which a word stands: the subject of a verb of saying beside it."""
    sentences = cast.tree.parse.sentences
    here = sentences[word.sentence]
    for step in (0, -1, 1, -2):
        at = word.sentence + step
        if not 0 <= at < len(sentences) or sentences[at].block != here.block:
            continue
        found = speaker_in(cast, range(sentences[at].first, sentences[at].last), quoted)
        if found is not None:
            return found
    return None


def speaker_in(cast: Cast, indices: range, quoted: Sequence[bool]) -> Figure | None:
    """The subject of the first verb of saying outside quotation marks among some words."""
    for i in indices:
        word = cast.word(i)
        if quoted[i] or word.relation != "nsubj" or word.head < 0 or i not in cast.owner:
            continue
        if cast.lemmas[word.head] in cast.knowledge.words.sets["reporting"]:
            return cast.owner[i]
    return None


def quoted_words(cast: Cast) -> list[bool]:
    """For each word whether it stands within quotation marks; marks left open end with their block."""
    text, found = cast.article.text, [False] * len(cast.tree.words)
    block, inside, last = -1, False, 0
    for word in cast.tree.words:
        here = cast.tree.parse.sentences[word.sentence].block
        if here != block:
            block, inside, last = here, False, word.start
        between = text[last : word.start] + (word.text if len(word.text) < 3 else word.text[:1])
        for mark in between:
            inside = True if mark in "“«" else False if mark in "”»" else not inside if mark == '"' else inside
        found[word.index] = inside and word.text not in ("“", '"', "«")
        if len(word.text) >= 3 and word.text[-1] in '”»"':
            inside = False
        last = word.end
    return found
