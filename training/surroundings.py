"""Puts around and into stories what stands there on the web, for the training of the labeller of lines (training/lines.py).

The wordings are our own (training/surroundings.yml); headlines, first sentences and readers' words are taken from other training pages.
"""

import random
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from dragoman.model import STORY_KINDS

WORDS = Path(__file__).resolve().parent / "surroundings.yml"
BETWEEN = re.compile(r"(?<=[a-z]{3}[.!?])\s+(?=[A-Z“\"])|(?<=[a-z][.!?][”\"])\s+(?=[A-Z“\"])")
READERS = (
    "Comments", "Leave a comment", "Leave a Reply", "12 comments", "Reader comments", "3 responses", "View comments", "Join the discussion",
    "Have your say",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KEYS = {
    "topics": "sections", "byline": "bylines", "dateline": "datelines", "credit": "credits", "related": "links", "boilerplate": "boilers",
}  # fmt: skip
"""Where training/surroundings.yml has the wordings of each kind."""
ABOVE = (
    ("topics", 0.5), ("dateline", 0.35), ("boilerplate", 0.4), ("boilerplate", 0.4), ("boilerplate", 0.3), ("related", 0.1),
    ("byline", 0.05), ("credit", 0.08),
)  # fmt: skip
UNDER = (("byline", 0.5), ("dateline", 0.35), ("credit", 0.15), ("boilerplate", 0.25), ("topics", 0.05))
BELOW = (
    ("credit", 0.35), ("related", 0.35), ("related", 0.25), ("boilerplate", 0.5), ("boilerplate", 0.5), ("topics", 0.2), ("byline", 0.07),
    ("dateline", 0.06),
)  # fmt: skip
"""What stands above the headline, above the story and below it, and how often."""
NAMES = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?")
SPOKEN = re.compile(r"[“\"][A-Z][^“”\"]{40,160}[”\"]")
LEAST_HEAD, MOST_HEAD = 5, 16
"""Words of a sentence that may serve as the headline of a part of a page."""


@cache
def read_wordings() -> dict[str, list[str]]:
    """The lists of wordings of training/surroundings.yml by name."""
    words: dict[str, list[str]] = yaml.safe_load(WORDS.read_text("utf-8"))
    return words


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page as lines with their kinds."""

    name: str
    lines: tuple[tuple[str, str], ...]


class Surroundings:
    """Puts around and into stories what stands there on the web; the same seed gives the same pages."""

    def __init__(self, pages: list[Labelled], seed: int) -> None:
        """Take headlines and first sentences of the pages for the teasers of other stories."""
        self.random = random.Random(seed)
        self.words = read_wordings()
        self.titles = [text for page in pages for text, kind in page.lines if kind in ("title", "related")]
        self.decks = [text for page in pages for text, kind in page.lines if kind == "deck"]
        self.headings = [text for page in pages for text, kind in page.lines if kind == "heading"]
        prose = [text for page in pages for text, kind in page.lines if kind == "paragraph"]
        self.sentences = [s for text in prose for s in BETWEEN.split(text) if 6 <= len(s.split()) <= 40]
        self.leads = [next((t for t, k in page.lines if k == "paragraph"), "") for page in pages]

    def some(self, key: str, least: int, most: int) -> list[str]:
        """Between least and most wordings of a list, filled in."""
        number = min(self.random.randint(least, most), len(self.words[key]))
        return [self.fill(text) for text in self.random.sample(self.words[key], number)]

    def fill(self, text: str) -> str:
        """A wording with its gaps filled."""
        pick, names = self.random.choice, [self.name() for _ in range(3)]
        text = str(text)
        for _ in range(3):  # each gap of a wording is filled with another name, day, section
            for gap, value in (
                ("name", names.pop()), ("day", self.day()), ("topic", pick(self.words["menu"])), ("title", pick(self.titles).rstrip(".")),
                ("place", pick(self.words["places"])), ("wire", pick(self.words["wires"])), ("n", str(self.random.randint(2, 60))),
                ("outlet", pick(self.words["sites"])), ("first", pick(self.words["names"])), ("year", str(self.random.randint(1998, 2025))),
                ("sign", "/".join("".join(self.random.choices("abdefghklmnprst", k=2)) for _ in range(self.random.randint(1, 2)))),
                ("weekday", pick(WEEKDAYS)),
            ):  # fmt: skip
                text = text.replace(f"{{{gap}}}", value, 1).replace(f"{{{gap.upper()}}}", value.upper(), 1)
        return text

    def name(self) -> str:
        """The name of somebody."""
        return f"{self.random.choice(self.words['names'])} {self.random.choice(self.words['surnames'])}"

    def dress(self, page: Labelled) -> Labelled:
        """The page with other lines beside its story, as papers, agencies and sites of all times set them."""
        lines = [(t, k) for t, k in page.lines if k in STORY_KINDS or self.chance(0.5)]
        title = next((i for i, (_, k) in enumerate(lines) if k in ("title", "paragraph")), 0)
        first = next((i for i, (_, k) in enumerate(lines) if k == "paragraph"), title)
        for at, kinds in ((len(lines), BELOW), (first, UNDER), (title, ABOVE)):
            chosen = [kind for kind, share in kinds if self.chance(share)]
            self.random.shuffle(chosen)
            new = [(self.fill(self.random.choice(self.words[KEYS[kind]])), kind) for kind in chosen]
            lines[at:at] = new
        for i in [i for i, (_, k) in enumerate(lines) if k == "caption" and self.chance(0.4)][::-1]:
            lines.insert(i + 1, (self.fill(self.random.choice(self.words["credits"])), "credit"))
        inner = [i for i, (_, k) in enumerate(lines) if k == "paragraph"][1:]
        if inner and self.chance(0.15):
            lines.insert(self.random.choice(inner), (self.fill(self.random.choice(self.words["links"])), "related"))
        return replace(page, lines=tuple((t, k) for t, k in lines if t.strip()))

    def day(self) -> str:
        """A day in one of the forms that pages use."""
        day, year = self.random.randint(1, 28), self.random.randint(1998, 2025)
        month = self.random.choice(MONTHS)
        figures = f"{year}-{self.random.randint(1, 12):02}-{day:02}"
        plain = f"{day} {month} {year}"
        other = (
            f"{WEEKDAYS[day % 7]}, {plain}", f"{WEEKDAYS[day % 7]} {month} {day}, {year}", f"{day} {month[:3]}, {year}",
            f"{month} {day}th, {year}",
            f"{day:02}/{year % 12 + 1:02}/{year}", f"{day:02}.{year % 12 + 1:02}.{year}", f"{year}/{year % 12 + 1:02}/{day:02}",
            plain.upper(),
            f"{day:02}-{month[:3].upper()}-{year}", f"{month[:3]}. {day}, {year}",
        )  # fmt: skip
        forms = (plain, f"{month} {day}, {year}", f"{month[:3]} {day}, {year}", figures)
        form = self.random.choice(other if self.chance(0.35) else forms)
        return form + self.random.choice(("", "", f", {day % 24}:{day + 20:02}", f" {day % 12}.{day + 20:02} GMT"))

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.random.random() < share

    def menu(self) -> list[tuple[str, str]]:
        """A menu of sections, now and then said twice."""
        items = self.some("menu", 4, 40)
        if self.chance(0.15):
            items = [" | ".join(items[:6])]
        return [(text, "boilerplate") for text in items * (2 if self.chance(0.2) else 1)]

    def teasers(self, most: int) -> list[tuple[str, str]]:
        """Other stories: headlines, with or without a day, a section and a first sentence."""
        out = []
        summaries, days, sections = self.chance(0.5), self.chance(0.3), self.chance(0.3)
        for _ in range(self.random.randint(1, most)):
            if sections:
                out.append((self.random.choice(self.words["menu"]), "boilerplate"))
            out.append((self.random.choice(self.titles), "related"))
            if summaries and self.chance(0.7):
                out.append((self.summary(), "related"))
            if days:
                out.append((self.random.choice((self.day(), f"{self.random.randint(2, 23)} hours ago", "Yesterday")), "boilerplate"))
        return out

    def summary(self) -> str:
        """What a teaser tells of its story: a sentence, sometimes cut off."""
        text = self.random.choice(self.decks if self.decks and self.chance(0.3) else self.leads)
        words = text.split()[: self.random.randint(12, self.random.choice((25, 40, 70)))]
        cut = len(words) < len(text.split())
        return " ".join(words) + (self.random.choice(("...", "…", " [...]", "... Read more", "")) if cut else "")

    def surround(self, page: Labelled) -> Labelled:
        """The page as a page of the web."""
        lines = list(page.lines)
        if self.chance(0.6):
            lines = self.shorten(lines)
        elif self.chance(0.3):
            lines = self.lengthen(lines)
        lines = self.head_parts(lines) if self.chance(0.2) else self.head_turns(lines) if self.chance(0.08) else lines
        lines = self.picture(lines) if self.chance(0.35) else lines
        if self.chance(0.2):
            return Labelled(page.name, tuple(self.residue(lines)))
        if self.chance(0.25):
            at = next((i for i, (_, kind) in enumerate(lines) if kind in ("title", "paragraph")), 0)
            lines.insert(at, (self.crumbs(), "topics"))
        lines = self.interrupt(lines)
        out = self.above(lines) + self.below_title(lines) + self.below(lines)
        return Labelled(page.name, tuple((t, k) for t, k in out if t.strip()))

    def residue(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """What extractors leave: the story alone, often without its headline, with a stray line here and there."""
        kept = [(t, k) for t, k in lines if k in STORY_KINDS or (k in ("credit", "byline") and self.chance(0.5))]
        if self.chance(0.7):
            kept = [(t, k) for t, k in kept if k != "title"]
        if self.chance(0.4):
            kept = [(t, k) for t, k in kept if k != "deck"]
        if self.chance(0.3):
            kept.insert(self.random.randint(0, len(kept)), (self.random.choice(self.words["within"]), "boilerplate"))
        return kept

    def tags(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Names that the story says, as its tags."""
        names = [n for t, k in lines if k == "paragraph" for n in NAMES.findall(t)]
        chosen = self.random.sample(names, min(len(names), self.random.randint(2, 7))) + self.some("menu", 0, 2)
        change = self.random.choice((str, str, str.upper, str.lower))
        if self.chance(0.3):
            return [(self.random.choice((", ", " | ", " · ", " / ")).join(map(change, chosen)), "topics")]
        return [(change(t), "topics") for t in chosen]

    def crumbs(self) -> str:
        """A trail of sections above a headline."""
        parts = self.some("menu", 1, 3)
        parts = ["Home", *parts] if self.chance(0.3) else ["News", *parts] if self.chance(0.2) else parts
        parts += ["More"] * self.chance(0.1)
        return self.random.choice((" / ", " > ", " » ", " | ", "   /   ", " › ", " · ")).join(parts)

    def above(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """What stands above a story; first the title of the page, if the headline stands further down."""
        title = next((text for text, kind in lines if kind == "title"), None)
        out: list[tuple[str, str]] = []
        if title and self.chance(0.4):
            site = self.random.choice((" | ", " - ", " – ")) + self.random.choice(self.words["sites"])
            out.append((title + site * self.chance(0.7), "boilerplate"))
        out += plain(self.some("top", 0, 10))
        if self.chance(0.7):
            out += self.menu()
        out += plain(self.some("consent", 0, 3)) if self.chance(0.2) else []
        out += self.teasers(6) if self.chance(0.3) else []
        return out + (plain(self.some("top", 0, 3)) if self.chance(0.3) else [])

    def below_title(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The story with buttons under its headline, or right above its first paragraph."""
        first = next((i for i, (_, kind) in enumerate(lines) if kind == "paragraph"), 0)
        at = next((i + 1 for i, (_, kind) in enumerate(lines) if kind == "title"), first)
        at = at if self.chance(0.3) else first
        inset = plain(self.some("under_title", 0, 6)) if self.chance(0.7) else []
        inset += plain(self.some("offers", 4, 12)) if self.chance(0.06) else []
        if inset and self.chance(0.3):
            inset.insert(self.random.randint(0, len(inset)), (self.day(), "dateline"))
        if inset and self.chance(0.2):
            inset.insert(0, (self.fill(self.random.choice(("By {name}", "{name}", "By {name}, {outlet}", "{name} and {name}"))), "byline"))
        return lines[:at] + inset + lines[at:]

    def shorten(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The story with paragraphs of one, two or three sentences, as papers on the web have them."""
        out: list[tuple[str, str]] = []
        most = self.random.choice((1, 1, 2, 3))
        for text, kind in lines:
            sentences = BETWEEN.split(text) if kind == "paragraph" else [text]
            while sentences:
                number = self.random.randint(1, most) if len(sentences) > most else len(sentences)
                out.append((" ".join(sentences[:number]), kind))
                sentences = sentences[number:]
        return out

    def lengthen(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The story with paragraphs run together, as some pages lose the breaks between them."""
        out: list[tuple[str, str]] = []
        most = self.random.choice((2, 3, 9))
        run = 0
        for text, kind in lines:
            joins = bool(out) and kind == out[-1][1] == "paragraph" and run < most and self.chance(0.8)
            run = run + 1 if joins else 1
            out[-1:] = [(f"{out[-1][0]} {text}", kind)] if joins else [*out[-1:], (text, kind)]
        return out

    def head_parts(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The story with headings above some of its paragraphs."""
        out: list[tuple[str, str]] = []
        for text, kind in lines:
            if kind == "paragraph" and out and out[-1][1] == "paragraph" and self.chance(0.25):
                out.append((self.random.choice(self.headings), "heading"))
            out.append((text, kind))
        return out

    def head_turns(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The story as a page of many parts, each below a headline of its own, made of what the part says."""
        out: list[tuple[str, str]] = []
        for text, kind in lines:
            names = [s.rstrip(".") for s in BETWEEN.split(text) if LEAST_HEAD <= len(s.split()) <= MOST_HEAD and not SPOKEN.search(s)]
            if kind == "paragraph" and names and self.chance(0.7):
                out.append((self.random.choice(names), "heading"))
            out.append((text, kind))
        return out

    def picture(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The story with captions that nothing marks: above its first paragraph, here and there, or a gallery of them."""
        captions = self.some("captions", 1, 6)
        if self.chance(0.3):
            captions = [f"{text} {self.fill(self.random.choice(self.words['picture_credits']))}" for text in captions]
        out = list(lines)
        first = next((i for i, (_, kind) in enumerate(out) if kind == "paragraph"), 0)
        if self.chance(0.15):
            out[first:first] = [line for text in captions for line in (("Caption", "boilerplate"), (text, "caption"))]
            return out
        if self.chance(0.7):
            out.insert(first, (captions.pop(), "caption"))
        for text in captions[: self.random.randint(0, 3)]:
            out.insert(self.random.randint(min(first + 1, len(out)), len(out)), (text, "caption"))
        return out

    def interrupt(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The story with insets: buttons, other stories, invitations, a pull quote."""
        out: list[tuple[str, str]] = []
        rate = self.random.choice((0.0, 0.0, 0.1, 0.25))
        for i, (text, kind) in enumerate(lines):
            out.append((text, kind))
            if kind != "paragraph" or i + 1 >= len(lines) or not self.chance(rate):
                continue
            choice = self.random.random()
            if choice < 0.4:
                out += plain(self.some("within", 1, 2))
            elif choice < 0.65:
                out += plain(self.some("within", 0, 1)) + self.teasers(2)
            elif choice < 0.8:
                out += plain(self.some("within_prose", 1, 1))
            elif choice < 0.87:
                out += plain(self.some("offers", 2, 9))
            else:
                out += self.pulled(lines)
        return out

    def pulled(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Words of the story set apart, with their speaker or without."""
        spoken = [m for text, kind in lines if kind == "paragraph" for m in SPOKEN.findall(text)]
        if not spoken:
            return []
        words = self.random.choice(spoken)
        return [(words.rstrip(",") if self.chance(0.5) else words.strip('“”"').rstrip(","), "quote")]

    def below(self, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """What stands below a story."""
        parts: list[list[tuple[str, str]]] = []
        out: list[tuple[str, str]] = []
        if self.chance(0.3):
            out = self.tags(lines)
        if self.chance(0.4):
            bios = self.some("bios", 1, 4)
            parts.append(plain([" ".join(bios)] if self.chance(0.4) else bios[:2]))
        parts.append(plain(self.some("after", 0, 5)))
        if self.chance(0.3):
            parts.append(self.readers())
        if self.chance(0.7):
            parts.append(plain(self.some("others_head", 1, 1)) + self.teasers(20))
        if self.chance(0.3):
            parts.append(plain(self.some("others_head", 1, 1)) + self.teasers(10))
        self.random.shuffle(parts)
        out += [line for part in parts for line in part]
        if self.chance(0.7):
            out += plain(self.some("foot", 3, 30))
        out += self.menu() if self.chance(0.3) else []
        out += plain(self.some("owner", 0, 3))
        consent = self.some("consent", 1, 8)
        return out + (plain([" ".join(consent)] if self.chance(0.3) else consent) if self.chance(0.3) else [])

    def readers(self) -> list[tuple[str, str]]:
        """Readers' comments."""
        out = []
        for text in self.some("comments", 1, 10):
            said = " ".join([text, *self.some("comments", 1, 5)]) if self.chance(0.4) else text
            if self.chance(0.3):
                said = " ".join(self.random.sample(self.sentences, self.random.randint(1, 3)))
            heads = [self.fill("{name}"), self.day()] if self.chance(0.7) else [self.fill("{name} on ") + self.day() + " said:"]
            out += plain([*heads, said])
            out += [("Reply", "boilerplate")] if self.chance(0.6) else []
        return plain([self.random.choice(READERS)]) * self.chance(0.8) + out


def plain(texts: list[str]) -> list[tuple[str, str]]:
    """Wordings as lines that are no story."""
    return [(text, "boilerplate") for text in texts]
