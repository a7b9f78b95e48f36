"""Prints the medians of two commands' figures and their ratio, round by round:
compare.py TEXT FILE OTHER_TEXT OTHER_FILE. A line of a file is the seconds that one run took, and
those that processors were busy with it, for the user and for the system."""

import statistics
import sys


def figures(name):
    """Seconds that each run took, and those of the processors."""
    with open(name, encoding="utf-8") as lines:
        runs = [[float(part) for part in line.split()] for line in lines]
    return [run[0] for run in runs], [run[1] + run[2] for run in runs]


def ratio(ours, others):
    ratios = [a / b for a, b in zip(ours, others, strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


text, file, other_text, other_file = sys.argv[1:]
took, busy = figures(file)
other_took, other_busy = figures(other_file)
print(
    f"{text}: {statistics.median(took):.1f} s, {other_text}: {statistics.median(other_took):.1f} s,"
    f" ratio: {ratio(took, other_took)}; processors busy for {statistics.median(busy):.1f} s and"
    f" {statistics.median(other_busy):.1f} s, ratio: {ratio(busy, other_busy)};"
    f" medians of {len(took)} rounds"
)
