"""阅读: a document as it reads, its facts underlined by role, its findings in the margin.

`marking` makes blocks of HTML of a text and what is marked in it (pure); `contents` fetches that for one part of a
document; `card` what is known of one fact; `views` and `deeds` answer requests: the former look, the latter change.
"""
