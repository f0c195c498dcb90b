"""``python -m narrate``: the same as the command ``narrate``."""

from narrate.cli.main import main

if __name__ == "__main__":
    main()
