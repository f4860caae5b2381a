"""What comes new with an article's claims: places and what they are in, parties, one event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contested.desk.context import Context, lies_in
from contested.desk.naming import Naming
from contested.importers.flat import new_row
from contested.importers.names import slug
from contested.importers.plan import Plan
from contested.tables import TABLES
from contested.words import listed

#: What a new event takes: columns of events.csv that a person fills at the desk.
EVENT = ("label", "began", "ended", "place", "phrase")

#: The stance of a party that takes no side in a war: it has no row there.
NO_SIDE = "none"


class Party(NamedTuple):
    """What a person says of a new party: its kind, the war that it is of, its stance there.

    `stance` is one that `stances` gives.
    """

    kind: str
    conflict: str
    stance: str


class Additions(NamedTuple):
    """What a person says of what the folder lacks.

    `event` holds cells of EVENT. `parents` are the places that new places are parts of, and
    `parties` the new parties, by the names of both.
    """

    event: Mapping[str, str] = {}
    parents: Mapping[str, str] = {}
    parties: Mapping[str, Party] = {}

    @property
    def party_ids(self) -> dict[str, str]:
        """The ids that the new parties get, by their names and by themselves."""
        ids = {name: _party_id(name) for name in self.parties}
        return {**{id: id for id in ids.values()}, **ids}

    def within(self, place: str) -> list[str]:
        """Return what a new place is in, what that is in if it is new too, and so on."""
        return lies_in(place, self.parents)

    def party_rows(self) -> list[dict[str, str]]:
        """Return the rows of parties.csv that the new parties are."""
        return [
            new_row("parties", name)
            | {"id": _party_id(name), "name": name, "kind": party.kind}
            | {"people": f"{{people}} {'in' if party.kind == 'population' else 'of'} {name}"}
            | {"forces": "fighters" if party.kind == "armed_group" else ""}
            for name, party in self.parties.items()
        ]

    def complete(self, plan: Plan, naming: Naming) -> None:
        """Complete the new rows of a plan: what its places are in, and what its parties are."""
        for place in list(plan.added.get("places", ())):
            within = self.parents.get(place["name"], "")
            place["part_of"] = self._place(within, place["conflict"], plan, naming)
        for event in plan.added.get("events", ()):
            event["place"] = self._place(event["place"], event["conflict"], plan, naming)
        made = {row["id"]: row for row in self.party_rows()}
        parties = dict(zip(made, self.parties.values(), strict=True))
        for row in plan.added.get("parties", ()):
            if row["id"] in made:
                row |= made[row["id"]]
                party = parties[row["id"]]
                conflict = naming.ids("conflict", party.conflict)
                self._take_side(row["id"], party._replace(conflict=conflict), plan)

    def _place(self, name: str, conflict: str, plan: Plan, naming: Naming) -> str:
        """Return the id of a place; one that the folder lacks gets a row, as what it is in does."""
        if not name or naming.known("place", name):
            return naming.ids("place", name)
        row = new_row("places", name, conflict)
        if row["id"] not in {one["id"] for one in plan.added.get("places", ())}:
            plan.add("places", row)
            within = self.parents.get(name, "")
            row["part_of"] = self._place(within, conflict, plan, naming)
        return row["id"]

    @staticmethod
    def _take_side(id: str, party: Party, plan: Plan) -> None:
        claims = plan.added.get("claims", ())
        if party.stance == NO_SIDE or not claims:
            return
        role, _, side = party.stance.partition(" ")
        stance = dict.fromkeys((column.name for column in TABLES["stances"]), "")
        stance |= {"conflict": party.conflict, "party": id, "side": side or id, "role": role}
        plan.add("stances", stance | {"article": claims[0]["article"]})


def _party_id(name: str) -> str:
    return slug(name.removeprefix("the "))


def stances(context: Context, conflict: str) -> list[tuple[str, str]]:
    """Return the stances that a new party may take in a war, each with what it says."""
    sides: dict[str, list[str]] = {}
    for row in context.belligerents(conflict):
        sides.setdefault(row["side"], []).append(context.named_party(row["party"])["name"])
    named = {side: listed(names) for side, names in sides.items()}
    return [
        ("belligerent", "fights, on a side of its own"),
        *((f"belligerent {side}", f"fights beside {names}") for side, names in named.items()),
        *((f"backer {side}", f"backs {names}, without fighting") for side, names in named.items()),
        (NO_SIDE, "takes no side"),
    ]
