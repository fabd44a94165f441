"""Many replications: side by side on this machine, or on a cluster, and kept as they come.

::

    tasks  →  without what nobody needs to know    pseudonyms
           →  those that are not in the store yet  store, identity
           →  done, somewhere                      executors: local, dask
           →  written, each whole or not at all    store
           →  tables of all of them                frames

What is written depends on the tasks alone: not on the machine, the number of processes, the order
in which they end, or how often the sweep was broken off.
"""
