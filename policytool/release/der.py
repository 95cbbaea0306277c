"""Answers of authorities put into strict DER: what many of them leave unsorted, the library for time stamps refuses.

Only the order of the certificates changes, which no signature covers; every other byte stays.
"""

from __future__ import annotations

from dataclasses import dataclass

_SEQUENCE, _FIRST = 0x30, 0xA0
"""Tags of a sequence, and of what a context numbers 0."""


@dataclass(frozen=True, slots=True)
class _Element:
    """Where one element stands."""

    tag: int
    start: int
    content: int
    end: int


def sorted_certificates(answer: bytes) -> bytes:
    """`answer`, a TimeStampResp of RFC 3161, with its certificates as DER orders a set.

    It is given back as it is where it holds none, or is none.
    """
    try:
        place = _certificates(answer)
        found = sorted(answer[one.start : one.end] for one in _children(answer, place))
    except (IndexError, ValueError, StopIteration):
        return answer
    return answer[: place.content] + b"".join(found) + answer[place.end :]


def _certificates(data: bytes) -> _Element:
    """The certificates: TimeStampResp, its token, the signed data in it, and there the element numbered 0."""
    response = _element(data, 0, len(data), _SEQUENCE)
    _, token = _children(data, response)
    wrapped = _children(data, token)[1]
    signed = _element(data, wrapped.content, wrapped.end, _SEQUENCE)
    return next(one for one in _children(data, signed) if one.tag == _FIRST)


def _children(data: bytes, parent: _Element) -> list[_Element]:
    found, at = [], parent.content
    while at < parent.end:
        found.append(_element(data, at, parent.end))
        at = found[-1].end
    return found


def _element(data: bytes, at: int, limit: int, tag: int | None = None) -> _Element:
    """The element at offset `at`. Raises ValueError or IndexError for what is none, or has another tag."""
    first, content = data[at + 1], at + 2
    if first & 0x80:
        octets = first & 0x7F
        if not 1 <= octets <= 4:
            raise ValueError("a length that DER does not write")
        length, content = int.from_bytes(data[content : content + octets], "big"), content + octets
    else:
        length = first
    if content + length > limit or (tag is not None and data[at] != tag):
        raise ValueError("another element was expected")
    return _Element(data[at], at, content, content + length)
