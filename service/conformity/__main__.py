"""Phía tiến trình con: `python -m service.conformity VERB` with the file on standard input."""

import sys

from service.conformity.child import main

main(sys.argv[1:])
