"""The refusals of federation as problems: a part of the one table (`f6_project.problems`)."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from events.domain.refusals import Refusal
from f6_project.problem_rows import Row
from federation.domain import agreement_refusals as r
from federation.domain.connection_refusals import PeerNotFound
from federation.domain.consulting_refusals import ConsultingForbidden

OF_FEDERATION: Mapping[type[Refusal], Row] = {
    ConsultingForbidden: Row(
        status=403,
        title=_("Not permitted to ask other organisations"),
        detail=_("To ask other organisations takes the permissions %(permissions)s, together in one zone."),
        mend=_(
            "Ask the administrator of a zone for what you lack of them there (and a token with those scopes); what is "
            "recorded here alone can be read without."
        ),
        members=("permissions",),
    ),
    r.FederationIsOff: Row(
        status=409,
        title=_("Not connected with other organisations"),
        detail=_("This F6 cannot speak with F6s of other organisations: %(reason)s"),
        mend=_("Let whoever runs this F6 set it up (docs/howto/connect.md)."),
        members=("reason",),
    ),
    r.ContractNotFound: Row(
        status=404,
        title=_("Contract not found"),
        detail=_("There is no contract with this hash."),
        mend=_("Look in the list of contracts."),
    ),
    r.ContractNotOpen: Row(
        status=409,
        title=_("Not possible with this contract"),
        detail=_("The contract is in the state “%(state)s”, or your organisation said something of it already."),
        mend=_(
            "Reject what you did not accept yet, revoke what you did; propose a new contract for one that has ended."
        ),
        members=("state",),
    ),
    r.ContractEnds: Row(
        status=422,
        title=_("The contract would have ended"),
        detail=_("A contract must end after now, and after it begins: this one would end at %(ends)s."),
        mend=_("Give a later end."),
        members=("ends",),
    ),
    r.NotOurs: Row(
        status=422,
        title=_("Not a contract of your organisation"),
        detail=_("This cannot be done on behalf of your organisation: %(reason)s"),
        mend=_("Ask an organisation that is on the contract, or propose what concerns your own."),
        members=("reason",),
    ),
    r.NoDirectory: Row(
        status=409,
        title=_("No directory"),
        detail=_("There is no directory to publish at."),
        mend=_("Let whoever runs this F6 name the directories of the group (F6_FSC_DIRECTORIES)."),
    ),
    r.ZoneNotPublishable: Row(
        status=422,
        title=_("This zone is not published"),
        detail=_("The zone “%(zone)s” is sensitive, is still being filled, or does not exist: it is told to nobody."),
        mend=_("Publish another zone, or wait until this one is open."),
        members=("zone",),
    ),
    r.PeerUnknown: Row(
        status=422,
        title=_("Organisation not known"),
        detail=_("No organisation with the number %(peer_id)s is known here or in a directory."),
        mend=_("Choose one from the directory, or let it announce itself there first."),
        members=("peer_id",),
    ),
    PeerNotFound: Row(
        status=404,
        title=_("Peer not found"),
        detail=_("Nothing is known here of a peer with this id."),
        mend=_("Read /api/v1/federation/peers for those that are known."),
    ),
}
