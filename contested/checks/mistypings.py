"""What a number may have been before one slip of a hand."""

from __future__ import annotations


def mistypings(number: int) -> dict[int, bool]:
    """Return the numbers that one slip makes this one of, each with whether two figures swapped.

    Two neighbouring figures swapped, one too many, or one lost at the end.

    >>> mistypings(120)
    {210: True, 102: True, 20: False, 10: False, 12: False, 1200: False}
    """
    text = str(number)
    slips: dict[int, bool] = {}
    for at in range(len(text) - 1):
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if swapped != text and swapped[0] != "0":
            slips.setdefault(int(swapped), True)
    for at in range(len(text)):
        shorter = text[:at] + text[at + 1 :]
        if shorter and (shorter[0] != "0" or shorter == "0"):
            slips.setdefault(int(shorter), False)
    slips.setdefault(number * 10, False)
    return slips


def meant(
    number: int, lowest: float, highest: float, expected: float, *, swapped_only: bool = False
) -> int | None:
    """Return the one number that a mistyping of it makes of this one within bounds, if one does.

    Of several the one nearest what is expected, where it is much nearer than any other.
    """
    likely = sorted(
        (abs(other - expected), other)
        for other, swapped in mistypings(number).items()
        if lowest <= other <= highest and (swapped or not swapped_only)
    )
    if not likely or (len(likely) > 1 and likely[1][0] < 2 * likely[0][0]):
        return None
    return likely[0][1]
