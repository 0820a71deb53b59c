"""How ``toolkit/english`` is made: prepare, train, assemble, evaluate.

Everything here runs on one thread: sums, and so the weights, then do not depend on the number
of cores, and speed is measured on one. It must be set before NumPy is loaded.
"""

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
