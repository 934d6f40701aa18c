"""Signing in by allauth; what somebody may do is for `rules` alone to say."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class SignIn(AuthenticationBackend):  # type: ignore[misc]
    """Finds and proves accounts. Django's own permissions are not used, so nobody asks for them:
    two queries less for each page that is not for its reader."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
