"""Many words at once: one automaton for a whole word list.

In: a word list, then texts. Out: where which word stands, the longest one where several begin. Regular expressions try
alternatives one by one; this reads a text once, however many words there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

__all__ = ["WordFinder"]


class WordFinder:
    """Finds the words of a list in a text.

    >>> finder = WordFinder(["财政", "财政局", "民政局"])
    >>> [(finder.words[i], start) for i, start, end in finder.find("县财政局和民政局")]
    [('财政局', 1), ('民政局', 5)]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        self._automaton = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, int]]:
        """Give index of the word, start and end of what is found in `text[start:end]`, without overlaps, in order."""
        piece = text[start:end] if start or end is not None else text
        try:
            found = self._automaton.find_matches_as_indexes(piece)
        except UnicodeEncodeError:  # lone surrogates: no text in a file, but any text may be analysed
            found = self._automaton.find_matches_as_indexes(piece.encode("utf-8", "replace").decode("utf-8"))
        return [(i, s + start, e + start) for i, s, e in found] if start else found
