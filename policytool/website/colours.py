"""The company's own colour on the site: legible on every ground that the theme has, in light and in dark, or refused.

The measure is the contrast of the Web Content Accessibility Guidelines 2.2 (1.4.3): 4.5 to 1 for text.
"""

from __future__ import annotations

from policytool.config import SiteSettings
from policytool.errors import SettingsError

ENOUGH = 4.5
LIGHT = ("#ffffff", "#f4f6f8", "#fff6e0", "#eef4fb")
DARK = ("#13161a", "#1d2228", "#33270f", "#182536")
"""The grounds on which links and buttons stand: paper, raised, the significant notice, the minor one; as in the CSS."""
_STEPS = 40


def styles(settings: SiteSettings) -> bytes | None:
    """A style sheet that sets the company's colour; None where none is set.

    Raises SettingsError for a colour that cannot be read everywhere, and proposes one that can.
    """
    if not settings.accent and not settings.accent_dark:
        return None
    light = _checked("site.accent", settings.accent, LIGHT, "darker")
    dark = _checked("site.accent_dark", settings.accent_dark, DARK, "lighter")
    if light and not dark:
        dark = legible(light, DARK)
    rules = f":root {{ --link: {light}; }}\n" if light else ""
    rules += f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --link: {dark}; }} }}\n" if dark else ""
    return rules.encode()


def contrast(one: str, other: str) -> float:
    """From 1, the same colour, to 21, black on white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least(colour: str, grounds: tuple[str, ...]) -> float:
    """The contrast on the ground where it is lowest."""
    return min(contrast(colour, ground) for ground in grounds)


def legible(colour: str, grounds: tuple[str, ...]) -> str:
    """`colour`, or the nearest one of its hue that can be read on all `grounds`."""
    end = 255 if grounds is DARK else 0
    start = _parts(colour)
    for step in range(_STEPS + 1):
        mixed = [round(part + (end - part) * step / _STEPS) for part in start]
        found = "#" + "".join(f"{part:02x}" for part in mixed)
        if least(found, grounds) >= ENOUGH:
            return found
    raise AssertionError("white and black are legible")  # pragma: no cover


def _checked(key: str, colour: str, grounds: tuple[str, ...], way: str) -> str:
    colour = colour.lower()
    if colour and (found := least(colour, grounds)) < ENOUGH:
        message = f"{key}: the contrast of {colour} is {found:.1f} to 1 where it is lowest, and text needs {ENOUGH}"
        raise SettingsError(message, todo=f"Choose a {way} colour, such as {legible(colour, grounds)}.")
    return colour


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
