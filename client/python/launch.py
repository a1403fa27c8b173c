"""Starts gradsight with the libraries of the extension: `launch.py STRATEGY probe|server`.

Any Python reads this file, also one that is too old, so that the extension can say what is wrong with it.
"""

import json
import os
import sys

MINIMUM = (3, 10)
LIBRARIES = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "bundled", "libs"
)


def main(strategy, what):
    """The exit code. `probe` prints as JSON what this Python is and what it misses."""
    if what == "probe":
        print(json.dumps(probe(strategy)))
        return 0
    add_libraries(strategy)
    from gradsight.lsp.start import serve

    serve(tcp=None, allow_remote=False)
    return 0


def probe(strategy):
    """Version and place of this Python; then the version of gradsight, or the module that cannot be imported and why."""
    found = {"python": list(sys.version_info[:3]), "executable": sys.executable}
    if sys.version_info[:2] < MINIMUM:
        return found
    add_libraries(strategy)
    try:
        import gradsight
        import gradsight.analysis
        import gradsight.lsp.start
    except ImportError as error:
        found.update(missing=error.name or "gradsight", error=str(error))
    else:
        found.update(gradsight=gradsight.__version__, location=os.path.dirname(gradsight.__file__))
    return found


def add_libraries(strategy):
    """The extension's libraries come first, or behind those of the environment."""
    sys.path[:] = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]
    if strategy == "fromEnvironment":
        sys.path.append(LIBRARIES)
    else:
        sys.path.insert(0, LIBRARIES)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
