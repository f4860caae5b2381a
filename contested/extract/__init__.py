"""What a text says that could be a claim: its numbers, with the hedges that they stand in.

Pure functions of a text: no data, no network, no model. `numbers` gives every number of a text.
"""

from contested.extract.numbers import Number, counts, numbers

__all__ = ["Number", "counts", "numbers"]
