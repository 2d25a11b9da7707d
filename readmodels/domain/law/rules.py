"""Every rule of law that F6 knows: by name and version, with its article and its own period of force.

A lawyer of the civil registry reads this list; what each decides stands in the module that it names.
"""

from datetime import date

from readmodels.domain.law import (
    custody_rule,
    marital_status,
    nationality,
    parenthood_rules,
    registration,
    surname,
)
from readmodels.domain.law.consequence import Rule
from readmodels.domain.person import Ending, Ground

RULES: tuple[Rule, ...] = (
    Rule(
        name="ouderschap-geboortemoeder",
        version="1",
        title="Wie het kind heeft gebaard, is de moeder",
        article="BW 1:198 lid 1 onder a",
        derive=parenthood_rules.by(Ground.BIRTH),
    ),
    Rule(
        name="ouderschap-door-verbintenis",
        version="1",
        title="De echtgenoot of partner van de moeder bij de geboorte is ouder",
        article="BW 1:199 onder a en b",
        derive=parenthood_rules.by(Ground.UNION),
    ),
    Rule(
        name="ouderschap-donorverklaring",
        version="1",
        title="De echtgenote van de moeder is moeder bij een verklaring over een onbekende donor",
        article="BW 1:198 lid 1 onder b",
        derive=parenthood_rules.by(Ground.DONOR),
        since=date(2014, 4, 1),
        retroactive=True,
    ),
    Rule(
        name="ouderschap-erkenning",
        version="1",
        title="Wie het kind heeft erkend, is ouder vanaf de erkenning",
        article="BW 1:199 onder c, 1:203",
        derive=parenthood_rules.by(Ground.RECOGNITION),
    ),
    Rule(
        name="nietige-erkenning",
        version="1",
        title="Een erkenning zonder de vereiste toestemming, of door wie jonger is dan 16, is nietig",
        article="BW 1:204 lid 1",
        derive=parenthood_rules.void_recognition,
    ),
    Rule(
        name="ouderschap-vastgesteld",
        version="1",
        title="Gerechtelijk vastgesteld ouderschap werkt terug tot de geboorte",
        article="BW 1:207",
        derive=parenthood_rules.by(Ground.COURT),
        retroactive=True,
    ),
    Rule(
        name="ouderschap-adoptie",
        version="1",
        title="Adoptanten zijn ouders vanaf de uitspraak",
        article="BW 1:229",
        derive=parenthood_rules.by(Ground.ADOPTION),
    ),
    Rule(
        name="ouderschap-overgenomen",
        version="1",
        title="Ouder volgens het overgenomen register",
        article="Wet BRP 2.7",
        derive=parenthood_rules.by(Ground.STATED),
    ),
    Rule(
        name="ontkenning-ouderschap",
        version="1",
        title="Na ontkenning wordt het ouderschap geacht nooit te hebben bestaan",
        article="BW 1:202",
        derive=parenthood_rules.undone_by(Ending.DENIAL),
        retroactive=True,
    ),
    Rule(
        name="vernietiging-erkenning",
        version="1",
        title="Na vernietiging wordt de erkenning geacht nooit te hebben bestaan",
        article="BW 1:206",
        derive=parenthood_rules.undone_by(Ending.ANNULMENT),
        retroactive=True,
    ),
    Rule(
        name="geslachtsnaam",
        version="1",
        title="Geslachtsnaam van een kind, geboren voor 2024",
        article="BW 1:5",
        derive=surname.of_births(both_names=False),
        until=surname.BOTH_NAMES_FROM,
    ),
    Rule(
        name="geslachtsnaam",
        version="2",
        title="Geslachtsnaam van een kind; ouders kunnen beide namen geven",
        article="BW 1:5",
        derive=surname.of_births(both_names=True),
        since=surname.BOTH_NAMES_FROM,
    ),
    Rule(
        name="gezag",
        version="1",
        title="Wie het gezag heeft over een minderjarige",
        article=custody_rule.ONE_FOR_ALL,
        derive=custody_rule.derive,
    ),
    Rule(
        name="nederlanderschap-geboorte",
        version="1",
        title="Nederlander door geboorte uit een Nederlandse ouder",
        article="RWN 3 lid 1",
        derive=nationality.by_birth,
        since=date(1985, 1, 1),
        retroactive=True,
    ),
    Rule(
        name="nederlanderschap-erkenning",
        version="1",
        title="Nederlander door erkenning voor de zevende verjaardag",
        article="RWN 4 lid 2 en 4",
        derive=nationality.by_recognition,
        since=date(2009, 3, 1),
    ),
    Rule(
        name="nederlanderschap-vaststelling",
        version="1",
        title="Nederlander door gerechtelijke vaststelling van het ouderschap",
        article="RWN 4 lid 1",
        derive=nationality.by_court,
        since=date(1985, 1, 1),
    ),
    Rule(
        name="burgerlijke-staat",
        version="1",
        title="Burgerlijke staat",
        article="BW 1:30, 1:80a",
        derive=marital_status.derive,
    ),
    Rule(
        name="einde-bijhouding-overlijden",
        version="1",
        title="De bijhouding eindigt door overlijden",
        article="Logisch Ontwerp BRP, 67.20 (O)",
        derive=registration.ended_by("O"),
    ),
    Rule(
        name="einde-bijhouding-vertrek",
        version="1",
        title="De bijhouding eindigt door vertrek",
        article="Logisch Ontwerp BRP, 67.20 (E, M)",
        derive=registration.ended_by("E", "M"),
    ),
)
