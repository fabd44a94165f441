"""Scenarios run and compared, on files: what comes of them in tables, a page and a workbook.

::

    files  →  scenarios, replications of each  run
           →  figures, differences, gains      allocator.scenarios.comparing
           →  without small groups             hiding
           →  tables, sentences, charts        tables, words, charts
           →  a page and a workbook            page, workbook
"""
