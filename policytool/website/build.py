"""Building the site as `mkdocs build` does, with or without an mkdocs.yml."""

from __future__ import annotations

import io
import logging
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs import exceptions
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from policytool.config import Settings
from policytool.errors import PolicytoolError, WebsiteError

_NAMES = ("mkdocs.yml", "properdocs.yml")
_PLAIN = b"theme: policytool\nplugins: [policytool]\n"
"""What mkdocs.yml says in a project that has none."""


def build(settings: Settings, *, site_dir: Path | None = None, today: date | None = None, strict: bool = False) -> Path:
    """Write the site and return its folder. Raises WebsiteError, saying what MkDocs said."""
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        config = configured(settings, site_dir=site_dir, today=today, strict=strict)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build.build(config)
        finally:
            config.plugins.on_shutdown()
    except (exceptions.MkDocsException, SystemExit) as error:
        raise our_error(error) or WebsiteError("\n".join(said.lines) or str(error)) from error
    finally:
        logger.removeHandler(said)
    return Path(config.site_dir)


def configured(
    settings: Settings, *, site_dir: Path | None, today: date | None = None, strict: bool = False
) -> MkDocsConfig:
    """MkDocs' configuration for the site of `today`. Raises WebsiteError when mkdocs.yml leaves our plugin out."""
    config = _config(settings, site_dir=site_dir, strict=strict)
    plugin = config.plugins.get("policytool")
    if plugin is None:
        todo = "Add it under `plugins:`."
        raise WebsiteError("mkdocs.yml does not name the plugin policytool", path=config.config_file_path, todo=todo)
    if today is not None:
        plugin.config["today"] = today
    return config


def _config(settings: Settings, *, site_dir: Path | None, strict: bool) -> MkDocsConfig:
    options: dict[str, Any] = {} if site_dir is None else {"site_dir": str(site_dir.resolve())}
    if strict:
        options["strict"] = True
    for name in _NAMES:
        if (settings.root / name).is_file():
            return load_config(str(settings.root / name), **options)
    options = {"site_name": settings.site.name, "docs_dir": settings.policies, **options}
    return load_config(io.BytesIO(_PLAIN), config_file_path=str(settings.root / _NAMES[0]), **options)


def our_error(error: BaseException) -> PolicytoolError | None:
    """The error of ours that made MkDocs stop, if it was one."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, PolicytoolError):
        cause = cause.__cause__ or cause.__context__
    return cause


class _Said(logging.Handler):
    """Keeps MkDocs' warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
