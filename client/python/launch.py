"""Starts gradsight with the libraries of the extension: `launch.py STRATEGY probe|server`.

Any Python reads this file, also one that is too old, so that the extension can say what is wrong with it.
"""

import json
import os
import sys

MINIMUM = (3, 10)
HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = os.path.join(os.path.dirname(os.path.dirname(HERE)), "bundled", "libs")
COMPILED = (("libcst", "native"), ("msgspec", "_core"))
"""What is there once for each version of Python, as package and module."""
STANDARD = ("exceptiongroup", "tomli") if sys.version_info[:2] >= (3, 11) else ()
"""What this Python has in its standard library."""


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

        look_for_libraries()
    except ImportError as error:
        found.update(missing=error.name or "gradsight", error=str(error))
    else:
        found.update(gradsight=gradsight.__version__, location=os.path.dirname(gradsight.__file__))
    return found


def look_for_libraries():
    """Raises ImportError if one is missing. None is imported: that takes as long as to start the server."""
    from importlib.machinery import PathFinder

    with open(os.path.join(HERE, "requirements.txt"), encoding="utf-8") as file:
        needed = [line.partition("==")[0] for line in file if "==" in line]
    places = {name: PathFinder.find_spec(name) for name in needed if name not in STANDARD}
    for name, place in places.items():
        if place is None:
            raise ImportError("No module named %r" % name, name=name)
    for package, name in COMPILED:
        if PathFinder.find_spec(name, places[package].submodule_search_locations) is None:
            raise ImportError("%s.%s is not there for this Python" % (package, name), name="%s.%s" % (package, name))


def add_libraries(strategy):
    """The extension's libraries come first, or behind those of the environment."""
    sys.path[:] = [path for path in sys.path if path != HERE]
    if strategy == "fromEnvironment":
        sys.path.append(LIBRARIES)
    else:
        sys.path.insert(0, LIBRARIES)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
