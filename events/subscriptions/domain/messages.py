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
        "corrections-order": gettext_noop(
            "Choose an order, or do without corrections: one can only be told after what it corrects."
        ),
        "start-ahead": gettext_noop("Begin now or earlier: this moment is still to come."),
        "back-only": gettext_noop("Go back only: the subscription did not come this far yet."),
        "overlap": gettext_noop("Let the old key sign on for 0 to %(limit)s days."),
        "agreement": gettext_noop("Say who agreed and how, in 1 to %(limit)s characters."),
        "network-reason": gettext_noop("Say who lives there and who agreed, in 1 to %(limit)s characters."),
        "network": gettext_noop("Give a network such as 10.20.0.0/16, or one address such as 10.20.0.7."),
        "network-bits": gettext_noop("Give the whole network: %(meant)s."),
        "network-wide": gettext_noop("Give a smaller network: at least /%(limit)s."),
        "network-never": gettext_noop("Give another network: no receiver can live in this one."),
        "pem-certificates": gettext_noop(
            "Give certificates as PEM, each from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----."
        ),
        "pem-private-key": gettext_noop(
            "Give certificates only: there is a private key among them. Who else saw this text knows that key."
        ),
        "pem-many": gettext_noop("Give at most %(limit)s certificates."),
        "authority-none": gettext_noop("Give certificates of authorities: “%(name)s” is of none."),
        "certificate-ended": gettext_noop("Give a certificate that is valid: “%(name)s” ended on %(on)s."),
        "certificate-ahead": gettext_noop("Wait, or give another: “%(name)s” is valid from %(on)s on."),
        "certificate-key": gettext_noop(
            "Have “%(name)s” made anew, with RSA of 2048 bits or more, P-256, P-384, P-521, Ed25519 or Ed448: %(key)s "
            "is too weak."
        ),
        "certificate-hash": gettext_noop("Have “%(name)s” signed anew with SHA-256 or better: %(hash)s is too weak."),
        "certificate-purpose": gettext_noop(
            "Give a certificate for clients: this one may not be used to show who we are (digital signature, client "
            "authentication)."
        ),
        "certificate-unusable": gettext_noop(
            "Give another certificate or key: the TLS of this server does not take it (%(why)s)."
        ),
        "chain-order": gettext_noop("Begin with our own certificate, and let the authorities follow."),
        "chain-broken": gettext_noop(
            "Let each certificate be followed by that of its issuer: “%(name)s” was not issued by “%(next)s”."
        ),
        "key-pem": gettext_noop("Give the private key as PEM, of RSA or an elliptic curve."),
        "key-encrypted": gettext_noop(
            "Give the private key without a password, such as `openssl pkey -in key.pem` prints it: it is sealed here."
        ),
        "key-other": gettext_noop("Give the private key of this certificate: this is another one's."),
        "client-text": gettext_noop("Use printable ASCII only."),
        "client-scope": gettext_noop("Write scopes in printable ASCII, without quotes, with one space between them."),
        "client-secret": gettext_noop("Give the client secret that the token endpoint knows."),
        "client-secret-unused": gettext_noop("Leave the secret out: with tls_client_auth the certificate shows it."),
        "client-certificate": gettext_noop(
            "Give a client certificate first: tls_client_auth shows who we are with it."
        ),
        "token-url-plain": gettext_noop("Give an https:// address: over http:// anybody on the way reads the secret."),
        "access-plain": gettext_noop(
            "Let the subscription have an https:// address first: without TLS there is no certificate, and a token is "
            "read on the way."
        ),
        "url-access-plain": gettext_noop(
            "Give an https:// address, or remove what was given to reach the receiver (certificates, credentials) "
            "first."
        ),
        "url-other-receiver": gettext_noop(
            "Remove the client credentials first, and give those of the new receiver then: a token of the old one must "
            "not reach it."
        ),
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
