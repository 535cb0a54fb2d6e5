"""The QR code of a link, as an SVG that stands in a page."""

from __future__ import annotations

from msgraph_meetings.errors import ConfigurationError


def svg(text: str, label: str) -> str:
    """Return an ``svg`` element: dark on white with the quiet zone that scanners need, in light and in dark pages.

    Args:
        text: the link.
        label: for screen readers.

    Raises:
        ConfigurationError: the library for QR codes is not installed.
    """
    try:
        import segno  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError:
        raise ConfigurationError(
            "The page needs a library for QR codes.",
            fix="Install it with: pip install 'msgraph-meetings[share]'. Or leave the codes out with --no-qr.",
        ) from None
    code = segno.make(text, error="l", micro=False)  # the fewest modules; raised where that costs none
    drawn: str = code.svg_inline(border=4, light="#fff", dark="#000", omitsize=True, title=label, svgclass="qr")
    return drawn.replace("<svg ", '<svg role="img" ', 1)
