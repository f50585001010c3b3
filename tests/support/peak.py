"""The peak memory of a child, as a line of its own program.

`ru_maxrss` would not do: it begins with what the parent had when it forked.
"""

from __future__ import annotations

__all__ = ["PEAK"]

PEAK = "int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
"""An expression that gives KB since the program began."""
