"""What environment variables say of how the pages run: how to read each kind of them.

Nothing here stops at a fault: a reader notes it and goes on, so that all faults are told together.
"""
