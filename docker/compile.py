"""Compiles the standard library to bytecode; leaves out what no server imports."""

import compileall
import re
import sys
import sysconfig

LEFT_OUT = re.compile("/(dist-packages|ensurepip|idlelib|lib2to3|site-packages|test|tests|tkinter|turtledemo)/")

sys.exit(not compileall.compile_dir(sysconfig.get_path("stdlib"), quiet=1, rx=LEFT_OUT))
