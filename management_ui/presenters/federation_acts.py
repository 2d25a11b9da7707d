"""What comes of approving, rejecting or revoking a connection, in words: said before one does it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from federation.domain.contracts import Contract, State, moment
from federation.domain.directions import Direction, direction, directions
from federation.domain.grants import Grant
from federation.domain.properties import terms_of
from management_ui.presenters.federation_words import Names, ending_text
from management_ui.presenters.moments import moment_text, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What can be done now, and what comes of each; empty where it cannot be done."""

    approving: tuple[str, ...] = ()
    rejecting: tuple[str, ...] = ()
    revoking: tuple[str, ...] = ()
    withdraws: bool = False
    """Whether revoking takes back a request that not everyone signed yet."""


def acts_on(contract: Contract, *, names: Names) -> Acts:
    """What our organisation can do with a contract now, by the rules of the commands."""
    own, moment_ = names.own, now()
    state = contract.state(moment_)
    if own is None or own not in contract.content.signers or state not in (State.PROPOSED, State.VALID):
        return Acts()
    accepted = own in contract.accepted_by(moment_)
    proposed = state is State.PROPOSED
    ever = own in {peer for peer, _until in contract.accepted}
    return Acts(
        approving=tuple(_approving(contract, names=names)) if proposed and not accepted else (),
        rejecting=tuple(_rejecting()) if proposed and not accepted else (),
        revoking=tuple(_revoking(contract, names=names, proposed=proposed)) if ever else (),
        withdraws=proposed,
    )


def _approving(contract: Contract, *, names: Names) -> Iterator[str]:
    content = contract.content
    words = {"begins": moment_text(moment(content.not_before)), "ends": ending_text(moment(content.not_after))}
    for grant in content.grants:
        yield from _of_grant(grant, words, names=names)
    others = contract.awaits(now()) - {names.own or ""}
    if others:
        yield _("It holds once %(names)s has signed too.") % {"names": names.listed(others)}
    if any(it.is_connection for it in content.grants):
        yield _("Every call is written down in the transaction log.")
    yield _("You can revoke it whenever you want: then access ends at once.")


def _of_grant(grant: Grant, words: dict[str, str], *, names: Names) -> Iterator[str]:
    told = words | {
        "reader": names.of(grant.outway.peer_id) if grant.outway else "",
        "provider": names.of(grant.service.peer_id),
        "service": names.service(grant.service),
        "directory": names.of(grant.directory) if grant.directory else "",
    }
    match direction(grant, own=names.own):
        case Direction.READ:
            yield (
                _(
                    "%(reader)s may ask us for everything of these event types in %(service)s, also what was recorded "
                    "before, from %(begins)s until %(ends)s."
                )
                % told
            )
            if terms_of(grant.properties).announces:
                yield _("%(reader)s is told of which persons we hold something there.") % told
        case Direction.READING:
            yield _("We may ask %(provider)s for these event types, from %(begins)s until %(ends)s.") % told
        case Direction.LISTED:
            yield _("%(service)s of %(provider)s stands in our directory, for everyone in the group to see.") % told
        case Direction.PUBLISHED:
            yield _("%(service)s stands in the directory of %(directory)s, for everyone in the group to see.") % told
        case _ if grant.is_connection:
            yield (
                _("%(reader)s may ask %(provider)s on our behalf, from %(begins)s until %(ends)s. We answer for it.")
                % told
            )
        case _:
            yield _("%(provider)s may publish %(service)s on our behalf.") % told


def _rejecting() -> Iterator[str]:
    yield _("It gives no access, and nobody can sign it any more: who still wants it has to ask anew.")
    yield _("Everyone who is named in it is told that we rejected it. The reason you give them yourself.")


def _revoking(contract: Contract, *, names: Names, proposed: bool) -> Iterator[str]:
    if proposed:
        yield _("The request is taken back: nobody can sign it any more, and it gives no access.")
    else:
        parts = directions(contract.content, own=names.own)
        if Direction.READ in parts:
            yield _("Access ends at once, also for who is reading at this moment.")
        if Direction.READING in parts:
            yield _("We cannot read there any more, from this moment on.")
        if Direction.PUBLISHED in parts or Direction.LISTED in parts:
            yield _("It stands in the directory no more. Connections that were made with its help go on.")
        if Direction.ON_BEHALF in parts:
            yield _("Nobody acts on our behalf by it any more, from this moment on.")
    yield _("This cannot be undone: who wants it again has to ask anew, and everyone has to sign anew.")
    yield _("Everyone who is named in it is told.")
