"""The invented names of a county: itself, its city, its towns, villages, enterprises, roads, rivers."""

from __future__ import annotations

import random
from collections.abc import Sequence

from taizhang.wordlists import load

__all__ = ["county_names", "unit_names"]

SHARE = {"town": 10, "street": 2, "village": 16, "firm": 12}
YEARS = {
    2025: "“十四五”规划收官之年",
    2024: "实现“十四五”规划目标任务的关键一年",
    2023: "全面贯彻落实党的二十大精神的开局之年",
}


def county_names(index: int, seed: int) -> dict[str, Sequence[str]]:
    """Give the names of the county number `index`; the first is always 云溪县 in 2025."""
    lists = load("examples", "names.toml")
    first, second = lists["county_first"], lists["county_second"]
    rng = random.Random(f"names/{seed}/{index}")
    step = index * 37 % (len(first) * len(second))
    name = first[step % len(first)] + second[step // len(first) % len(second)]
    names: dict[str, Sequence[str]] = {
        kind: rng.sample(known, SHARE.get(kind, len(known)))
        for kind, known in lists.items()
        if not kind.startswith("county")
    }
    year = 2025 - index // (len(first) * len(second)) % len(YEARS)
    names.update(
        county=[name], place=[f"{name}县"], city=names["city"][:1], year=[str(year)], era=[YEARS[year]],
    )  # fmt: skip
    return names


def unit_names(
    county: dict[str, Sequence[str]], name: str, aims: Sequence[str], prefix: str
) -> dict[str, Sequence[str]]:
    """Add what the sentences of one bureau call it: 云溪县财政局 in titles, 县财政局 or 我局 in the text."""
    return {
        **county,
        "org": [prefix + name],
        "short": [f"县{name}", "我局"] if name.endswith("局") else [name],
        "aim": [aim.replace("$county", county["county"][0]) for aim in aims],
    }
