"""What another peer sends to our manager: contracts and signatures over them (FSC Core 2.0.0, 4.3.1 and 4.3.2).

Everything is checked before anything is written; then contract, signature and peer are kept in one transaction.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from federation.commands import listing, peers, storing, verifying
from federation.commands.peers import Sender
from federation.commands.verifying import Verified
from federation.domain import hashes, ijson, reading, rules
from federation.domain.contracts import Content, SignatureKind
from federation.domain.refusals import Code, FscRefusal
from federation.domain.rules import Receiver
from federation.models import StoredContract
from federation.queries import offered
from federation.transport import identity


def receive_contract(raw: object, signature: str, *, sender: Sender, now: datetime) -> None:
    """Take in a contract with its sender's acceptance. The same once more changes nothing. Raises `FscRefusal`."""
    content = _content(raw)
    receiver = _receiver()
    rules.check_terms(content, group_id=receiver.group_id)
    if _is_known(content):
        rules.check_peers(content, sender=sender.peer_id, receiver=receiver.peer_id)
    else:
        rules.check_submission(content, sender=sender.peer_id, receiver=receiver, now=now)
        storing.check_new(content, signers=[sender.peer_id], own=receiver.peer_id, now=now)
    proposes = all(sender.peer_id in rules.may_propose(it) for it in content.grants)
    signed = _verified(content, signature, kind=SignatureKind.ACCEPT, sender=sender, now=now)
    _keep(content, signed, proposed_by=sender.peer_id if proposes else "", sender=sender, now=now)


def receive_signature(
    path_hash: str, kind: SignatureKind, raw: object, signature: str, *, sender: Sender, now: datetime
) -> None:
    """Take in what a peer signed of a contract. Raises `FscRefusal`.

    One that we do not have is made of the content: the signature of one peer may be here before another's contract.
    """
    content = _content(raw)
    receiver = _receiver()
    rules.check_terms(content, group_id=receiver.group_id)
    _check_path(path_hash, content)
    rules.check_peers(content, sender=sender.peer_id, receiver=receiver.peer_id)
    if not _is_known(content):
        rules.check_times(content, now=now)
        rules.check_services(content, receiver=receiver)
        storing.check_new(content, signers=[sender.peer_id], own=receiver.peer_id, now=now)
    signed = _verified(content, signature, kind=kind, sender=sender, now=now)
    proposes = all(sender.peer_id in rules.may_propose(it) for it in content.grants)
    _keep(content, signed, proposed_by=sender.peer_id if proposes else "", sender=sender, now=now)


def receive_announcement(*, sender: Sender, now: datetime) -> None:
    """Keep where a peer that announces itself has its manager; a directory then signs what waited for that."""
    with transaction.atomic():
        peers.heard(sender, now=now, announced=True)
    listing.sign_what_is_published(now=now, service_peer=sender.peer_id)


def _keep(content: Content, signed: Verified, *, proposed_by: str, sender: Sender, now: datetime) -> None:
    with transaction.atomic():
        row = storing.keep_contract(content, proposed_by=proposed_by, now=now)
        storing.keep_signature(row, signed, now=now)
        peers.heard(sender, now=now)
        listing.sign_if_published(row, now=now)


def _verified(content: Content, signature: str, *, kind: SignatureKind, sender: Sender, now: datetime) -> Verified:
    signed = verifying.verified(
        signature,
        signer=sender.peer_id,
        manager_address=sender.manager_address,
        content_hash=content.hash,
        kind=kind,
        now=now,
    )
    rules.check_signed(content, kind=kind, signed_at=signed.signed_at)
    return signed


def _content(raw: object) -> Content:
    try:
        return reading.content_of(raw)
    except (reading.MalformedContract, ijson.NotIJson) as fault:
        raise FscRefusal(code=Code.MALFORMED, message=f"Mend the content. {fault}"[:4_000]) from None


def _receiver() -> Receiver:
    return Receiver(peer_id=identity.own().peer_id, group_id=settings.F6_FSC_GROUP_ID, offers=offered.offers)


def _is_known(content: Content) -> bool:
    return StoredContract.objects.filter(content_hash=content.hash).exists()


def _check_path(path_hash: str, content: Content) -> None:
    try:
        hashes.read(path_hash)
    except hashes.UnknownHashAlgorithm as fault:
        raise FscRefusal(code=Code.UNKNOWN_HASH_ALGORITHM_HASH, message=str(fault)) from None
    except hashes.MalformedHash as fault:
        raise FscRefusal(code=Code.URL_PATH_CONTENT_HASH_MISMATCH, message=str(fault)) from None
    if path_hash != content.hash:
        raise FscRefusal(
            code=Code.URL_PATH_CONTENT_HASH_MISMATCH,
            message=f"Send it to the address of the content that you send: its hash is {content.hash}.",
        )
