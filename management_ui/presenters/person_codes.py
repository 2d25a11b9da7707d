"""Codes about a person in words, those that LO GBA itself lists and those of the law; another as it is."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

CODED: Final = frozenset({"naamgebruik", "geheimhouding"})
"""Values of a person that are a code by themselves."""


def coded(kind: str, code: str) -> str:
    """A value that is a code (61.10, 70.10)."""
    words = {
        "naamgebruik": {
            "E": _("own surname"),
            "P": _("surname of the partner"),
            "V": _("surname of the partner before one's own"),
            "N": _("surname of the partner after one's own"),
        },
        "geheimhouding": {"0": _("no restriction"), "7": _("not to be told to others")},
    }
    return _said(code, words.get(kind, {}))


def union_kind(code: str) -> str:
    """15.10."""
    return _said(code, {"H": _("marriage"), "P": _("registered partnership"), ".": _("unknown")})


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


def ground_word(code: str) -> str:
    """The same in one word."""
    words = {
        "geboorte": _("birth"),
        "verbintenis": _("marriage or partnership"),
        "donorverklaring": _("statement about the donor"),
        "erkenning": _("recognition"),
        "gerechtelijke vaststelling": _("decision of the court"),
        "adoptie": _("adoption"),
        "overgenomen": _("taken over"),
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


def _said(code: str, words: Mapping[str, str]) -> str:
    return words.get(code, code)
