"""Federation at a glance: who we are in the group, and what somebody has to look at, the most pressing first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.domain.contracts import moment
from federation.domain.grants import Grant
from federation.queries.connections import Connection
from federation.queries.ourselves import Ourselves, OwnCertificate
from federation.queries.peer_health import PeerHealth
from management_ui.presenters.connections import names_of, title_of
from management_ui.presenters.federation_peers import certificate_until, why_not
from management_ui.presenters.federation_words import ENDS_SOON, ending_text, message_title
from management_ui.presenters.foreign_text import named, shown
from management_ui.presenters.moments import recorded_text

CONNECTIONS: Final = "admin:federation_storedcontract_changelist"
CONNECTION: Final = "admin:federation_storedcontract_change"
PEER: Final = "admin:federation_peer_change"
WAITING: Final = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing that needs somebody: what, why, and where to go for it."""

    tone: str
    text: str
    why: str = ""
    address: str = ""
    go: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFact:
    """One line of who we are."""

    label: str
    text: str
    code: bool = False
    tone: str = ""


def own_facts(found: Ourselves, *, now: datetime) -> tuple[OwnFact, ...]:
    """Who we are in the group."""
    return tuple(_own_facts(found, now=now))


def attention(
    ourselves: Ourselves,
    *,
    waiting: Sequence[Connection],
    in_force: Sequence[Connection],
    peers: Sequence[PeerHealth],
    now: datetime,
) -> tuple[Attention, ...]:
    """What somebody has to look at."""
    return (
        *_of_ourselves(ourselves, now=now),
        *_of_requests(waiting),
        *_of_peers(peers, now=now),
        *_of_keys(in_force, ourselves=ourselves),
        *_of_endings([it for it in in_force if _ends_soon(it, now=now)], ourselves=ourselves),
    )


def _own_facts(found: Ourselves, *, now: datetime) -> Iterator[OwnFact]:
    it = found.certificate
    if it is not None:
        yield OwnFact(label=_("We are"), text=it.name)
        yield OwnFact(label=_("Peer id"), text=it.peer_id, code=True)
    yield OwnFact(label=_("Group"), text=found.group, code=True)
    yield OwnFact(label=_("Contracts come in at"), text=found.manager_address or _("not set"), code=True)
    yield OwnFact(label=_("Data are asked at"), text=found.inway_address or _("not set"), code=True)
    if it is not None:
        until, tone = certificate_until(it.valid_until, now=now)
        yield OwnFact(label=_("Our certificate is valid until"), text=until, tone=tone)
        yield OwnFact(label=_("Names in it"), text=", ".join(it.names) or _("none"))
        yield OwnFact(label=_("Its thumbprint"), text=it.thumbprint, code=True)
        yield OwnFact(label=_("Thumbprint of its key"), text=it.public_key_thumbprint, code=True)
    if found.is_directory:
        yield OwnFact(
            label=_("Directory"), text=_("we are a directory of the group: what others publish here is signed")
        )


def _of_ourselves(found: Ourselves, *, now: datetime) -> Iterator[Attention]:
    if found.fault:
        text = _("Our certificate cannot be used: nothing is signed, asked or answered.")
        yield Attention(tone="danger", text=text, why=found.fault)
    if found.certificate is not None and found.certificate.ends_soon(now):
        yield _own_certificate(found.certificate, now=now)


def _own_certificate(found: OwnCertificate, *, now: datetime) -> Attention:
    words = {"moment": recorded_text(found.valid_until, now=now)}
    if found.valid_until <= now:
        text = _("Our certificate ended %(moment)s: no peer accepts us any more. Put another in its place.")
        return Attention(tone="danger", text=text % words)
    text = _(
        "Our certificate ends %(moment)s. Ask another in time; with the same key our connections go on as they are."
    )
    return Attention(tone="warning", text=text % words)


def _of_requests(waiting: Sequence[Connection]) -> Iterator[Attention]:
    if waiting:
        n = len(waiting)
        text = ngettext("%(n)d request waits for us.", "%(n)d requests wait for us.", n) % {"n": n}
        where = f"{reverse(CONNECTIONS)}?{urlencode({'show': WAITING})}"
        yield Attention(tone="warning", text=text, address=where, go=_("Look at what waits for us"))


def _of_peers(peers: Sequence[PeerHealth], *, now: datetime) -> Iterator[Attention]:
    for it in peers:
        name, where = named(it.peer.name, it.peer.peer_id), reverse(PEER, args=[it.peer.peer_id])
        if it.peer.failing_since is not None:
            words = {"name": name, "moment": recorded_text(it.peer.failing_since, now=now)}
            yield Attention(
                tone="danger",
                text=_("%(name)s does not answer, since %(moment)s.") % words,
                why=why_not(it.peer.failure) or shown(it.peer.failure),
                address=where,
                go=_("See how it goes with %(name)s") % {"name": name},
            )
            continue
        for message in it.under_way:
            if message.failure:
                words = {"name": name, "what": message_title(message.kind)}
                yield Attention(
                    tone="danger",
                    text=_("%(name)s does not take in %(what)s.") % words,
                    why=shown(message.failure),
                    address=where,
                    go=_("See how it goes with %(name)s") % {"name": name},
                )
        if it.certificate_until is not None and it.contracts and certificate_until(it.certificate_until, now=now)[1]:
            words = {"name": name, "moment": recorded_text(it.certificate_until, now=now)}
            text = _("The certificate with which %(name)s signs ends %(moment)s. Then it has to sign again.") % words
            yield Attention(tone="warning", text=text, address=where, go=_("See how it goes with %(name)s") % words)


def _of_endings(ending: Sequence[Connection], *, ourselves: Ourselves) -> Iterator[Attention]:
    for it in ending:
        names = names_of(it.peers, ourselves=ourselves)
        words = {
            "title": title_of(it.contract, names=names),
            "moment": ending_text(moment(it.contract.content.not_after)),
        }
        text = _("“%(title)s” ends %(moment)s. Is it still needed? Then agree on a new one in time.") % words
        yield Attention(
            tone="warning", text=text, address=reverse(CONNECTION, args=[it.hash]), go=_("To this connection")
        )


def _of_keys(in_force: Sequence[Connection], *, ourselves: Ourselves) -> Iterator[Attention]:
    """Connections by which we might read, were our certificate the one that they name."""
    for it in in_force:
        if any(_is_by_another_key(grant, ourselves) for grant in it.contract.content.grants):
            words = {"title": title_of(it.contract, names=names_of(it.peers, ourselves=ourselves))}
            text = _("“%(title)s” names the key of another certificate than we have now: ask for a new connection.")
            where = reverse(CONNECTION, args=[it.hash])
            yield Attention(tone="danger", text=text % words, address=where, go=_("To this connection"))


def _is_by_another_key(grant: Grant, ourselves: Ourselves) -> bool:
    own = ourselves.certificate
    if own is None or grant.outway is None or grant.outway.peer_id != own.peer_id:
        return False
    return not grant.outway.is_shown_by(public_key_thumbprint=own.public_key_thumbprint, names=own.names)


def _ends_soon(found: Connection, *, now: datetime) -> bool:
    """Whether a connection that is in force ends before long."""
    ends = moment(found.contract.content.not_after)
    return found.contract.may_be_used(now) and ends - now < ENDS_SOON
