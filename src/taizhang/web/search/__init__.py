"""搜索: words in all texts, hits with the words around them, each a link to where it stands."""
