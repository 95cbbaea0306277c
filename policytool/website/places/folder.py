"""A folder that a web server shows: exchanged for the new one in a single step, where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from policytool.errors import WebsiteError
from policytool.website.places import blob_id, guest, listing

_HERE = -100
"""AT_FDCWD: paths begin at the current folder."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


class Folder:
    """The site in a folder, or in the folder that a symbolic link leads to.

    New files are gathered beside it, in a folder whose name begins with `.<name>.policytool-`; what lies there after
    a crash is put right by the next run.
    """

    def __init__(self, path: Path, *, swap: Callable[[Path, Path], bool] | None = None) -> None:
        """`swap` lets two folders change names in one step, or says that it cannot."""
        self.path = path.resolve()
        self._swap = swap or exchange
        self._prefix = f".{self.path.name}.policytool-"
        self._old = self.path.with_name(self._prefix + "old")

    def files(self) -> Mapping[str, str]:
        if self.path.exists() and not self.path.is_dir():
            raise WebsiteError("this is a file", path=self.path, todo="Name a folder.")
        return {path: blob_id(file.read_bytes()) for path, file in listing(self._standing()).items()}

    def read(self, path: str) -> bytes:
        return (self._standing() / path).read_bytes()

    def put(self, folder: Path) -> str:
        """Raises WebsiteError when the folder cannot be written; it is then as it was."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with alone(self.path.parent):
                self._recover()
                with self._gathered(folder) as fresh:
                    self._exchange(fresh)
        except OSError as error:
            todo = "Make the folder around it writable and run again."
            raise WebsiteError(f"cannot be written: {error.strerror}", path=self.path, todo=todo) from error
        return str(self.path)

    def tidy(self) -> None:
        """Raises WebsiteError when the folder around it cannot be written."""
        try:
            with alone(self.path.parent):
                self._recover()
        except OSError as error:
            todo = "Make the folder around it writable and run again."
            raise WebsiteError(f"cannot be written: {error.strerror}", path=self.path, todo=todo) from error

    def _standing(self) -> Path:
        """The folder that holds the published site, also when a run was killed between two renames."""
        return self._old if self._old.exists() and not self.path.exists() else self.path

    def _exchange(self, fresh: Path) -> None:
        if not self.path.exists():
            fresh.rename(self.path)
        elif not self._swap(fresh, self.path):
            self.path.rename(self._old)
            fresh.rename(self.path)
            shutil.rmtree(self._old)

    @contextmanager
    def _gathered(self, folder: Path) -> Iterator[Path]:
        """The new files on the disk of the old ones, with those of the host, safe from a power cut."""
        work = Path(tempfile.mkdtemp(prefix=self._prefix, dir=self.path.parent))
        try:
            fresh = work / "site"
            shutil.copytree(folder, fresh)
            fresh.chmod(self.path.stat().st_mode if self.path.exists() else 0o755)
            for path, file in listing(self.path).items():
                if guest(path) and not (fresh / path).exists():
                    (fresh / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(file, fresh / path)
            if hasattr(os, "sync"):
                os.sync()
            yield fresh
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _recover(self) -> None:
        """After a run that was killed: the old site back where the new one had not come yet, and no leftovers."""
        if self._standing() == self._old:
            self._old.rename(self.path)
        for leftover in self.path.parent.glob(f"{self._prefix}*"):
            shutil.rmtree(leftover)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Within the context no other run publishes into `folder`. The lock ends with the process, however that ends."""
    if sys.platform == "win32":  # pragma: no cover - folders cannot be locked there
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where the system or the disk cannot."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNABLE:
        return False
    raise OSError(code, os.strerror(code), str(other))
