"""Codes of a person's values in words, those that LO GBA itself lists and those of the law; another as it is."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def _said(code: str, words: Mapping[str, str]) -> str:
    return words.get(code, code)


def sex(code: str) -> str:
    """04.10."""
    return _said(code, {"M": _("male"), "V": _("female"), "O": _("sex unknown")})


def name_use(code: str) -> str:
    """61.10."""
    words = {
        "E": _("own surname"),
        "P": _("surname of the partner"),
        "V": _("surname of the partner before one's own"),
        "N": _("surname of the partner after one's own"),
    }
    return _said(code, words)


def address_function(code: str) -> str:
    """10.10."""
    return _said(code, {"W": _("home address"), "B": _("postal address")})


def union_kind(code: str) -> str:
    """15.10."""
    return _said(code, {"H": _("marriage"), "P": _("registered partnership"), ".": _("unknown")})


def suspension(code: str) -> str:
    """67.20."""
    words = {
        "O": _("death"),
        "E": _("left the country"),
        "M": _("decision of the minister"),
        "R": _("registered as a non-resident"),
        "F": _("file made in error"),
        "W": _("file erased"),
    }
    return _said(code, words)


def secrecy(code: str) -> str:
    """70.10."""
    return _said(code, {"0": _("no restriction"), "7": _("not to be told to others")})


def special(code: str) -> str:
    """65.10."""
    return _said(code, {"B": _("treated as a Dutch national"), "V": _("established not to be a Dutch national")})


def ground(code: str) -> str:
    """By what somebody is a parent (`readmodels.domain.person.Ground`)."""
    words = {
        "geboorte": _("by birth"),
        "verbintenis": _("by marriage or partnership with the mother"),
        "donorverklaring": _("by a statement about the donor"),
        "erkenning": _("by recognition"),
        "gerechtelijke vaststelling": _("established by the court"),
        "adoptie": _("by adoption"),
        "overgenomen": _("as the register that was taken over says"),
    }
    return _said(code, words)


def custody(code: str) -> str:
    """Kinds of custody, as the national service names them."""
    words = {
        "GezamenlijkOuderlijkGezag": _("joint parental custody"),
        "EenhoofdigOuderlijkGezag": _("sole parental custody"),
        "GezamenlijkGezag": _("joint custody with somebody else"),
        "Voogdij": _("guardianship"),
        "TijdelijkGeenGezag": _("nobody for now"),
        "GezagNietTeBepalen": _("cannot be determined"),
    }
    return _said(code, words)


def marital_status(code: str) -> str:
    """As `law.marital_status` finds it."""
    words = {
        "gehuwd": _("married"),
        "geregistreerd partner": _("registered partner"),
        "ongehuwd": _("unmarried"),
        "gescheiden": _("divorced"),
        "partnerschap beëindigd": _("partnership ended"),
        "verweduwd": _("widowed"),
        "achtergebleven partner": _("surviving partner"),
    }
    return _said(code, words)


def issue(code: str) -> str:
    """What does not fit about a fact (`readmodels.domain.person.Issue`)."""
    words = {
        "grond-ingetrokken": _("This rests on something that was retracted since."),
        "grond-niet-meer-aanvaard": _("This rests on something that is no longer accepted."),
        "na-overlijden": _("This would have happened after the death."),
        "gegevens-onleesbaar": _("The data of this event cannot be read."),
        "verbintenis-naast-verbintenis": _("This marriage or partnership began while another still ran."),
        "ontbinding-zonder-verbintenis": _("This ends a marriage or partnership that is not known."),
        "derde-ouder": _("This would make a third parent."),
        "einde-zonder-onderzoek": _("This ends an investigation that is not known."),
    }
    return _said(code, words)
