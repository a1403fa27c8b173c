"""For all tests."""

import os

# Some tests fork a process that has run torch in its own. A pool of threads does not survive a fork: the child would wait
# for it for ever. With one thread there is no pool. It must be said before torch is imported.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"
