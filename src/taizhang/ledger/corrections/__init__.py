"""Corrections: what a person says of one fact wins over the reader, in this text and in those that replace it.

`anchors` ties a figure to its text and finds it again in another (pure); `attributes` says what may be set and checks
it (pure); `words` reads what is typed and tells it back (pure); `making` makes, applies and takes back; `carrying`
brings corrections over to a new version or a new reading; `labels` exports them as labelled examples.
"""
