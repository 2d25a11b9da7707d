"""The walk of `make federation`: from strangers to one state out of two F6s, and back to strangers.

Every step asks what it claims, and stops the walk when it does not hold.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from f6_project.neighbours import story
from f6_project.neighbours.cast import ADDRESSES, CIVIL_STATUS, DIRECTORY, WOUDENDIJK, ZONNENDAAL, Neighbour
from f6_project.neighbours.houses import House, HouseFailed
from f6_project.neighbours.street import Street, until

TYPES: Final[Mapping[str, str]] = {CIVIL_STATUS: "Geboorte,BsnToegekend", ADDRESSES: "Verhuizing"}
"""Zone → the event types that are published of it, asked for, and believed."""
PURPOSE: Final = "Bijhouding van de basisregistratie personen"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Walk:
    """The walk along a street, told line by line."""

    street: Street
    say: Say

    def all(self) -> None:
        """Every step. Raises `HouseFailed` at the first that does not hold."""
        self.found()
        self.announce()
        self.publish()
        person = self.live()
        self.strangers(person)
        contracts = self.connect()
        self.without_the_right(person)
        self.one_state(person)
        self.silence(person)
        self.revoke(person, contracts)

    def found(self) -> None:
        """Zones, people and systems in both municipalities."""
        for neighbour in (ZONNENDAAL, WOUDENDIJK):
            house = self.street[neighbour]
            tokens = house.root / "tokens.json"
            house.manage("found_neighbour", neighbour.slug, "--tokens", str(tokens))
            house.tokens.update(json.loads(tokens.read_text()))
            self.say(f"{neighbour.name} is founded: zones Burgerlijke stand and Adreshuishouding, at {house.screens}")

    def announce(self) -> None:
        """Both are known at the directory."""
        gids = self.street[DIRECTORY]
        wanted = {ZONNENDAAL.oin, WOUDENDIJK.oin}

        def announced() -> bool:
            return wanted <= {it["id"] for it in _table(gids, "peers") if it["announced"]}

        until("both announced themselves", announced)
        self.say(f"Both announced themselves at {DIRECTORY.name}, {gids.manager_address}")

    def publish(self) -> None:
        """Both publish their zones; the directory signs by itself."""
        for neighbour in (ZONNENDAAL, WOUDENDIJK):
            for zone, types in TYPES.items():
                _table(
                    self.street[neighbour], "publish", zone, "--types", types, "--responsible-for", types, by=neighbour
                )
        gids = self.street[DIRECTORY]
        wanted = {(it.oin, zone) for it in (ZONNENDAAL, WOUDENDIJK) for zone in TYPES}

        def listed() -> bool:
            return wanted <= {(it["id"], it["zone"]) for it in _table(gids, "directory")}

        until("all four zones are listed", listed)
        self.say("Both published their zones; the directory signed, and lists of each the event types:")
        for row in sorted(_table(gids, "directory"), key=lambda it: (it["name"], it["zone"])):
            self.say(f"    {row['name']}, {row['zone']}: {', '.join(row['types'])}")

    def live(self) -> UUID:
        """Somebody is born in the one and moves to the other. Returns who."""
        person = story.born_in(self.street[ZONNENDAAL])
        self.say(
            f"{story.NAME} is born in Zonnendaal on {story.BORN_ON}: claimed at the desk, accepted, object {person}"
        )
        story.moved_to(self.street[WOUDENDIJK], person)
        self.say(f"She moves to Woudendijk on {story.MOVED_ON}, which takes that down by the same object")
        return person

    def strangers(self, person: UUID) -> None:
        """Without a contract Woudendijk knows of her move alone."""
        told = self._state(person, day=story.AFTER)
        _hold(_values(told).keys() == {"verblijfplaats"}, "Woudendijk knows more than its own", told)
        self.say("Without a contract Woudendijk knows of her move, and nothing else: not even that she was born")

    def connect(self) -> list[str]:
        """Woudendijk asks for a connection to both zones, Zonnendaal approves. Returns the hashes of the contracts."""
        asking, asked = self.street[WOUDENDIJK], self.street[ZONNENDAAL]
        listed = {it["zone"] for it in _table(asking, "directory", "--anew") if it["id"] == ZONNENDAAL.oin}
        _hold(listed == set(TYPES), "Woudendijk does not find the zones of Zonnendaal in the directory", sorted(listed))
        self.say("Woudendijk looks in the directory, and finds the zones of Zonnendaal")
        contracts = []
        for zone, types in TYPES.items():
            options = ("--types", types, "--announcements", "--purpose", PURPOSE)
            [row] = _table(asking, "request", ZONNENDAAL.oin, zone, *options, by=WOUDENDIJK)
            contracts.append(row["hash"])
        self.say(f"Woudendijk asks Zonnendaal for a connection to both zones: {PURPOSE.lower()}")
        for contract in contracts:
            until("the request arrives", partial(_is, asked, contract, "proposed"))
        self.say("Both requests arrived; Zonnendaal looks at them, and approves")
        _table(asked, "accept", *contracts, by=ZONNENDAAL)
        for contract in contracts:
            until("the contract holds at both", partial(_is, asking, contract, "valid"))
        self.say("The contracts hold at both sides")
        return contracts

    def without_the_right(self, person: UUID) -> None:
        """Whose system may read here and no more, is not let ask others; nobody is asked."""
        refused = self.street[WOUDENDIJK].get(f"federated/objects/{person}/state", by="desk")
        _hold(refused.status == 403, "who may not ask others is not refused", refused.body)
        _hold("consult_partners" in refused.body["permissions"], "it is not told what he lacks", refused.body)
        self.say("The desk of Woudendijk may read, and not ask other organisations: it is refused, and told why")

    def one_state(self, person: UUID) -> None:
        """One state out of both, at two moments."""
        for day, city in ((story.BEFORE, ZONNENDAAL), (story.AFTER, WOUDENDIJK)):
            told = self._state(person, day=day)
            values, whose = _values(told), _whose(told)
            _hold(told["complete"], "the answer is not complete", told)
            _hold(values["geboorte"]["op"]["datum"] == story.BORN_ON, "her birth is not what Zonnendaal recorded", told)
            _hold(whose["geboorte"] == {ZONNENDAAL.oin}, "her birth is not told to be of Zonnendaal", told)
            _hold(values["verblijfplaats"]["gemeente"] == city.municipality, "she lives elsewhere", told)
            _hold(whose["verblijfplaats"] == {city.oin}, "her address is not told to be of who recorded it", told)
            lives = values["verblijfplaats"]["adres"]
            self.say(f"One state out of both, as of {day}:")
            self.say(f"    born on {story.BORN_ON} (from {ZONNENDAAL.name})")
            self.say(f"    lives at {lives['straat']} {lives['huisnummer']}, {lives['woonplaats']} (from {city.name})")

    def silence(self, person: UUID) -> None:
        """Zonnendaal falls silent: the answer says who, and since when; and is whole again when it is back."""
        house = self.street[ZONNENDAAL]
        house.stop()
        told = self._state(person, day=story.AFTER)
        silent = _silent(told)
        _hold(not told["complete"] and bool(silent), "nobody is told to be silent", told)
        _hold(all(it["since"] for it in silent), "it is not told since when", told)
        self.say("Zonnendaal is stopped. The answer comes all the same, and says what it lacks:")
        for it in silent:
            self.say(f"    {it['organisation']['name']}, {it['service']}: {it['reason']}, since {it['since']}")
        house.start()
        house.wait_until_ready()

        def whole() -> bool:
            return bool(self._state(person, day=story.AFTER)["complete"])

        until("the answer is complete again", whole)
        self.say("Zonnendaal is back, and the answer is complete again")

    def revoke(self, person: UUID, contracts: list[str]) -> None:
        """Zonnendaal withdraws: access ends at once, also for who holds a token."""
        house = self.street[ZONNENDAAL]
        _table(house, "revoke", *contracts, by=ZONNENDAAL)
        told = self._state(person, day=story.AFTER)
        _hold("geboorte" not in _values(told), "what Zonnendaal recorded is still told", told)
        named = [it["service"] for it in _silent(told) if it["organisation"]["id"] == ZONNENDAAL.oin]
        _hold(
            not told["complete"] and len(named) == len(TYPES), "it is not told once of each zone that is missing", told
        )
        self.say("Zonnendaal revokes both contracts. Access ends at once, whatever token Woudendijk holds")
        for contract in contracts:
            until("the revocation arrives", partial(_is, self.street[WOUDENDIJK], contract, "revoked"))
        after = self._state(person, day=story.AFTER)
        _hold(_values(after).keys() == {"verblijfplaats"}, "Woudendijk knows more than its own again", after)
        missing = _silent(after)
        _hold(all(it["since"] for it in missing), "it is not told since when Zonnendaal is not asked", after)
        self.say("Woudendijk knows of her move again, and of nothing else; the answer says whom it could not ask:")
        for it in missing:
            self.say(f"    {it['organisation']['name']}, {it['service']}: {it['reason']}, since {it['since']}")

    def _state(self, person: UUID, *, day: str) -> Any:
        house = self.street[WOUDENDIJK]
        answer = house.get(f"federated/objects/{person}/state", {"geldigOp": day}, by="decisions")
        if answer.status != 200:
            raise HouseFailed(f"{house.neighbour.name} gives no state: {answer.body}")
        return answer.body


def _table(house: House, *arguments: str, by: Neighbour | None = None) -> list[dict[str, Any]]:
    """The rows that `manage.py federation` gives; `by`: whose administrator does it."""
    name = next((it.username for it in by.people if it.administrator), "") if by else ""
    found: list[dict[str, Any]] = json.loads(
        house.manage("federation", *arguments, *(("--by", name) if name else ()), "--json")
    )
    return found


def _is(house: House, contract: str, state: str) -> bool:
    return any(it["hash"] == contract and it["state"] == state for it in _table(house, "contracts"))


def _values(told: Any) -> dict[str, Any]:
    return {it["name"]: it["value"] for it in told["attributes"]}


def _whose(told: Any) -> dict[str, set[str]]:
    return {it["name"]: set(it["organisations"]) for it in told["attributes"]}


def _silent(told: Any) -> list[dict[str, Any]]:
    return [it for it in told["sources"] if it["status"] != "answered"]


def _hold(holds: object, otherwise: str, told: Any) -> None:
    if not holds:
        raise HouseFailed(f"The walk stops: {otherwise}.\n{json.dumps(told, indent=2)}")
