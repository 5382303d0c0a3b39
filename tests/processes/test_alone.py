"""The house in one process and its child: nobody is left behind, however slow the machine."""

import signal
import subprocess
import sys

import alone

DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); signal.pause()"


def test_a_simulator_that_does_not_end_in_time_is_ended():
    with subprocess.Popen(
        [sys.executable, "-c", DEAF], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None and child.stdout.readline()
        alone.end(child, may_take=0.1)
        assert child.returncode == -signal.SIGKILL
