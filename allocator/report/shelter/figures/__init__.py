"""What the figures of a relocation plan are: per month, per site, and per household.

Plain functions over an instance and its plan, which return frozen values; the page and the
workbook show them, and neither counts anything itself.
"""
