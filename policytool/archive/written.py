"""Files that are written once and never edited: a value to its bytes, and back."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from policytool.errors import ArchiveError

_Value = TypeVar("_Value")


class Written(Generic[_Value]):
    """How values of one kind stand in files; `what` names the kind in errors: "release record"."""

    def __init__(self, kind: type[_Value], what: str) -> None:
        self._adapter: TypeAdapter[_Value] = TypeAdapter(kind)
        self._what = what

    def to_json(self, value: _Value) -> bytes:
        """The bytes that are written, hashed, and never changed again."""
        return self._adapter.dump_json(value, indent=2) + b"\n"

    def from_json(self, data: bytes, *, name: str) -> _Value:
        """Read the file called `name`. Raises ArchiveError when it is no such value."""
        try:
            return self._adapter.validate_json(data)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            message = f"this {self._what} is damaged: {where}: {first['msg']}"
            todo = f"It is written once; restore it: git checkout -- {name}"
            raise ArchiveError(message, path=name, todo=todo) from error
