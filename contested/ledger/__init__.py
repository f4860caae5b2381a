"""What changed between two states of the data, in claims' terms; and when each row was entered."""

from contested.ledger.differences import Change, Differences, Field, differences
from contested.ledger.entries import with_entries
from contested.ledger.states import State, of_database, of_folders

__all__ = [
    "Change",
    "Differences",
    "Field",
    "State",
    "differences",
    "of_database",
    "of_folders",
    "with_entries",
]
