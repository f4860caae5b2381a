"""Marks of the eight relations are told apart without colour, and seen by colour-blind readers."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import numpy as np
import pytest

from contested.charts.style import DARK, LIGHT, Palette
from contested.charts.symbols import SYMBOLS
from contested.vocabulary import RELATIONS

#: What a reader without one kind of cone sees of linear red, green and blue (Machado, Oliveira and
#: Fernandes, 2009, severity 1).
SEEN_BY = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def luminance(colour: str, seen: list[list[float]]) -> float:
    """Return a colour's relative luminance (WCAG) as a reader sees it."""
    stored = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(stored <= 0.04045, stored / 12.92, ((stored + 0.055) / 1.055) ** 2.4)
    return float(np.clip(np.array(seen) @ linear, 0, 1) @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("reader", SEEN_BY)
def test_every_relation_stands_out_from_the_ground_for_a_colour_blind_reader(
    palette: Palette, reader: str
) -> None:
    ground = luminance(palette.ground, SEEN_BY[reader])
    for relation in RELATIONS:
        mark = luminance(palette.relation[relation], SEEN_BY[reader])
        lighter, darker = max(mark, ground), min(mark, ground)
        assert (lighter + 0.05) / (darker + 0.05) > 4.5, relation


def corners(path: str) -> list[tuple[float, float]]:
    """Return the outline of a path as corners, each of its curves as a few of them."""
    found: list[tuple[float, float]] = []
    for letter, numbers in re.findall(r"([MLQC])([^MLQCZ]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        points = [np.array(point) for point in zip(values[::2], values[1::2], strict=True)]
        step = {"M": 1, "L": 1, "Q": 2, "C": 3}[letter]
        for at in range(0, len(points), step):
            curve = [np.array(found[-1]) if found else points[at], *points[at : at + step]]
            for share in np.linspace(0.1, 1, 10) if step > 1 else [1.0]:
                rest = curve
                while len(rest) > 1:  # de Casteljau
                    rest = [a + share * (b - a) for a, b in pairwise(rest)]
                found.append((float(rest[0][0]), float(rest[0][1])))
    return found


def filled(path: str) -> np.ndarray:
    """Return which points of a grid lie inside a path, by the even-odd rule."""
    x, y = np.meshgrid(np.arange(-8, 8, 0.25) + 0.1, np.arange(-8, 8, 0.25) + 0.1)
    inside = np.zeros(x.shape, dtype=bool)
    outline = corners(path)
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if y1 != y2:
            inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside


def test_no_two_relations_have_the_same_shape() -> None:
    """A reader who sees no colour at all tells them apart by what one covers and another does not.

    The two closest, a circle and a square or a diamond, have 84 % of what they cover in common; the
    same mark in two sizes would have all of the smaller.
    """
    shapes = {name: filled(SYMBOLS[each.symbol].outline) for name, each in RELATIONS.items()}
    assert len(shapes) == 8
    for one, other in combinations(shapes, 2):
        common = (shapes[one] & shapes[other]).sum() / (shapes[one] | shapes[other]).sum()
        assert common < 0.86, (one, other, common)
