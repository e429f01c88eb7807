"""What a process tree costs, and the table at the end."""

import os
import statistics
import sys
import threading
import time

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """The fields of /proc/PID/stat from the state on, or None if the process is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return None


def tree(root):
    """A process and all that descend from it."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _stat(name)):
            parents.setdefault(int(fields[1]), []).append(int(name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def cpu_seconds(root):
    """CPU that a process tree has used: of those that live, and of those that ended and were waited for."""
    ticks = 0
    for pid in tree(root):
        if fields := _stat(pid):
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def resident_megabytes(root):
    """Memory of a process tree, what they share counted once (proportional set size)."""
    kilobytes = 0
    for pid in tree(root):
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
                kilobytes += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return kilobytes / 1024


class Peak:
    """Looks at the memory of a process tree once a second while it works."""

    def __init__(self, root):
        self.root, self.megabytes, self._end = root, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self):
        while not self._end.wait(1):
            self.megabytes = max(self.megabytes, resident_megabytes(self.root))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()
        self.megabytes = max(self.megabytes, resident_megabytes(self.root))


class Run:
    """One round of one server: how many pieces of work, in which time, with how much CPU."""

    def __init__(self, count, seconds, cpu):
        self.rate = count / seconds
        self.cpu_per_1000 = cpu / count * 1000


class Samples:
    """The memory of a process at moments of its life."""

    def __init__(self):
        self.all = []

    def take(self, pid, since):
        """Looks at a process that began to work so many seconds ago."""
        if (megabytes := resident_megabytes(pid)) > 0:
            self.all.append((since, megabytes))

    def after(self, seconds):
        """What was seen once it had worked for some seconds."""
        return [megabytes for since, megabytes in self.all if since >= seconds]


def growth(values):
    """By which factor the median of the last third exceeds that of the first third."""
    third = max(1, len(values) // 3)
    return statistics.median(values[-third:]) / statistics.median(values[:third])


def measured(root, count, work):
    """Runs some work and counts what it costs the process tree."""
    before, start = cpu_seconds(root), time.monotonic()
    work()
    end = time.monotonic()
    return Run(count, end - start, cpu_seconds(root) - before)


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


class Table:
    """`work | mailroad | peer | ratio | goal`, and whether all goals were met. A peer may be a number to keep below."""

    def __init__(self, peer):
        self.peer, self.rows, self.missed = peer, [], 0

    def add(self, work, ours, theirs, ratio, goal, unit):
        """A ratio of at least `goal` is asked for; `goal` None only shows."""
        met = goal is None or ratio >= goal
        self.missed += not met
        shown = "" if goal is None else f"{goal:g}" + ("" if met else " MISSED")
        self.rows.append((work, f"{ours:,.4g} {unit}", f"{theirs:,.4g} {unit}", f"{ratio:.2f}", shown))
        self.last()

    def last(self):
        print("   " + " | ".join(self.rows[-1]), file=sys.stderr, flush=True)

    def print(self):
        print_table(("work", "mailroad", self.peer, "ratio", "goal"), self.rows, self.missed)


class Findings:
    """`what | seen | goal`, and whether all goals were met."""

    def __init__(self):
        self.rows, self.missed = [], 0

    def add(self, what, seen, goal="", met=True):
        self.missed += not met
        self.rows.append((what, str(seen), goal + ("" if met else " MISSED")))

    def none(self, what, number):
        self.add(what, f"{number:,}", "0", number == 0)

    def some(self, what, number, least=1):
        self.add(what, f"{number:,}", f"at least {least:,}", number >= least)

    def below(self, what, value, most, unit):
        self.add(what, f"{value:,.2f} {unit}".strip(), f"at most {most:g}", value <= most)

    def print(self):
        print_table(("what", "seen", "goal"), self.rows, self.missed)


def print_table(head, rows, missed):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for number, row in enumerate([head, *rows]):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(f"{missed} of the goals missed" if missed else "all goals met", flush=True)
