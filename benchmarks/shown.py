"""The figures for people: a table in Markdown, put between two marks of a page, and a plot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure, Results

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
"""Between these lines of the page all is written anew."""

TITLES = {
    "extraction": "Extraction beside the bare parser",
    "pool": "The processes that extract",
    "stream": "The stream beside extraction alone",
    "latency": "From append to event, at half of the highest rate",
    "growth": "What grows with what",
}
"""The benchmarks, in the order in which they are shown."""

BAR_INCHES = 0.42


def write_page(results: Results, page: Path) -> None:
    """Put the tables into a page.

    Raises:
        ValueError: the page lacks the marks.
    """
    before, _, rest = page.read_text(encoding="utf-8").partition(f"{BEGIN}\n")
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{page} has no lines {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n{markdown(results)}{END}{after}", encoding="utf-8")


def markdown(results: Results) -> str:
    """All figures, one table a benchmark."""
    return "\n".join(line for group in TITLES if results.of(group) for line in _section(results, group)) + "\n"


def _section(results: Results, group: str) -> Iterator[str]:
    yield f"\n### {TITLES[group]}\n"
    yield "; ".join(f"{name} {what}" for name, what in results.circumstances[group].items()) + ".\n"
    yield "| | measured | | times as fast as | |"
    yield "| --- | ---: | --- | --- | ---: |"
    for one in results.of(group):
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        yield f"| {one.name} | {_digits(one.value)} | {one.unit} | {one.anchor or ''} | {ratio} |"


def _digits(value: float) -> str:
    """Three digits, as many as such a measurement tells."""
    decimals = max(0, 3 - len(str(int(abs(value))))) if abs(value) >= 1 else 3
    return f"{value:,.{decimals}f}"


def plot(results: Results, file: Path) -> None:
    """All ratios as bars, and the latencies, as an SVG file.

    Raises:
        ImportError: matplotlib is not installed; it comes with the extra `bench`.
    """
    import matplotlib as mpl  # noqa: PLC0415 -- an extra

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "communique"
    from matplotlib import pyplot as plt  # noqa: PLC0415 -- as above

    panels = [(group, bars) for group in TITLES if (bars := _bars(results.of(group)))]
    heights = [len(bars) + 1 for _, bars in panels]
    drawn, axes = plt.subplots(
        len(panels),
        figsize=(9, BAR_INCHES * sum(heights) + 1),
        height_ratios=heights,
        layout="constrained",
        squeeze=False,
    )
    for (group, bars), (axis,) in zip(panels, axes, strict=True):
        axis.set_title(TITLES[group], loc="left", fontsize=10)
        shown = axis.barh([name for name, _, _ in bars], [value for _, value, _ in bars], color="#33658a")
        axis.bar_label(shown, [label for _, _, label in bars], padding=3, fontsize=8)
        axis.invert_yaxis()
        axis.margins(x=0.3)
        axis.tick_params(labelsize=8)
        axis.spines[["top", "right"]].set_visible(False)
    drawn.savefig(file, format="svg", metadata={"Date": None})
    plt.close(drawn)


def _bars(figures: Sequence[Figure]) -> list[tuple[str, float, str]]:
    """Name, length and label of each bar: ratios where there are any, else milliseconds."""
    ratios = [
        (one.name, one.ratio, f"{one.ratio:.2f} times {one.anchor}" if one.anchor != one.name else "1")
        for one in figures
        if one.ratio is not None
    ]
    return ratios or [(one.name, one.value, f"{_digits(one.value)} {one.unit}") for one in figures if one.unit == "ms"]
