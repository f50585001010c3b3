"""Search over all texts, the same on SQLite and PostgreSQL: words of one, two or more characters, hits with context.

Chinese has no spaces, so a text is indexed by its letters in pairs (`grams`): a passage can only hold 预算收入 when it
holds 预算, 算收 and 收入. `index` writes passages and their pairs, after loading and apart from it; `finding` asks for
those that hold all pairs of a question and looks whether the words really stand there.
"""
