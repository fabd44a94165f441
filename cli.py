"""The command line: parse, call one function of ``allocator``, print."""


def main() -> None:
    """Run the command ``allocator``."""
