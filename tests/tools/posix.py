"""Names that only a POSIX system has."""

from __future__ import annotations

MODULES = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"})
SIGNALS = frozenset({"SIGHUP", "SIGKILL", "SIGTSTP", "SIGUSR1"})
OF_OS = frozenset({"ctermid", "fork", "geteuid", "getpgrp", "getuid", "killpg", "setpgrp", "setsid", "tcgetpgrp"})
