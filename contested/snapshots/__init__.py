"""Charts frozen by a reader, and what can be done with them.

freezing    a view of a selection → a snapshot           content   its hashes, its id, its file
views       what can be frozen, and what each view shows  store     where snapshots are kept
verify      is a file what was frozen?                    changes   what became of its claims since?
pictures    PNG, SVG, PDF, by one warm browser            page      one HTML file that opens offline
"""
