"""What else runs on the machine while something is measured."""

import os
import resource
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Load:
    """How many cores others took since it was made; `None` where the system doesn't tell."""

    def __init__(self, workers):
        self.workers = workers
        self.start = self.now()

    def now(self):
        return time.perf_counter(), busy_seconds(), self.own_seconds()

    def cores(self):
        (wall, busy, own), (first_wall, first_busy, first_own) = self.now(), self.start
        if busy is None:
            return None
        return max(0, busy - first_busy - (own - first_own)) / (wall - first_wall)

    def own_seconds(self):
        """The time of this process, of those that it ran and of the workers."""
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in usages) + sum(map(seconds, self.workers))


def busy_seconds():
    """The time of all processors but what they waited, with what a hypervisor took."""
    try:
        numbers = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    except OSError:
        return None
    user, nice, system, _, _, irq, softirq, steal = map(int, numbers)
    return (user + nice + system + irq + softirq + steal) / TICKS


def seconds(process):
    """The time of a running process."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / TICKS
