"""What the figures of a plan are: per group, over the weeks, against the plain comparison.

Plain functions over an instance and its plan, which return frozen values; pages and
workbooks show them, and neither counts anything itself.
"""
