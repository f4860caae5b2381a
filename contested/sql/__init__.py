"""One statement of SQL that a reader writes, answered where it can do no harm.

`documented` says which tables and columns there are, `reading` which statements are taken, `worker`
answers one in a process of its own, `asking` starts that process and holds it to its limits, and
`forms` writes what came back.
"""
