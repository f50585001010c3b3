"""The files of the example county: one for each bureau, some towns, a compilation, and a copy from a sharing site.

`county` gives them one by one with the truth, `write_county` writes them to a folder as fast as it can. With `size`
above 1 there are more counties, each with its own names and figures; every one takes about half a megabyte.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from taizhang.examples import proof
from taizhang.examples.bureaus import Bureau, bureau, bureau_keys, definitions, phrases, rules
from taizhang.examples.document import Document, document
from taizhang.examples.flaws import Damage, Damaged, apply
from taizhang.examples.layout import Extras, Style, draw_style, write_report
from taizhang.examples.names import county_names, unit_names
from taizhang.examples.office import missing, render
from taizhang.examples.scribe import Draft, Hand, Scribe
from taizhang.examples.tables import Source, tables_of
from taizhang.examples.truth import ExampleFile, TrueNoise
from taizhang.examples.world import World, draw, draw_one

__all__ = ["county", "write_county"]

TOWNS = 3
COMPILED = 6
FORMS = ("docx", "docx", "docx", "docx", "pdf", "pdf", "xlsx", "xlsx")
"""What files of a county are written as instead of text."""

DAMAGES: tuple[tuple[Damage, Hand], ...] = (
    (Damage(encoding="gb18030"), Hand()),
    (Damage(letter_d=True, half_width=True), Hand(wide=0.02)),
    (Damage(hidden_name="name"), Hand(mask="X", masked=0.9)),
    (Damage(encoding="utf-8-sig", carriage=True), Hand()),
    (Damage(half_width=True), Hand(mask="x", masked=0.35)),
    (Damage(), Hand(wide=0.06)),
    (Damage(encoding="utf-16"), Hand()),
)


class _Place(NamedTuple):
    """One county: names, figures, and the number that tells its drawn figures from others'."""

    names: dict[str, Sequence[str]]
    world: World
    salt: int
    seed: str


class _Made(NamedTuple):
    """A file before its truth is asked for."""

    name: str
    draft: Draft
    done: Damaged
    damage: Damage
    single: bool = False
    form: str = "txt"

    def document(self) -> Document | None:
        """Give it as a document, when its text is as it was written."""
        return document(self.draft, Path(self.name).stem[2:]) if self.damage == Damage() else None

    def data(self) -> bytes:
        """Give the bytes on disk."""
        whole = self.document() if self.form != "txt" else None
        return render(whole, self.form) if whole else self.done.text.encode(self.damage.encoding)


def write_county(folder: Path, size: int = 1, seed: int = 2025, flaws: bool = True, office: bool = True) -> None:
    """Write the files of `county` below `folder`, which is made when missing."""
    for made in _files(size, seed, flaws, office):
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data())


def county(size: int = 1, seed: int = 2025, flaws: bool = True, office: bool = True) -> Iterator[ExampleFile]:
    """Give the files of `size` counties with the truth about each; the same arguments give the same bytes.

    With `office` some are .docx, .pdf and .xlsx, as far as the libraries that write them are installed.
    """
    for made in _files(size, seed, flaws, office):
        draft, done = made.draft, made.done
        facts = proof.facts(draft, done)
        yield ExampleFile(
            name=made.name,
            data=made.data(),
            text=done.text,
            encoding=made.damage.encoding,
            facts=facts,
            relations=proof.relations(draft, done, rules()),
            reports=proof.reports(draft, done),
            sections=proof.sections(draft, done),
            noise=proof.noise(draft, done),
            tables=proof.tables(draft, done),
            format=made.form,
            document=made.document(),
        )


def _files(size: int, seed: int, flaws: bool, office: bool) -> Iterator[_Made]:
    for index in range(size):
        place = _place(index, seed)
        folder = "" if size == 1 else f"{index:04d}{place.names['place'][0]}{place.names['year'][0]}年上半年/"
        forms = random.Random(f"office/{place.seed}").sample(FORMS, len(FORMS)) if office and not missing() else []
        for made in _county(place, flaws):
            if forms and made.single and made.damage == Damage():
                form = forms.pop()
                made = made._replace(name=f"{made.name.removesuffix('.txt')}.{form}", form=form)
            yield made._replace(name=folder + made.name)


def _place(index: int, seed: int) -> _Place:
    names = county_names(index, seed)
    text = f"{seed}/{index}"
    return _Place(names, draw(definitions(), text), zlib.crc32(text.encode()), text)


def _county(place: _Place, flaws: bool) -> Iterator[_Made]:
    rng = random.Random(f"files/{place.seed}")
    keys = [key for key in bureau_keys() if key != "town"]
    damaged = dict(zip(rng.sample(range(len(keys) + TOWNS), len(DAMAGES)), DAMAGES, strict=True)) if flaws else {}
    copied = rng.randrange(len(keys)) if flaws else -1
    for index, key in enumerate(keys):
        damage, hand = damaged.get(index, (Damage(), Hand()))
        style = draw_style(rng, plans=rng.random() < 0.9)._replace(copied=index == copied)
        yield _single(place, key, index + 1, style, damage, hand, rng)
    for number in range(TOWNS):
        damage, hand = damaged.get(len(keys) + number, (Damage(), Hand()))
        town = [name for name in place.names["town"] if name.endswith("镇")][number]
        yield _single(place, "town", len(keys) + number + 1, draw_style(rng), damage, hand, rng, town)
    count = len(keys) + TOWNS
    yield _compilation(place, f"{count + 1:02d}", rng.sample(keys, COMPILED), rng, titled=True)
    if flaws:
        yield _compilation(place, f"{count + 2:02d}", rng.sample(keys, COMPILED // 2 + 1), rng, titled=False)
        yield _shared_copy(place, f"{count + 3:02d}", rng.sample(keys, 2), rng)


def _unit(place: _Place, key: str, town: str) -> tuple[Bureau, dict[str, Sequence[str]], World]:
    unit = bureau(key)
    if key != "town":
        return unit, unit_names(place.names, unit.name, unit.words["aim"], place.names["place"][0]), place.world
    names = unit_names(place.names, town, unit.words["aim"], place.names["place"][0])
    world = {name: value for name, value in place.world.items() if not name.startswith("town.")}
    shared = {name.partition(".")[2]: value.value for name, value in world.items() if name.startswith("county.")}
    draw_one(definitions()["town"], "town", shared, f"{place.seed}/{town}", world)
    return unit, {**names, "self": [town], "place": names["org"]}, world


def _write(
    place: _Place, key: str, draft: Draft, style: Style, rng: random.Random, hand: Hand | None = None, town: str = ""
) -> str:
    unit, names, world = _unit(place, key, town)
    extras = _extras(place, key, town, names, world, style, hand) if style.titled and not style.joined else None
    salt = place.salt ^ zlib.crc32(town.encode())
    block = draft.marks[-1].block if draft.marks else 0
    scribe = Scribe(draft, world, names, salt, rng, phrases()["times"], hand)
    scribe.block = abs(block)
    return write_report(scribe, unit, style, names, extras)


def _extras(
    place: _Place, key: str, town: str, names: dict[str, Sequence[str]], world: World, style: Style, hand: Hand | None
) -> Extras:
    """Draw what stands in a report besides its paragraphs, apart from all other draws."""
    rng = random.Random(f"tables/{place.seed}/{key}/{town}")
    source = Source(key, names, world, lambda other: _unit(place, "town", other)[2], place.seed)
    grids = tuple(tables_of(source, rng, hand.mask if hand else ""))
    if style.copied:
        grids = tuple(grid._replace(inner=False) for grid in grids)
    words, aligned = phrases()["asides"], rng.random() < 0.3
    footnote, box = (rng.choice(words[kind]) if rng.random() < 0.25 else "" for kind in ("footnote", "box"))
    return Extras(grids, aligned, footnote, box)


def _single(
    place: _Place, key: str, number: int, style: Style, damage: Damage, hand: Hand, rng: random.Random, town: str = ""
) -> _Made:
    draft = Draft()
    title = _write(place, key, draft, style, rng, hand if hand.masked or hand.wide else None, town)
    if damage.hidden_name:
        damage = replace(damage, hidden_name=place.names["county"][0])
    return _Made(f"{number:02d}{title}.txt", draft, apply(draft, damage, rng), damage, single=True)


def _compilation(place: _Place, number: str, keys: Sequence[str], rng: random.Random, titled: bool) -> _Made:
    """Several reports in one file behind a contents list; without titles one runs into the next."""
    body, titles = Draft(), []
    for key in keys:
        style = draw_style(rng)._replace(keep=0.35, titled=titled, signed=titled and rng.random() < 0.3)
        titles.append(_write(place, key, body, style, rng))
        body.put("\n\n" if titled else "\n")
    draft = Draft()
    name = f"{place.names['place'][0]}{place.names['year'][0]}年上半年工作总结汇编（{chinese_count(len(keys))}篇）"
    if titled:
        draft.put(name.partition("（")[0] + "\n\n目  录\n")
    begins = draft.length
    for index, (title, report) in enumerate(zip(titles, body.reports, strict=True), 1):
        draft.put(f"{index}.{title}{'…' * 6 if titled else ''}{report.start // 900 + 2}\n")
    draft.noise.append(TrueNoise(begins if not titled else begins - 5, draft.length, "toc"))
    _append(draft, body)
    return _Made(f"{number}{name}.txt", draft, apply(draft, Damage(), rng), Damage())


def chinese_count(count: int) -> str:
    """Write a small count as titles do."""
    return "零一二三四五六七八九十"[count]


def _shared_copy(place: _Place, number: str, keys: Sequence[str], rng: random.Random) -> _Made:
    """Two reports as a document-sharing site shows them: its own matter around, page numbers spliced into the text."""
    body = Draft()
    for key in keys:
        style = draw_style(rng)._replace(shape="inline", run_in=True, joined=True, signed=False)
        _write(place, key, body, style, rng)
    words = phrases()["site"]
    title = f"{place.names['place'][0]}部门{place.names['year'][0]}年上半年工作总结【两篇】"
    draft = Draft()
    before = rng.choice(words["before"]).replace("$title", title).replace("$user", rng.choice(words["user"]))
    draft.put(_numbers(before.replace("$year", place.names["year"][0]), rng))
    draft.noise.append(TrueNoise(0, draft.length, "site"))
    _append(draft, body)
    begins = draft.length
    draft.put(rng.choice(words["after"]))
    draft.noise.append(TrueNoise(begins + 2, draft.length, "site"))
    damage = Damage(pages=True)
    return _Made(f"{number}{title}.txt", draft, apply(draft, damage, rng), damage)


def _numbers(text: str, rng: random.Random) -> str:
    while "#{" in text:
        head, _, rest = text.partition("#{")
        bounds, _, tail = rest.partition("}")
        low, _, high = bounds.partition("..")
        text = f"{head}{rng.randint(int(low), int(high))}{tail}"
    return text


def _append(draft: Draft, body: Draft) -> None:
    """Put a draft behind another one."""
    moved = draft.length
    draft.put(body.text())
    draft.marks += [mark._replace(start=mark.start + moved, end=mark.end + moved) for mark in body.marks]
    draft.sections += [replace(section, start=section.start + moved) for section in body.sections]
    draft.reports += [replace(r, start=r.start + moved, end=r.end + moved) for r in body.reports]
    draft.grids += [placed.moved(moved) for placed in body.grids]
    draft.notes += [aside.moved(moved) for aside in body.notes]
    draft.noise += [replace(n, start=n.start + moved, end=n.end + moved) for n in body.noise]
