"""The words of the `madoguchi` command, one file a family. Each has a `declare` that cli.py calls."""
