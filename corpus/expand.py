"""Turns a page in our notation into the page file and its gold record (form: NOTATION.md).

python corpus/expand.py [--out corpus/build] [--split train|dev|test] [PAGE ...]
"""
# ruff: noqa: T201

from __future__ import annotations

import argparse
import hashlib
import html
import json
import re
import sys
from pathlib import Path
from typing import Any

from notation import (
    DIRECTIONS,
    FAR_BACK,
    MODALITIES,
    TYPES,
    Actor,
    Block,
    Coding,
    NotationError,
    Page,
    day_value,
    edtf_problem,
    find_words,
    read_page,
)
from sentences import read_sentences, write_sentences

HERE = Path(__file__).resolve().parent
PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'", "‹": "›", "「": "」"}
Span = tuple[int, int]


def split_of(group: str, told: str | None = None) -> str:
    """The part (train, dev or test) of all pages of a group: the one that the header tells, else by a hash of the group's name.

    Pages written after figures of the test part had been published tell their part, so that the test part stays as it was.
    """
    if told is not None:
        return told
    slot = int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % 100
    return "train" if slot < 70 else "dev" if slot < 85 else "test"


def gold_of(page: Page) -> dict[str, Any]:
    """The gold record of a page, with offsets into its plain text beside every span."""
    facts = page.facts
    about = ("facts", "group", "copy_of", "hand", "region", "decade", "topic", "manner", "shape", "features")
    gold: dict[str, Any] = {
        "id": page.id,
        "given": {"published": page.day.isoformat()} if facts["day"].endswith("given") else {},
        "page": _page_facts(page),
        "actors": [],
        "times": _gold_times(page),
        "statements": [],
        "events": [],
        "relation_claims": [],
        "corpus": {k: facts.get(k) for k in about},
    }
    gold["corpus"]["split"] = split_of(facts["group"], facts.get("part"))
    gold["corpus"]["blocks"] = [b.role if b.kind == "other" else b.kind for b in page.blocks]
    for coding in page.codings:
        key, build = CODERS[coding.letter]
        gold[key].append(build(page, coding))
    gold["actors"] = [_gold_actor(page, a) for a in page.actors.values()]
    return gold


def _page_facts(page: Page) -> dict[str, Any]:
    def of(kind: str) -> list[str]:
        return [b.text for b in page.blocks if b.kind == kind]

    titles = of("title")
    if len(titles) > 1:
        raise page.fail(1, "two titles")
    topics = [t.strip() for t in page.facts.get("topics", "").split(";") if t.strip()]
    lost = [t for t in topics if not any(t in line for line in of("other"))]
    if lost:
        raise page.fail(1, f"topic {lost[0]!r} stands in no ~ line")
    outlet = page.facts["outlet"]
    if outlet != "-" and outlet.casefold() not in page.text.casefold():
        raise page.fail(1, f"outlet {outlet!r} is not shown on the page; write -")
    return {
        "outlet": None if outlet == "-" else outlet,
        "published": page.day.isoformat(),
        "title": titles[0] if titles else None,
        "topics": topics,
        "headings": [b.text for b in page.blocks if b.kind in ("heading", "deck")],
        "captions": of("caption"),
        "body": [" ".join(b.text.split()[:9]) for b in page.blocks if b.kind == "paragraph"],
        "not_story": of("other"),
    }


def _gold_actor(page: Page, actor: Actor) -> dict[str, Any]:
    spans = [(b.start + m.start, b.start + m.end) for b in page.blocks for m in b.actors if m.value == actor.id]
    if not spans:
        raise page.fail(1, f"actor {actor.id} is declared but never marked")
    spans.sort()
    texts = list(dict.fromkeys(page.text[s:e] for s, e in spans))
    gold = {"name": actor.name, "kind": actor.kind, "country": actor.country, "role": actor.role, "texts": texts, "at": spans}
    return {**gold, "anonymous": True} if actor.anonymous else gold


def _gold_times(page: Page) -> list[dict[str, Any]]:
    text, out = page.text, []
    for block in page.blocks:
        for mark in block.times:
            start, end = block.start + mark.start, block.start + mark.end
            out.append({"text": text[start:end], "in": _context(text, block, (start, end)), "value": mark.value, "at": (start, end)})
    return out


def _context(text: str, block: Block, span: Span) -> str:
    """Enough of the block around a span to find it: a stretch that stands once in the page and has the span's words first."""
    low, high = block.start, block.start + len(block.text)
    start, end = span
    for _ in range(60):
        piece = text[start:end]
        if len(piece) > len(text[span[0] : span[1]]) and text.count(piece) == 1 and start + piece.find(text[span[0] : span[1]]) == span[0]:
            break
        if (start, end) == (low, high):
            break
        start = max(low, text.rfind(" ", low, max(low, start - 1)) + 1) if start > low else low
        if text.count(text[start:end]) == 1 and start + text[start:end].find(text[span[0] : span[1]]) == span[0]:
            break
        gap = text.find(" ", end + 1, high)
        end = gap if gap >= 0 else high
    return text[start:end]


def locate(page: Page, coding: Coding, words: str) -> Span:
    """Where words of a coding line stand: in its own block, else in the nearest one before it; once, or as `#2` says."""
    found = re.search(r"\s*#(\d)$", words)
    nth = int(found.group(1)) if found else None
    words = words[: found.start()] if found else words
    for index in range(coding.block, max(-1, coding.block - FAR_BACK - 1), -1):
        block = page.blocks[index]
        spans = [(0, len(block.text))] if words == "*" else find_words(block.text, words)
        if not spans:
            continue
        if len(spans) > 1 and nth is None:
            raise page.fail(coding.line, f"{words!r} stands {len(spans)} times in line {block.line}; write more of it, or #1, #2")
        if nth is not None and nth > len(spans):
            raise page.fail(coding.line, f"{words!r} does not stand {nth} times")
        start, end = spans[(nth or 1) - 1]
        return block.start + start, block.start + end
    raise page.fail(coding.line, f"{words!r} does not stand in the text above")


def _actor_name(page: Page, coding: Coding, ident: str) -> Actor:
    if ident not in page.actors:
        raise page.fail(coding.line, f"actor {ident!r} is not declared in the header")
    return page.actors[ident]


def _value(page: Page, coding: Coding, token: str) -> str:
    value = day_value(page, token[1:])
    problem = edtf_problem(value)
    if problem:
        raise page.fail(coding.line, f"{token}: {problem}")
    return value


# statements


def _statement(page: Page, coding: Coding) -> dict[str, Any]:
    head = coding.head
    if len(head) < 2:
        raise page.fail(coding.line, 'a statement reads: !S speaker "cue" ->addressee @said via=id :: content || content')
    content = [locate(page, coding, piece.strip()) for piece in coding.tail.split(" || ")]
    cue = _cue(page, coding, head[1], content)
    options = _options(page, coding, head[2:], ("->", "@", "via=", "kind="))
    speaker, wording = _speaker(page, coding, head[0], cue or content[0])
    pieces = [page.text[s:e] for s, e in content]
    kind = options.get("kind=") or quote_kind(pieces)
    return {
        "speaker": speaker.name if speaker and not speaker.anonymous else None,
        "speaker_text": page.text[slice(*wording)] if wording else None,
        "cue": page.text[slice(*cue)] if cue else None,
        "content": pieces[0] if len(pieces) == 1 else pieces,
        "kind": kind,
        "addressee": _addressee(page, coding, options.get("->")),
        "said": _value(page, coding, options["@"]) if "@" in options else None,
        "via": _actor_name(page, coding, options["via="]).name if "via=" in options else None,
        "at": {"speaker": wording, "cue": cue, "content": content},
    }


def _options(page: Page, coding: Coding, tokens: list[str], allowed: tuple[str, ...]) -> dict[str, str]:
    out: dict[str, str] = {}
    for token in tokens:
        sign = next((a for a in allowed if token.startswith(a)), None)
        if sign is None or sign in out:
            raise page.fail(coding.line, f"{token!r} not understood, or given twice")
        out[sign] = token if sign == "@" else token[len(sign) :]
    return out


def _cue(page: Page, coding: Coding, token: str, content: list[Span]) -> Span | None:
    if token == "-":
        return None
    found = re.fullmatch(r'"([^"]+)"(#\d)?', token)
    if not found:
        raise page.fail(coding.line, f"the cue must stand in double quotes, or be -, not {token!r}")
    if found.group(2):
        return locate(page, coding, found.group(1) + " " + found.group(2))
    for block in reversed(_blocks_back(page, coding)):
        spans = [(block.start + s, block.start + e) for s, e in find_words(block.text, found.group(1))]
        free = [x for x in spans if not any(c[0] <= x[0] and x[1] <= c[1] for c in content)]
        if free:
            return min(free, key=lambda x: (min(gap(x, c) for c in content), x))
        if spans:
            raise page.fail(coding.line, f"the cue {found.group(1)!r} lies inside the content; cut the content in two with ||")
    raise page.fail(coding.line, f"the cue {found.group(1)!r} does not stand in the text above")


def _blocks_back(page: Page, coding: Coding) -> list[Block]:
    return page.blocks[max(0, coding.block - FAR_BACK) : coding.block + 1]


def gap(a: Span, b: Span) -> int:
    """How many characters lie between two spans."""
    return max(0, a[0] - b[1], b[0] - a[1])


def _speaker(page: Page, coding: Coding, token: str, near: Span) -> tuple[Actor | None, Span | None]:
    found = re.fullmatch(r"([a-z][a-z0-9]*|-)(?:\((.+)\))?", token)
    if not found:
        raise page.fail(coding.line, f"speaker {token!r} not understood; write id, id(wording), -(wording) or -")
    ident, words = found.groups()
    actor = None if ident == "-" else _actor_name(page, coding, ident)
    if words:
        return actor, locate(page, coding, words)
    if actor is None:
        return None, None
    marks = [(b.start + m.start, b.start + m.end) for b in _blocks_back(page, coding) for m in b.actors if m.value == ident]
    home = page.blocks[coding.block]
    inside = [m for m in marks if home.start <= m[0]] or marks
    if not inside:
        raise page.fail(coding.line, f"no mark of {ident} near; write {ident}(the words)")
    return actor, min(inside, key=lambda m: (gap(m, near), m))


def _addressee(page: Page, coding: Coding, token: str | None) -> str | None:
    if token is None:
        return None
    if token.startswith('"'):
        words = token.strip('"')
        locate(page, coding, words)
        return words
    return _actor_name(page, coding, token).name


def quote_kind(pieces: list[str]) -> str:
    """Direct if every piece stands in quotation marks whole, indirect if none of it does, else mixed."""
    kinds = {_piece_kind(p.strip()) for p in pieces}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _piece_kind(piece: str) -> str:
    opening = piece[0]
    if opening in PAIRS:
        rest = piece[1:].rstrip(".,;:!?")
        closers = [n for n, c in enumerate(rest) if c in PAIRS[opening] and not _is_apostrophe(rest, n)]
        if not closers or closers == [len(rest) - 1]:
            return "direct"
    return "mixed" if _has_quotation(piece) else "indirect"


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] in "'’" and 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _has_quotation(piece: str) -> bool:
    return bool(re.search(r"[“”„«»\"‘「]|(?:^|[\s(])'\w", piece))


# events and claims


def _event(page: Page, coding: Coding) -> dict[str, Any]:
    head = list(coding.head)
    usage = 'an event reads: !E TYPE/mode actor+actor ->recipient modality @date in="Place" by=id+id :: evidence with its *trigger*'
    if len(head) < 3:
        raise page.fail(coding.line, usage)
    kind, _, mode = head[0].partition("/")
    if kind not in TYPES:
        raise page.fail(coding.line, f"unknown event type {kind}; {usage}")
    modality = [t for t in head[2:] if t in MODALITIES]
    if len(modality) != 1:
        raise page.fail(coding.line, f"an event has one modality of {', '.join(MODALITIES)}")
    options = _options(page, coding, [t for t in head[2:] if t not in MODALITIES], ("->", "@", "in=", "by="))
    actors = [_actor_name(page, coding, i) for i in head[1].split("+")]
    recipients = [_actor_name(page, coding, i) for i in options["->"].split("+")] if "->" in options else []
    sources = [_actor_name(page, coding, i).name for i in options["by="].split("+")] if "by=" in options else []
    evidence, trigger = _evidence(page, coding)
    return {
        "type": kind,
        "mode": mode or None,
        "actor": [a.name for a in actors],
        "actor_country": [a.country for a in actors],
        "recipient": [a.name for a in recipients],
        "recipient_country": [a.country for a in recipients],
        "date": _value(page, coding, options["@"]) if "@" in options else None,
        "place": _place(page, coding, options.get("in=")),
        "modality": modality[0],
        "according_to": None if not sources else sources[0] if len(sources) == 1 else sources,
        "evidence": page.text[slice(*evidence)],
        "trigger": page.text[slice(*trigger)],
        "at": {"evidence": evidence, "trigger": trigger},
    }


def _place(page: Page, coding: Coding, token: str | None) -> str | None:
    if token is None:
        return None
    place = token.strip('"')
    if place not in page.text:
        raise page.fail(coding.line, f"place {place!r} does not stand in the page")
    return place


def _evidence(page: Page, coding: Coding) -> tuple[Span, Span]:
    if coding.tail.count("*") != 2:
        raise page.fail(coding.line, "put *stars* around the trigger, once, in the evidence")
    before, words, _ = coding.tail.split("*")
    evidence = locate(page, coding, coding.tail.replace("*", ""))
    stretch = page.text[slice(*evidence)]
    lead = before.split(" .. ")[-1]
    spans = find_words(stretch, lead + words) if lead.strip() else find_words(stretch, words)
    if not spans:
        raise page.fail(coding.line, f"the trigger {words!r} does not stand in the evidence")
    start = evidence[0] + spans[0][0] + (len(lead) if lead.strip() else 0)
    return evidence, (start, start + len(words))


def _claim(page: Page, coding: Coding) -> dict[str, Any]:
    head = coding.head
    if len(head) < 2 or "~" not in head[0] or head[1] not in DIRECTIONS:
        raise page.fail(coding.line, "a claim reads: !R AAA~BBB better|worse|same|- by=id @date :: words")
    options = _options(page, coding, head[2:], ("by=", "@"))
    span = locate(page, coding, coding.tail)
    return {
        "between": head[0].split("~"),
        "claim": page.text[slice(*span)],
        "direction": None if head[1] == "-" else head[1],
        "by": _actor_name(page, coding, options["by="]).name if "by=" in options else None,
        "as_of": _value(page, coding, options["@"]) if "@" in options else None,
        "at": span,
    }


CODERS = {"S": ("statements", _statement), "E": ("events", _event), "R": ("relation_claims", _claim)}


# page files


def file_of(page: Page) -> tuple[str, str]:
    """The name and the content of the page file, in the shape that the header asks for."""
    shape = page.facts["shape"]
    if shape == "text":
        return page.id + ".txt", page.text + "\n"
    if shape == "flat":
        return page.id + ".txt", "\n".join(b.text for b in page.blocks) + "\n"
    if shape == "html":
        return page.id + ".html", html_of(page)
    raise page.fail(1, f"unknown shape {shape}")


TAGS = {
    "article": {"title": "h1", "heading": "h2", "deck": "p", "caption": "figcaption", "paragraph": "p", "other": "div"},
    "plain": {"title": "h2", "heading": "h4", "deck": "h3", "caption": "span", "paragraph": "p", "other": "li"},
    "boxes": {"title": "h1", "heading": "h3", "deck": "div", "caption": "div", "paragraph": "div", "other": "span"},
}


def html_of(page: Page) -> str:
    """The page as HTML: one of three plain templates, chosen by the id; all its visible text is that of the blocks."""
    style = sorted(TAGS)[int(hashlib.sha256(page.id.encode()).hexdigest()[:4], 16) % 3]
    story = [n for n, b in enumerate(page.blocks) if b.kind != "other"]
    first, last = (min(story), max(story)) if story else (0, -1)
    top = [_tag(b, style) for b in page.blocks[:first]]
    main = [_tag(b, style) for b in page.blocks[first : last + 1]]
    foot = [_tag(b, style) for b in page.blocks[last + 1 :]]
    wrap = {"article": "article", "plain": "td", "boxes": "div"}[style]
    head = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{_meta(page)}</head>\n<body>\n'
    body = f'<header>\n{_lines(top)}</header>\n<{wrap} class="story">\n{_lines(main)}</{wrap}>\n<footer>\n{_lines(foot)}</footer>\n'
    if style == "plain":
        body = body.replace("<td", "<table><tr><td").replace("</td>", "</td></tr></table>")
    return head + body + "</body>\n</html>\n"


def _meta(page: Page) -> str:
    title = next((b.text for b in page.blocks if b.kind == "title"), "")
    out = f"<title>{html.escape(title, quote=False)}</title>\n" if title else ""
    if page.facts["day"].endswith("shown"):
        out += f'<meta property="article:published_time" content="{page.day.isoformat()}">\n'
    return out


def _tag(block: Block, style: str) -> str:
    tag = TAGS[style].get(block.kind, "blockquote")
    css = f' class="{block.kind}"' if tag in ("div", "span") or block.kind == "deck" else ""
    return f"<{tag}{css}>{html.escape(block.text, quote=False)}</{tag}>"


def _lines(parts: list[str]) -> str:
    return "".join(p + "\n" for p in parts)


def expand(page: Page, out: Path) -> None:
    """Write pages/ID.txt or .html, plain/ID.txt (what the offsets refer to) and gold/ID.json below `out`."""
    gold = gold_of(page)
    name, content = file_of(page)
    for folder, file, text in (
        ("pages", name, content),
        ("plain", page.id + ".txt", page.text),
        ("gold", page.id + ".json", json.dumps(gold, ensure_ascii=False, indent=1) + "\n"),
    ):
        (out / folder).mkdir(parents=True, exist_ok=True)
        (out / folder / file).write_text(text, encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """Expand the pages named, or all; print every error and go on; exit status 1 if there was one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "build")
    parser.add_argument("--split", choices=["train", "dev", "test"], help="only the pages of one part")
    args = parser.parse_args(argv)
    bad, manifest = 0, []
    for path in args.pages or sorted((HERE / "pages").glob("*.page")):
        try:
            page = read_page(path)
            if args.split not in (None, split_of(page.facts["group"], page.facts.get("part"))):
                continue
            expand(page, args.out)
        except NotationError as error:
            print(error, file=sys.stderr)
            bad += 1
            continue
        known = {k: page.facts[k] for k in ("group", "copy_of") if k in page.facts}
        row = {"path": "pages/" + file_of(page)[0], **gold_of(page)["given"], **known}
        manifest.append({**row, "split": split_of(page.facts["group"], page.facts.get("part"))})
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "manifest.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in manifest), encoding="utf-8")
    rows: list[dict[str, Any]] = []
    for path in sorted((HERE / "sentences").glob("*.sent")):
        try:
            rows += read_sentences(path)
        except NotationError as error:
            print(error, file=sys.stderr)
            bad += 1
    (args.out / "sentences.jsonl").write_text(write_sentences(rows), encoding="utf-8")
    print(f"{len(manifest)} pages written to {args.out}, {bad} with errors", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
