"""The ledger in the browser: server-rendered pages over `taizhang.ledger`, a little htmx, no build step.

`serving` starts it for one clerk on this machine. One package or module a page (`overview`, `documents`, `findings`,
`reader`, `figures`, `indicators`, `promises`, `search`), each with its `urls`; templates and static files are named
after them.
`scope` says what a request may see, `jobs` holds all work that outlives a request.
"""
