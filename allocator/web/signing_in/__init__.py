"""Logging in and out: a password and a second factor here, or the login of the organisation.

Nobody is logged in before the second factor is right (:mod:`.halfway`), and every page looks at
that once more (:mod:`.guard`).  Each login, logout and failure has its entry in the log
(:mod:`.noting`); guessing is slowed down (:mod:`.throttling`).
"""
