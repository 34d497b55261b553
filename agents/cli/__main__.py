"""`python -m agents.cli`: the same as `communique`."""

from agents.cli.main import main

main()
