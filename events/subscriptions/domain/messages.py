"""What is said about a subscription that is asked for wrongly: one plain sentence per code, telling how to mend it.

The sentences are English msgids, as those of `events.domain.schema_messages`: an edge that speaks Dutch translates
`MESSAGES[code]` and fills in `facts`. No code stands in both tables.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from events.domain.refusals import Violation
from events.domain.schema_messages import gettext_noop

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "blank": gettext_noop("Write something here."),
        "url-scheme": gettext_noop("Give an address that begins with https://."),
        "url-plain": gettext_noop(
            "Give an https:// address: http:// is only possible to a network address that an administrator allowed "
            "without TLS."
        ),
        "url-characters": gettext_noop("Write the address in plain ASCII without spaces; encode what is not."),
        "url-host": gettext_noop("Give a complete address with its host, such as https://example.org/events."),
        "url-credentials": gettext_noop("Leave user name and password out of the address: what is sent is signed."),
        "url-fragment": gettext_noop("Leave “#” and what follows out of the address."),
        "url-token": gettext_noop("Leave “%(name)s” out of the address: what is sent is signed."),
        "url-private": gettext_noop(
            "This address is private: ask an administrator to allow its network first, or give a public address."
        ),
        "fetched": gettext_noop("Leave “%(name)s” out: this subscription is fetched, so nothing is sent."),
        "filter-event-type": gettext_noop("Choose a published event type: “%(name)s” is none."),
        "filter-zone": gettext_noop("Choose a zone that the subscriber may see: “%(name)s” is none."),
        "start-ahead": gettext_noop("Begin now or earlier: this moment is still to come."),
        "back-only": gettext_noop("Go back only: the subscription did not come this far yet."),
        "overlap": gettext_noop("Let the old key sign on for 0 to %(limit)s days."),
        "agreement": gettext_noop("Say who agreed and how, in 1 to %(limit)s characters."),
        "network-reason": gettext_noop("Say who lives there and who agreed, in 1 to %(limit)s characters."),
        "network": gettext_noop("Give a network such as 10.20.0.0/16, or one address such as 10.20.0.7."),
        "network-bits": gettext_noop("Give the whole network: %(meant)s."),
        "network-wide": gettext_noop("Give a smaller network: at least /%(limit)s."),
        "network-never": gettext_noop("Give another network: no receiver can live in this one."),
    }
)


def mistake(code: str, *, pointer: str, **facts: str) -> Violation:
    """What is wrong at one place, said in English; `facts` are the words that the sentence needs."""
    return Violation(pointer=pointer, code=code, message=MESSAGES[code] % facts, facts=tuple(sorted(facts.items())))


def said(violation: Violation, *, translate: Callable[[str], str]) -> str | None:
    """The violation in the language of `translate`; None when its code is not of this table, or lacks its words."""
    if violation.code not in MESSAGES:
        return None
    try:
        return translate(MESSAGES[violation.code]) % dict(violation.facts)
    except KeyError:
        return None
