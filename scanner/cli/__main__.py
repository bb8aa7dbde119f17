"""Run `python -m scanner.cli` as the `tipstaff` command."""

from scanner.cli import main

main()
