"""Runs a command and prints how long it took, how long it and its descendants kept processors busy,
in seconds, and the most memory that they had at one time, in MB, with pages that they share counted
once: measure.py COMMAND..."""

import resource
import subprocess
import sys
import time
from pathlib import Path

PAUSE = 0.25


def parents():
    """The parent of each process."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name, in brackets, may have spaces.
            found[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return found


def tree(root):
    children = {}
    for process, parent in parents().items():
        children.setdefault(parent, []).append(process)
    waiting = [root]
    while waiting:
        process = waiting.pop()
        yield process
        waiting += children.get(process, [])


def memory(process):
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


start = time.monotonic()
command = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
peak = 0
while command.poll() is None:
    peak = max(peak, sum(memory(process) for process in tree(command.pid)))
    time.sleep(PAUSE)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.monotonic() - start:.1f} {usage.ru_utime + usage.ru_stime:.1f} {peak / 1024:.0f}")
sys.exit(command.returncode)
