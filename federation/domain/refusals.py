"""What FSC says no with: a code of the standard (or one of ours where it has none), a status, and how to mend it.

The codes are those of the text of FSC Core 2.0.0, 4.5; its OpenAPI file lags behind it. Ours begin with
`ERROR_CODE_F6_`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Code(StrEnum):
    """What is wrong with what a peer sent to the manager."""

    PEER_CERTIFICATE_VERIFICATION_FAILED = "ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED"
    INCORRECT_GROUP_ID = "ERROR_CODE_INCORRECT_GROUP_ID"
    SUBMITTING_PEER_NOT_PART_OF_CONTRACT = "ERROR_CODE_SUBMITTING_PEER_NOT_PART_OF_CONTRACT"
    RECEIVING_PEER_NOT_PART_OF_CONTRACT = "ERROR_CODE_RECEIVING_PEER_NOT_PART_OF_CONTRACT"
    SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH = "ERROR_CODE_SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH"
    PEER_ID_SIGNATURE_MISMATCH = "ERROR_CODE_PEER_ID_SIGNATURE_MISMATCH"
    SIGNATURE_VERIFICATION_FAILED = "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED"
    GRANT_COMBINATION_NOT_ALLOWED = "ERROR_CODE_GRANT_COMBINATION_NOT_ALLOWED"
    URL_PATH_CONTENT_HASH_MISMATCH = "ERROR_CODE_URL_PATH_CONTENT_HASH_MISMATCH"
    UNKNOWN_HASH_ALGORITHM_HASH = "ERROR_CODE_UNKNOWN_HASH_ALGORITHM_HASH"
    UNKNOWN_ALGORITHM_SIGNATURE = "ERROR_CODE_UNKNOWN_ALGORITHM_SIGNATURE"
    UNKNOWN_FSC_VERSION = "ERROR_CODE_UNKNOWN_FSC_VERSION"
    # Ours, where the standard has none.
    MALFORMED = "ERROR_CODE_F6_MALFORMED"
    MANAGER_ADDRESS = "ERROR_CODE_F6_MANAGER_ADDRESS"
    VALIDITY = "ERROR_CODE_F6_VALIDITY"
    IV_USED = "ERROR_CODE_F6_IV_USED"
    PEER_ROLE = "ERROR_CODE_F6_PEER_ROLE"
    UNKNOWN_SERVICE = "ERROR_CODE_F6_UNKNOWN_SERVICE"
    PROPERTIES = "ERROR_CODE_F6_PROPERTIES"
    TOO_LARGE = "ERROR_CODE_F6_TOO_LARGE"
    TOO_MANY = "ERROR_CODE_F6_TOO_MANY"
    NOT_FOUND = "ERROR_CODE_F6_NOT_FOUND"
    METHOD = "ERROR_CODE_F6_METHOD"
    UNAVAILABLE = "ERROR_CODE_F6_UNAVAILABLE"


MALFORMED: Final = frozenset({Code.PEER_CERTIFICATE_VERIFICATION_FAILED, Code.MALFORMED, Code.MANAGER_ADDRESS})
"""What is answered with 400; of the rest the shape is right and the content is not: 422."""


_STATUS: Final = {
    Code.TOO_LARGE: 413,
    Code.TOO_MANY: 429,
    Code.NOT_FOUND: 404,
    Code.METHOD: 405,
    Code.UNAVAILABLE: 503,
}


@dataclass(kw_only=True)
class FscRefusal(Exception):
    """A peer's request that the manager does not take. `message` says how to mend it, and nothing about others."""

    code: Code
    message: str

    @property
    def status(self) -> int:
        """The HTTP status that goes with it."""
        return _STATUS.get(self.code, 400 if self.code in MALFORMED else 422)

    def __str__(self) -> str:
        return f"{self.code.value}: {self.message}"


class OAuthError(StrEnum):
    """What is wrong with a request for a token (RFC 6749, 5.2; which for which case is our choice)."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    INVALID_SCOPE = "invalid_scope"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"


@dataclass(kw_only=True)
class TokenRefusal(Exception):
    """A token that is not given."""

    error: OAuthError
    message: str

    def __str__(self) -> str:
        return f"{self.error.value}: {self.message}"


class InwayCode(StrEnum):
    """What is wrong with a request to a service (FSC Core 2.0.0, 4.7 and Logging 1.1.0; without prefix as printed)."""

    ACCESS_TOKEN_MISSING = "ERROR_CODE_ACCESS_TOKEN_MISSING"  # noqa: S105  # a code
    ACCESS_TOKEN_INVALID = "ERROR_CODE_ACCESS_TOKEN_INVALID"  # noqa: S105  # a code
    ACCESS_TOKEN_EXPIRED = "ERROR_CODE_ACCESS_TOKEN_EXPIRED"  # noqa: S105  # a code
    WRONG_GROUP_ID_IN_TOKEN = "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN"  # noqa: S105  # a code
    SERVICE_NOT_FOUND = "ERROR_CODE_SERVICE_NOT_FOUND"
    SERVICE_UNREACHABLE = "ERROR_CODE_SERVICE_UNREACHABLE"
    MISSING_LOG_RECORD_ID = "MISSING_LOG_RECORD_ID"
    INVALID_LOG_RECORD_ID = "INVALID_LOG_RECORD_ID"
    TRANSACTION_LOG_WRITE_ERROR = "TRANSACTION_LOG_WRITE_ERROR"
    # Ours, where the standard has none.
    TOO_MANY = "ERROR_CODE_F6_TOO_MANY_CALLS"


INWAY_STATUS: Final = {
    InwayCode.ACCESS_TOKEN_MISSING: 401,
    InwayCode.ACCESS_TOKEN_INVALID: 401,
    InwayCode.ACCESS_TOKEN_EXPIRED: 401,
    InwayCode.WRONG_GROUP_ID_IN_TOKEN: 403,
    InwayCode.SERVICE_NOT_FOUND: 404,
    InwayCode.SERVICE_UNREACHABLE: 502,
    InwayCode.MISSING_LOG_RECORD_ID: 400,
    InwayCode.INVALID_LOG_RECORD_ID: 400,
    InwayCode.TRANSACTION_LOG_WRITE_ERROR: 500,
    InwayCode.TOO_MANY: 429,
}


@dataclass(kw_only=True)
class InwayRefusal(Exception):
    """A request that the inway does not pass on."""

    code: InwayCode
    message: str

    @property
    def status(self) -> int:
        """The HTTP status that goes with it."""
        return INWAY_STATUS[self.code]

    def __str__(self) -> str:
        return f"{self.code.value}: {self.message}"
