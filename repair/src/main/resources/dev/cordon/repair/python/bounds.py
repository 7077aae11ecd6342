"""What a run of the tests may use, learnt from the project's own first run."""

MIB = 1024 * 1024
MAX_MEMORY_BYTES = 2048 * MIB
ROOM_BYTES = 1024 * MIB
FIRST_SECONDS = 60
MIN_SECONDS = 2
MAX_SECONDS = 10


def seconds(took):
    """How long a candidate may run whose tests took so many seconds before it.

    Steps end most loops; the clock is for what a step can do without end, such as waiting or
    doubling a text. Tests that are slow by themselves get twice their time.
    """
    return max(min(MAX_SECONDS, max(MIN_SECONDS, 5 * took)), 2 * took)


def memory_bytes(peak):
    """How much a candidate may map where the tests before it mapped so many bytes at most.

    Libraries map what they never touch, so that a fixed number is too little for some projects, and
    for the others lets a candidate fill gigabytes before it is stopped.
    """
    return min(MAX_MEMORY_BYTES, peak + ROOM_BYTES)


def peak_bytes():
    """The most that this process had mapped; the bound itself where the system does not tell."""
    try:
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmPeak:"))
    except (OSError, StopIteration):
        return MAX_MEMORY_BYTES
