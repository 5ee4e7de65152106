from accounts.models.membership import Membership
from accounts.models.unit import Unit
from accounts.models.user import User

__all__ = ["Membership", "Unit", "User"]
