"""Charts as SVG text, by hand. Pure: figures in, text out. They read on light and on dark pages.

Colours are classes, so that the reader's scheme chooses them; every series is named at its end, so that nothing hangs on
telling colours apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH = 780
LABEL = 13
SERIES = 8
STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #24292f }
  .title { font-size: 15px; font-weight: 600 } .small { font-size: 12px; fill: #57606a }
  .grid { stroke: #d0d7de; stroke-width: 1 } .line { fill: none; stroke-width: 2 } .ours.line { stroke-width: 3.5 }
  .ours.name { font-weight: 700 } .base.line { stroke-dasharray: 3 4 }
  .s0 { stroke: #0b6bcb; color: #0b6bcb } .s1 { stroke: #6e7781; color: #6e7781 } .s2 { stroke: #bc4c00; color: #bc4c00 }
  .s3 { stroke: #8250df; color: #8250df } .s4 { stroke: #1a7f37; color: #1a7f37 } .s5 { stroke: #bf3989; color: #bf3989 }
  .s6 { stroke: #9a6700; color: #9a6700 } .s7 { stroke: #cf222e; color: #cf222e }
  .fill { fill: currentColor; stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #8d96a0 } .grid { stroke: #3d444d }
    .s0 { stroke: #58a6ff; color: #58a6ff } .s1 { stroke: #9198a1; color: #9198a1 } .s2 { stroke: #f0883e; color: #f0883e }
    .s3 { stroke: #bc8cff; color: #bc8cff } .s4 { stroke: #3fb950; color: #3fb950 } .s5 { stroke: #f778ba; color: #f778ba }
    .s6 { stroke: #d29922; color: #d29922 } .s7 { stroke: #ff7b72; color: #ff7b72 }
  }
""".rstrip()


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, where it is drawn from, how it is drawn. ``points``: from x to y."""

    name: str
    points: Mapping[float, float]
    colour: int = 1
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a ranking."""

    name: str
    value: float
    shown: str
    colour: int = 1
    kind: str = ""


def milliseconds(value: float) -> str:
    return f"{value / 1000:g} s" if value >= 1000 else f"{value:g} ms"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places nearest to the wanted ones, in their order, that are ``gap`` apart and between the ends."""
    placed: list[float] = []
    for place in sorted(wanted):
        placed.append(max(place, placed[-1] + gap) if placed else max(place, low))
    limit = high
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    back = [0.0] * len(wanted)
    for place, index in zip(placed, order, strict=True):
        back[index] = place
    return back


def lines(title: str, series: Sequence[Series], below: str) -> str:
    """A line for each series over two logarithmic axes, named where it ends. The last one given is drawn on top."""
    left, right, top, bottom, height = 62, 190, 46, 46, 400
    xs = sorted({x for one in series for x in one.points})
    ys = [y for one in series for y in one.points.values() if y > 0]
    if not xs or not ys:
        return _document(title, 80, [f'<text class="small" x="20" y="56">{escape("nothing was measured")}</text>'])
    low, high = floor(log10(min(ys))), max(ceil(log10(max(ys))), floor(log10(min(ys))) + 1)
    inner, tall = WIDTH - left - right, height - top - bottom

    def at_x(x: float) -> float:
        span = log10(xs[-1]) - log10(xs[0]) or 1
        return left + 14 + (inner - 28) * (log10(x) - log10(xs[0])) / span

    def at_y(y: float) -> float:
        return top + tall * (high - log10(y)) / (high - low)

    parts: list[str] = []
    for power in range(low, high + 1):
        y = at_y(10.0**power)
        parts.append(f'<line class="grid" x1="{left}" x2="{WIDTH - right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="small" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{milliseconds(10.0**power)}</text>'
        )
    for x in xs:
        parts.append(
            f'<text class="small" x="{at_x(x):.1f}" y="{height - bottom + 20}" text-anchor="middle">{x:,.0f}</text>'
        )
    parts.append(
        f'<text class="small" x="{left + inner / 2:.0f}" y="{height - 8}" text-anchor="middle">{escape(below)}</text>'
    )
    ends = [at_y(one.points[max(one.points)]) for one in series]
    for one, place in zip(series, spread(ends, LABEL + 4, top, height - bottom), strict=True):
        dots = [(at_x(x), at_y(y)) for x, y in sorted(one.points.items())]
        look = f"s{one.colour % SERIES} {one.kind}".strip()
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
        parts.append(f'<polyline class="line {look}" points="{path}"/>')
        parts += [f'<circle class="fill {look}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in dots]
        x, y = dots[-1]
        edge = WIDTH - right + 8
        parts.append(
            f'<polyline class="line {look}" style="stroke-width:1" points="{x + 6:.1f},{y:.1f} {edge},{place:.1f}"/>'
        )
        parts.append(f'<text class="name {one.kind}" x="{edge + 5}" y="{place + 4:.1f}">{escape(one.name)}</text>')
    return _document(title, height, parts)


def ranking(title: str, bars: Sequence[Bar], logarithmic: bool = False) -> str:
    """A row for each, the smallest first: a bar from zero, or a dot on a logarithmic axis, where a bar would mislead."""
    left, right, top, row = 210, 90, 50, 27
    rows = sorted(bars, key=lambda one: one.value)
    if not rows:
        return _document(title, 80, ['<text class="small" x="20" y="56">nothing was measured</text>'])
    inner, height = WIDTH - left - right, top + row * len(rows) + (26 if logarithmic else 6)
    low = 10.0 ** floor(log10(min(max(one.value, 1e-9) for one in rows))) if logarithmic else 0.0
    high = 10.0 ** ceil(log10(rows[-1].value)) if logarithmic else rows[-1].value or 1.0
    high = high if high > low else low * 10

    def at(value: float) -> float:
        if logarithmic:
            return left + inner * (log10(max(value, low)) - log10(low)) / (log10(high) - log10(low))
        return left + inner * value / high

    parts: list[str] = []
    power = low
    while logarithmic and power <= high:
        parts.append(
            f'<line class="grid" x1="{at(power):.1f}" x2="{at(power):.1f}" y1="{top - 8}" y2="{height - 22}"/>'
        )
        parts.append(
            f'<text class="small" x="{at(power):.1f}" y="{height - 6}" text-anchor="middle">{power:,.0f}</text>'
        )
        power *= 10
    for place, one in enumerate(rows):
        y = top + row * place
        look = f"s{one.colour % SERIES} {one.kind}".strip()
        parts.append(
            f'<text class="name {one.kind}" x="{left - 12}" y="{y + 13}" text-anchor="end">{escape(one.name)}</text>'
        )
        if logarithmic:
            parts.append(f'<circle class="fill {look}" cx="{at(one.value):.1f}" cy="{y + 8}" r="6"/>')
        else:
            wide = max(1.0, at(one.value) - left)
            parts.append(f'<rect class="fill {look}" x="{left}" y="{y}" width="{wide:.1f}" height="17" rx="2"/>')
        parts.append(f'<text x="{at(one.value) + 11:.1f}" y="{y + 13}">{escape(one.shown)}</text>')
    return _document(title, height, parts)


def _document(title: str, height: float, parts: Sequence[str]) -> str:
    body = "\n".join(f"  {part}" for part in parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">
  <title>{escape(title)}</title>
  <style>{STYLE}
  </style>
  <text class="title" x="16" y="24">{escape(title)}</text>
{body}
</svg>
"""
