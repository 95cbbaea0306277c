"""The site shown on this computer while somebody edits: with the drafts, built again whenever a file is saved."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path

from mkdocs import exceptions
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from policytool.config import Settings
from policytool.errors import PolicytoolError, WebsiteError
from policytool.website.build import configured, our_error

HOST = "127.0.0.1"


def serve(
    settings: Settings,
    *,
    port: int,
    today: datetime.date | None = None,
    tell: Callable[[str], None],
    ready: Callable[[str], None],
) -> None:
    """Show the site until it is interrupted; `ready` is told the address, `tell` whatever happens afterwards.

    Raises WebsiteError when the port is taken, and any error of the first build. Later ones are told, and the site
    stays as it was.
    """
    url = f"http://{HOST}:{port}/"
    with tempfile.TemporaryDirectory(prefix="policytool-") as folder:
        config = _build(settings, Path(folder), today, url)
        server = _Server(
            builder=lambda: _again(settings, Path(folder), today, url, tell), host=HOST, port=port, root=folder
        )
        server.ready = ready
        server.error_handler = lambda code: _missing(Path(folder)) if code == 404 else None
        for path in filter(None, (config.docs_dir, config.config_file_path)):
            if Path(path).exists():
                server.watch(path)
        config.plugins.on_serve(server, config=config, builder=server.builder)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            return
        except OSError as error:
            todo = f"Choose another: policytool serve --port {port + 1}"
            raise WebsiteError(f"port {port} cannot be used: {error.strerror}", todo=todo) from error
        finally:
            server.shutdown()


class _Server(LiveReloadServer):
    """MkDocs' own server, which says when it can be reached."""

    ready: Callable[[str], None]

    def server_activate(self) -> None:
        super().server_activate()
        self.ready(self.url)


def _again(
    settings: Settings, folder: Path, today: datetime.date | None, url: str, tell: Callable[[str], None]
) -> None:
    try:
        _build(settings, folder, today, url)
    except (PolicytoolError, exceptions.MkDocsException) as error:
        tell(f"The site stays as it was: {error}")
    else:
        tell("Built again.")


def _build(settings: Settings, folder: Path, today: datetime.date | None, url: str) -> MkDocsConfig:
    """Raises PolicytoolError or MkDocsException."""
    config = configured(settings, site_dir=folder, today=today)
    config.site_url = url
    config.plugins.on_startup(command="serve", dirty=False)
    try:
        mkdocs_build.build(config, serve_url=url)
    except exceptions.MkDocsException as error:
        raise our_error(error) or error from error
    return config


def _missing(folder: Path) -> bytes | None:
    page = folder / "404.html"
    return page.read_bytes() if page.is_file() else None
