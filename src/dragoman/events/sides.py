"""Who acts and on whom: sides of an act read off the tree."""

from functools import cached_property

from dragoman.events.triggers import Trigger
from dragoman.events.words import load_words
from dragoman.grammar import Pairs, Tree, actors_by_word, base_relation
from dragoman.model import Actor, Statement, Word

Ids = tuple[str, ...]
RECIPROCAL = "other another"
FIRST_PERSON = ("we", "i", "our", "my", "us", "me")
INSIDE = ("nmod:poss", "amod", "compound", "nmod:desc", "nmod", "appos", "flat", "acl")
WITHIN = frozenset(("of", "in", "from", "by", "against", "on", "at", "near", "with", "between"))
UNSEEN = 4
"""How many mentions of others a page counts beside its own."""

THINGS = ("place", "outlet")
PARTIES = frozenset(("state", "government", "organisation", "group"))
"""Kinds of actors that have relations of their own."""


class Sides:
    """The actors of a page by the words that name them, and questions on who does what."""

    def __init__(self, tree: Tree, actors: tuple[Actor, ...], statements: tuple[Statement, ...]) -> None:
        """Look up who stands where."""
        self.tree = tree
        self.statements = statements
        self.actors = {actor.id: actor for actor in actors}
        self.by = {i: actor.id for i, actor in actors_by_word(tree.parse, actors).items()}
        self.places = {m.head: actor.id for actor in actors for m in actor.place_mentions if m.head not in self.by}
        self.shares, self.pairs = spoken_of(actors), Pairs(tree, actors)
        self.phrases: dict[tuple[int, int], Ids] = {}

    @cached_property
    def of_country(self) -> dict[str | None, str]:
        """For each country on the page the actor that stands for it: the state, else the first of its named bodies and groups."""
        found: dict[str | None, str] = {}
        for actor in sorted(self.actors.values(), key=lambda a: a.kind != "state"):
            if actor.kind in PARTIES and not actor.anonymous:
                found.setdefault(actor.country, actor.id)
        return found

    def who(self, index: int, depth: int = 0) -> Ids:
        """The actors whom the phrase headed by a word names, those joined by "and" included."""
        if (index, depth) not in self.phrases:
            found = self.named(index, depth)
            for other in self.tree.kids(index, "conj"):
                if depth < 3 and other.upos in ("NOUN", "PROPN", "PRON", "ADJ"):
                    found += self.who(other.index, depth + 1)
            self.phrases[index, depth] = unique(found)
        return self.phrases[index, depth]

    def named(self, index: int, depth: int) -> Ids:
        """The actor of a phrase: its head's, else that of a word within it."""
        if index in self.by:
            actor = self.actors[self.by[index]]
            two = self.pairs.at(index) if actor.anonymous else ()
            return tuple(one.id for one in two) or (actor.id,)
        word = self.tree.words[index]
        if word.lemma.lower() in FIRST_PERSON or word.text.lower() in FIRST_PERSON:
            return self.speaker_at(word.start)
        if depth > 2 or word.upos not in ("NOUN", "PROPN", "NUM", "ADJ", "DET", "VERB"):
            return self.relative(word) if word.upos in ("PRON", "DET", "SCONJ") else ()
        return self.inside(index, depth)

    def inside(self, index: int, depth: int) -> Ids:
        """The actor named by a modifier of a noun: "Israeli forces", "positions in Syria", "the decision of the council"."""
        for relation in INSIDE:
            for kid in self.tree.kids(index):
                if kid.relation != relation and not (base_relation(kid) == relation and relation == "appos"):
                    continue
                if relation == "nmod" and self.case(kid) not in WITHIN:
                    continue
                if relation == "acl":
                    continue
                found = self.who(kid.index, depth + 1) or self.place(kid.index)
                if found:
                    return found
        return ()

    def place(self, index: int) -> Ids:
        """The place that a word names where it only says where."""
        return (self.places[index],) if index in self.places else ()

    def relative(self, word: Word) -> Ids:
        """Whom a relative pronoun stands for."""
        for ancestor in self.tree.ancestors(word.index):
            if ancestor.relation == "acl:relcl" and ancestor.head >= 0 and word.lemma.lower() in ("who", "which", "that", "whom", "whose"):
                return self.named(ancestor.head, 1)
        return ()

    def speaker_at(self, place: int) -> Ids:
        """The speaker of the innermost statement around a place."""
        inner = innermost(self.statements, place)
        return (inner.speaker,) if inner is not None and inner.speaker else ()

    def case(self, word: Word) -> str:
        """The preposition of a phrase."""
        kid = self.tree.kid(word.index, "case")
        return kid.lemma.lower() if kid is not None else ""

    # who acts

    def is_passive(self, index: int) -> bool:
        """Whether a verb's subject or noun suffers what it says."""
        word = self.tree.words[index]
        if self.tree.is_passive(index):
            return True
        if word.relation in ("conj", "xcomp") and word.head >= 0 and not self.tree.kid(index, "nsubj", "obj") and is_participle(word):
            return self.tree.is_passive(word.head) or (word.relation == "xcomp")
        headline = word.relation in ("root", "parataxis", "ccomp") and is_participle(word) and not self.tree.auxiliaries(index)
        by = any(self.case(kid) == "by" for kid in self.tree.kids(index, "obl"))
        return (word.relation in ("acl", "amod", "advcl") and is_participle(word)) or (headline and by)

    def subject(self, index: int, depth: int = 0) -> Ids:
        """Who is the subject of a verb, own or shared, active or passive."""
        own = self.tree.kid(index, "nsubj", "csubj")
        if own is not None:
            return self.who(own.index)
        word = self.tree.words[index]
        if word.head < 0 or depth > 5:
            return ()
        relation = base_relation(word)
        if relation == "xcomp":
            return self.controller(word, depth)
        if relation == "advcl" and has_mark(self.tree, index, ("of", "for")):
            return self.patients(word.head) or self.slot(word.head, "at")
        if relation in ("conj", "advcl", "ccomp"):
            led = relation != "conj" and (has_to(self.tree, index) or has_against(self.tree, index))
            return self.controller(word, depth) if led else self.subject(word.head, depth + 1)
        if relation == "acl":
            return self.owner(word.head) if has_to(self.tree, index) else (self.named(word.head, 1) or self.owner(word.head))
        return ()

    def controller(self, word: Word, depth: int) -> Ids:
        """Who is to do what an open complement says: the one who is urged, asked or called on, else the subject."""
        head = word.head
        verb = self.tree.words[head]
        if verb.upos in ("NOUN", "PROPN"):
            return self.owner(head)
        if verb.lemma.lower() in load_words().object_control:
            for kid in self.tree.kids(head, "obj", "iobj", "nsubj:pass", "obl"):
                found = self.who(kid.index) if kid.relation != "obl" or self.case(kid) in ("on", "upon", "to") else ()
                if found:
                    return found
        return self.subject(head, depth + 1)

    def agents(self, index: int) -> Ids:
        """Who does what a verb says."""
        if self.is_passive(index):
            return unique(tuple(i for kid in self.tree.kids(index, "obl") if self.case(kid) == "by" for i in self.who(kid.index)))
        return self.subject(index)

    def owner(self, index: int) -> Ids:
        """Whose a noun is: possessor, adjective, "by" or "of", or the subject of the verb that carries it."""
        found = self.modifiers(index) or self.slot(index, "by") or self.slot(index, "of")
        return found or self.carried(index)

    def modifiers(self, index: int) -> Ids:
        """The actors before a noun: "Russia's", "Russian", "Russia"."""
        for relation in ("nmod:poss", "amod", "compound", "nmod:desc"):
            for kid in self.tree.kids(index, relation):
                found = self.who(kid.index) if relation == "nmod:poss" or kid.index in self.by else ()
                if found:
                    return found
        return ()

    def carrier(self, index: int) -> Word | None:
        """The verb that only lends a noun its tense: "launched an attack", "held talks"."""
        word = self.tree.words[index]
        for _ in range(2):
            if word.relation == "conj" and word.head >= 0:
                word = self.tree.words[word.head]
        if word.head < 0 or base_relation(word) not in ("obj", "nsubj", "obl", "xcomp"):
            return None
        verb = self.tree.words[word.head]
        words = load_words()
        lemma = verb.lemma.lower()
        if base_relation(word) == "obl":
            return verb if lemma in words.carriers_in and self.case(word) in ("in", "to", "on", "into", "at") else None
        return verb if lemma in words.carriers or lemma in words.governors else None

    def carried(self, index: int) -> Ids:
        """The subject of the verb that carries a noun."""
        verb = self.carrier(index)
        if verb is None or self.tree.words[index].relation == "nsubj":
            return ()
        return self.agents(verb.index)

    # on whom

    def patients(self, index: int) -> Ids:
        """On whom or what a verb acts, by its object."""
        word = self.tree.words[index]
        if self.is_passive(index):
            own = self.tree.kid(index, "nsubj")
            if own is not None:
                return self.who(own.index) or self.place(own.index)
            if word.relation in ("acl", "amod") and word.head >= 0:
                return self.named(word.head, 1)
            return self.subject(index)
        for kid in self.tree.kids(index, "obj", "iobj"):
            if is_reciprocal(self.tree, kid):
                return ("each other",)
            found = self.who(kid.index) or self.place(kid.index)
            if found:
                return found
        if (
            word.relation == "acl:relcl"
            and self.tree.kid(index, "nsubj")
            and not any(k.upos not in ("PRON", "DET", "SCONJ") for k in self.tree.kids(index, "obj"))
        ):
            return self.named(word.head, 1)
        return ()

    def slot(self, index: int, preposition: str) -> Ids:
        """Who stands in a phrase with a preposition below a word."""
        found: Ids = ()
        for kid in self.tree.kids(index, "obl", "nmod"):
            if kid.relation != "nmod:poss" and self.case(kid) == preposition:
                if is_reciprocal(self.tree, kid):
                    return ("each other",)
                found += self.who(kid.index) or self.place(kid.index)
        return unique(found)

    def recipients(self, index: int, trigger: Trigger) -> tuple[Ids, str]:
        """On whom an act falls, and in which slot that was found."""
        verb = self.carrier(index) if trigger.part == "n" else None
        for slot in trigger.slots:
            if slot == "obj":
                found = self.patients(index) if trigger.part == "v" else ()
            else:
                found = self.slot(index, slot)
                found = found or (self.slot_in_object(index, slot) if trigger.part == "v" else ())
                found = found or (self.slot(verb.index, slot) if verb is not None else ())
            if found:
                return found, slot
        return (), ""

    def slot_in_object(self, index: int, preposition: str) -> Ids:
        """A recipient that hangs on the verb's object: "signed a pact with Chad"."""
        return unique(tuple(i for kid in self.tree.kids(index, "obj", "obl") for i in self.slot(kid.index, preposition)))

    def sides(self, index: int, trigger: Trigger) -> tuple[Ids, Ids, str]:
        """Actors and recipients of an act, and where the recipient was found."""
        recipients, slot = self.recipients(index, trigger)
        agents = self.noun_agents(index, trigger, slot) if trigger.part == "n" else self.agents(index) or self.cue_speaker(index)
        if trigger.both or recipients == ("each other",):
            return self.paired(index, agents, recipients, slot)
        recipients = tuple(i for i in recipients if i not in agents)
        agents = self.acting(agents)
        if agents and trigger.context and not any(self.actors[i].country for i in recipients if i in self.actors):
            others = self.opposite(index, agents)
            slot = "context" if others else slot
            recipients = unique(recipients + tuple(i for i in others if i not in recipients))
        return agents, recipients, slot if recipients else ""

    def noun_agents(self, index: int, trigger: Trigger, slot: str) -> Ids:
        """Who does what a noun says."""
        found = self.modifiers(index) or self.slot(index, "by")
        if not found and slot != "of" and "of" not in trigger.slots:
            found = self.slot(index, "of")
        if not found and slot != "from" and "from" not in trigger.slots:
            found = self.slot(index, "from")
        return found or self.carried(index)

    def paired(self, index: int, agents: Ids, recipients: Ids, slot: str) -> tuple[Ids, Ids, str]:
        """The two sides of an act between equals."""
        between = self.slot(index, "between") or (self.slot(index, "of") if self.tree.words[index].upos == "NOUN" else ())
        if recipients == ("each other",):
            recipients = ()
        if not agents or (not recipients and len(between) > 1):
            agents = unique(agents + between)
        agents = self.acting(agents)
        recipients = tuple(i for i in recipients if i not in agents)
        if not recipients and len(agents) < 2:
            agents = self.acting(self.parts(index)) or agents
        if not recipients and len(agents) > 1:
            return agents[:1], agents[1:], "together"
        if not recipients and not agents and self.tree.words[index].upos == "NOUN":
            return self.around(index)
        return agents, recipients, slot

    def around(self, index: int) -> tuple[Ids, Ids, str]:
        """The two sides of the act during which another was done: "in a call he warned his counterpart"."""
        word = self.tree.words[index]
        if base_relation(word) != "obl" or word.head < 0 or self.case(word) not in ("in", "during", "at", "after", "by", "via"):
            return (), (), ""
        agents = self.acting(self.agents(word.head))
        others = self.patients(word.head) or self.slot(word.head, "with")
        return agents, tuple(i for i in self.acting(others) if i not in agents), "around"

    def parts(self, index: int) -> Ids:
        """The two or more parties within a joint subject: "envoys of Peru and Chile", "the two countries" for the pair named last."""
        verb = self.carrier(index) or self.tree.words[index]
        subject = self.tree.kid(verb.index, "nsubj") or (self.tree.words[index] if self.tree.words[index].upos == "NOUN" else None)
        if subject is None:
            return ()
        for kid in self.tree.kids(subject.index, "nmod", "nmod:poss", "amod"):
            found = self.each(kid.index) if kid.relation != "nmod" or self.case(kid) in ("from", "of", "between") else ()
            if len(found) > 1:
                return found
        is_pair = any(k.lemma.lower() in ("two", "both", "2") for k in self.tree.kids(subject.index, "nummod", "det", "amod"))
        return self.pair_before(subject.start) if is_pair else ()

    def opposite(self, index: int, agents: Ids) -> Ids:
        """Whom an act concerns where its clause does not say: the accuser of whom it is alleged, else the state most spoken of."""
        own = {self.actors[i].country for i in agents}
        if None in own:
            return ()
        inner = innermost(self.statements, self.tree.words[index].start)
        if inner is not None and inner.act == "accuse" and inner.speaker in self.actors:
            return (inner.speaker,) if self.actors[inner.speaker].country not in own else ()
        states = [a for a in self.actors.values() if a.kind == "state" and a.country not in own]
        best = max(states, key=lambda a: (len(a.mentions) + len(a.place_mentions), a.id), default=None)
        return (best.id,) if best is not None else ()

    def each(self, index: int) -> Ids:
        """The actors or places of a phrase and of those joined to it by "and" or a hyphen."""
        heads = (*(kid.index for kid in self.tree.kids(index, "compound")), index, *(kid.index for kid in self.tree.kids(index, "conj")))
        return unique(tuple(i for head in heads for i in (self.named(head, 1) or self.place(head))))

    def pair_before(self, place: int) -> Ids:
        """The two actors of different countries that are named last before a place."""
        parties = [a for a in self.actors.values() if a.country and a.kind not in THINGS]
        mentions = sorted((m.start, a.id) for a in parties for m in a.mentions if m.start < place)
        found: dict[str, str] = {}
        for _, actor in reversed(mentions):
            found.setdefault(self.actors[actor].country or "", actor)
            if len(found) == 2:
                return tuple(reversed(found.values()))
        return ()

    def acting(self, ids: Ids) -> Ids:
        """Those who can act: no mere place, no outlet."""
        return tuple(i for i in ids if i in self.actors and self.actors[i].kind not in THINGS)

    def cue_speaker(self, index: int) -> Ids:
        """The speakers of the statements whose cue is this word."""
        start = self.tree.words[index].start
        return unique(tuple(s.speaker for s in self.statements if s.cue is not None and s.speaker and s.cue[0] <= start < s.cue[1]))


def spoken_of(actors: tuple[Actor, ...]) -> dict[str, float]:
    """The share of a page's mentions that go to the actors of each country; a single sentence tells little of whom a page is about."""
    counts: dict[str, int] = {}
    for actor in actors:
        if actor.country:
            counts[actor.country] = counts.get(actor.country, 0) + len(actor.mentions) + len(actor.place_mentions)
    total = sum(counts.values()) + UNSEEN
    return {country: count / total for country, count in counts.items()}


def is_participle(word: Word) -> bool:
    """Whether a verb stands as a past participle."""
    return "VerbForm=Part" in word.feats and "Tense=Pres" not in word.feats and not word.text.lower().endswith("ing")


def is_reciprocal(tree: Tree, word: Word) -> bool:
    """Whether a word is "each other" or "one another"."""
    return any(w.lemma.lower() in ("other", "another") for w in (word, *tree.kids(word.index, "fixed")))


def has_mark(tree: Tree, index: int, marks: tuple[str, ...]) -> bool:
    """Whether a clause is led by one of some words: "accused them of shelling"."""
    return any(kid.lemma.lower() in marks for kid in tree.kids(index, "mark", "case"))


def has_to(tree: Tree, index: int) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(kid.lemma.lower() == "to" for kid in tree.kids(index, "mark"))


def has_against(tree: Tree, index: int) -> bool:
    """Whether a verb is what somebody is warned against or kept from."""
    return any(kid.lemma.lower() in ("against", "from") for kid in tree.kids(index, "mark", "case"))


def unique(ids: Ids) -> Ids:
    """The ids in order, each once."""
    return tuple(dict.fromkeys(ids))


def innermost(statements: tuple[Statement, ...], place: int) -> Statement | None:
    """The statement with the shortest content around a place."""
    around = [
        (end - start, number, statement)
        for number, statement in enumerate(statements)
        for start, end in statement.content
        if start <= place < end
    ]
    return min(around, key=lambda found: found[:2])[2] if around else None
