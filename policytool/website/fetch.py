"""Files of a published site: from a folder, or over the network."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from policytool.errors import WebsiteError

LARGEST = 20_000_000
"""Bytes above which a page is none of ours."""
_SECONDS = 30


def reader(site: str) -> Callable[[str], bytes | None]:
    """Gives the bytes at an address of the site in the folder, or at the http address, `site`; None where nothing is.

    Raises WebsiteError, also later, when the site cannot be reached.
    """
    if site.startswith(("https://", "http://")):
        root = site if site.endswith("/") else f"{site}/"
        return lambda address: _fetched(root + address)
    folder = Path(site)
    if not folder.is_dir():
        todo = "Name the folder that `policytool build` wrote, or an address that begins with https://."
        raise WebsiteError("there is no such folder", path=site, todo=todo)
    return lambda address: _read(folder / (f"{address}index.html" if address.endswith("/") else address))


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise WebsiteError(f"cannot be read: {error.strerror}", path=file) from error


def _fetched(url: str) -> bytes | None:
    request = urllib.request.Request(url, headers={"User-Agent": "policytool verify"})  # noqa: S310 - http(s) only
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {404, 410}:
            return None
        raise WebsiteError(f"{url} answers {error.code} {error.reason}", todo="Try again later.") from error
    except (OSError, ValueError) as error:
        raise WebsiteError(f"{url} cannot be reached: {error}", todo="Check the address and the network.") from error
    if len(data) > LARGEST:
        raise WebsiteError(f"{url} is too large to be a page of a policy")
    return data
