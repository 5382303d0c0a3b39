"""The wire to LINE's rich menus. Whatever LINE answers but yes is raised as the SDK raises it; see FAULTS."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import urllib3
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    RichMenuBulkLinkRequest,
    RichMenuBulkUnlinkRequest,
)

from bot.menu_variants import NAME_BEGINS, Variant

TIMEOUT = (3.05, 30.0)
FAULTS = (ApiException, urllib3.exceptions.HTTPError)
MOST_AT_ONCE = 500  # user ids in one bulk request (reference, «Link rich menu to multiple users»)


class MenuWire(Protocol):
    """What changing the menus needs of LINE."""

    def ours(self) -> dict[str, str]: ...
    def has(self, menu_id: str) -> bool: ...
    def lay(self, variant: Variant, known: dict[str, str]) -> str: ...
    def default(self) -> str | None: ...
    def set_default(self, menu_id: str | None) -> None: ...
    def link(self, menu_id: str, line_ids: Sequence[str]) -> None: ...
    def unlink(self, line_ids: Sequence[str]) -> None: ...


class LineMenus:
    """One client, made where it is used: after the fork."""

    def __init__(self, token: str, api_url: str, data_url: str) -> None:
        self._api = MessagingApi(ApiClient(_configured(token, api_url)))
        self._blob = MessagingApiBlob(ApiClient(_configured(token, data_url)))

    def ours(self) -> dict[str, str]:
        """Name -> id of every menu of ours that LINE holds."""
        found = self._api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus
        return {one.name: one.rich_menu_id for one in found if one.name.startswith(NAME_BEGINS)}

    def has(self, menu_id: str) -> bool:
        """Whether this menu, ours or another's, is still there."""
        return _unless_absent(lambda: self._api.get_rich_menu(menu_id, _request_timeout=TIMEOUT)) is not None

    def lay(self, variant: Variant, known: dict[str, str]) -> str:
        """The menu's id. What is missing is made: the menu, or the picture an earlier try did not get there."""
        wanted = variant.request
        menu_id = known.get(wanted.name)
        is_new = menu_id is None
        if menu_id is None:
            menu_id = self._api.create_rich_menu(wanted, _request_timeout=TIMEOUT).rich_menu_id
        if is_new or not self._has_picture(menu_id):
            headers, picture = {"Content-Type": "image/png"}, variant.picture.read_bytes()
            self._blob.set_rich_menu_image(menu_id, body=picture, _headers=headers, _request_timeout=TIMEOUT)
        return menu_id

    def default(self) -> str | None:
        """None where this account has no default menu of the API's."""
        found = _unless_absent(lambda: self._api.get_default_rich_menu_id(_request_timeout=TIMEOUT))
        return str(found.rich_menu_id) if found else None

    def set_default(self, menu_id: str | None) -> None:
        if menu_id is None:
            self._api.cancel_default_rich_menu(_request_timeout=TIMEOUT)
        else:
            self._api.set_default_rich_menu(menu_id, _request_timeout=TIMEOUT)

    def link(self, menu_id: str, line_ids: Sequence[str]) -> None:
        request = RichMenuBulkLinkRequest(richMenuId=menu_id, userIds=list(line_ids))
        self._api.link_rich_menu_id_to_users(request, _request_timeout=TIMEOUT)

    def unlink(self, line_ids: Sequence[str]) -> None:
        request = RichMenuBulkUnlinkRequest(userIds=list(line_ids))
        self._api.unlink_rich_menu_id_from_users(request, _request_timeout=TIMEOUT)

    def delete(self, menu_id: str) -> None:
        self._api.delete_rich_menu(menu_id, _request_timeout=TIMEOUT)

    def _has_picture(self, menu_id: str) -> bool:
        """A publishing that broke off leaves a menu without one, which LINE shows to nobody."""
        return _unless_absent(lambda: self._blob.get_rich_menu_image(menu_id, _request_timeout=TIMEOUT)) is not None


def _unless_absent(ask: Callable[[], Any]) -> Any:
    """None where LINE has no such thing."""
    try:
        return ask()
    except ApiException as error:
        if error.status != 404:
            raise
        return None


def _configured(token: str, url: str) -> Configuration:
    configuration = Configuration(host=url.rstrip("/"), access_token=token)
    configuration.retries = False  # the row tries again, at its own time
    return configuration
