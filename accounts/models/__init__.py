from accounts.models.holiday import Holiday
from accounts.models.letter import Letter, LetterState
from accounts.models.membership import Membership
from accounts.models.notice import Digest, DigestState, Notice, NoticeKind
from accounts.models.token import ApiToken
from accounts.models.unit import Unit
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "Digest",
    "DigestState",
    "Holiday",
    "Letter",
    "LetterState",
    "Membership",
    "Notice",
    "NoticeKind",
    "Unit",
    "User",
]
