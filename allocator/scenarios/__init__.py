"""What may come: scenarios, the weeks they lead to, and what homes and limits are worth.

The road of one scenario::

    instance + scenario file  →  instance, changed              allocator.reading.scenario
    instance + expectations   →  what comes, week by week       coming
    week by week: match → decisions → the city afterwards       simulating, city
    all that happened         →  figures                        measures
    many of these             →  means, intervals, differences  sweeping, comparing

Each number that falls by chance is drawn by itself, from the seed, the number of the replication
and what it is about (the refusal of this home by this household).  So all scenarios of a
comparison meet the same chance wherever they are alike, and what one adds changes nothing for
the others.
"""
