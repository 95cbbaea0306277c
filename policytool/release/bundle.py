"""Files as a folder or a .zip, all of them or none, the same bytes every time."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

from policytool.archive.files import replace
from policytool.errors import PolicytoolError, UsageError

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a .zip can hold."""


def write(files: dict[str, bytes], target: Path) -> bool:
    """Put `files` into the new folder `target`, or into a .zip where its name ends so; whether anything was written.

    Doing it again leaves the same files alone. Raises UsageError when something else stands there.
    """
    zipped = target.suffix.lower() == ".zip"
    if target.exists() or target.is_symlink():
        if _same(files, target, zipped=zipped):
            return False
        raise UsageError("something else stands here", path=target, todo="Choose another --output, or remove it first.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if zipped:
            replace(target, packed(files))
        else:
            _folder(files, target)
    except OSError as error:
        raise PolicytoolError(f"cannot be written: {error.strerror}", path=target) from error
    return True


def packed(files: dict[str, bytes]) -> bytes:
    """The bytes of a .zip: sorted, not compressed and without times, so that they depend on the files alone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=_FIRST_DAY)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return stream.getvalue()


def _folder(files: dict[str, bytes], target: Path) -> None:
    fresh = target.with_name(f".{target.name}.policytool-new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        for name, data in files.items():
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _same(files: dict[str, bytes], target: Path, *, zipped: bool) -> bool:
    if zipped:
        return target.is_file() and target.read_bytes() == packed(files)
    found = {path.relative_to(target).as_posix(): path for path in target.rglob("*") if path.is_file()}
    return found.keys() == files.keys() and all(found[name].read_bytes() == data for name, data in files.items())
