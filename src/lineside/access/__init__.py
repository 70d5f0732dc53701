"""Access: who may sign in and what they may do.

Owns accounts, sittings (signed-in sessions), API clients and the roles, which are data. Announces RoleGranted,
AccountLocked, AccountUnlocked, SittingBegan and SittingEnded.
It does not know what a permission is for: each room names its own.
"""
