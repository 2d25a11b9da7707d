"""What is kept of other organisations: peers, contracts with their signatures, what must still be sent, and the log."""

from federation.models.contracts import ContractPeer, StoredContract, StoredGrant, StoredSignature
from federation.models.holdings import FollowedFeed, ObjectHolding
from federation.models.peers import DirectoryReading, KeyRequests, KnownCertificate, Peer
from federation.models.sending import Outgoing
from federation.models.transactions import TransactionRecord

__all__ = [
    "ContractPeer",
    "DirectoryReading",
    "FollowedFeed",
    "KeyRequests",
    "KnownCertificate",
    "ObjectHolding",
    "Outgoing",
    "Peer",
    "StoredContract",
    "StoredGrant",
    "StoredSignature",
    "TransactionRecord",
]
