"""What is kept between the weeks: facts, rounds, decisions, the log, and the keys to them.

A database behind Django's ORM: SQLite by default, PostgreSQL by one setting.  This is the only
place that knows tables, migrations and encryption; ``allocator.rounds`` says what happens to
them.  Nothing here is imported before :func:`allocator.store.connection.connect` was called:
Django must know the database first.

What is kept of people
    A household is known by the id that the instance gives it (a pseudonym).  Beside it stands a
    :class:`~allocator.store.models.Subject`: a keyed pseudonym and a key of its own, wrapped by a
    master key that is not in the database.  Plans, decisions and the log know the keyed pseudonym
    only.  Special fields are sealed with that key; destroying it erases them everywhere at once.

What follows from decisions
    Figures that grow with placements (``placed_persons``, ``realised_persons``, free units …)
    are kept as a file said them, with the number of the import in which they last changed;
    what was signed since is added when they are read (:mod:`allocator.rounds.case`).
"""
