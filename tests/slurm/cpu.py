# SPDX-License-Identifier: GPL-2.0-only
"""cpu.py FILE COMMAND... - run it; write "wall cpu", in seconds, of it and of all that it
leaves behind as daemons, which become children of this process and are waited for."""
import ctypes
import os
import resource
import sys
import time

PR_SET_CHILD_SUBREAPER = 36

ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
start = time.monotonic()
command = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
try:
    # A zombie would look as if it still ran: each is taken as it comes.
    while True:
        pid, status = os.wait()
        if pid == command:
            code, wall = os.waitstatus_to_exitcode(status), time.monotonic() - start
except ChildProcessError:
    pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as out:
    print("%.1f %.2f" % (wall, used.ru_utime + used.ru_stime), file=out)
sys.exit(code)
