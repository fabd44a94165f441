"""The pages: what the housing team, corporaties, planners and auditors see and do.

A page is thin: it reads what was asked, calls one function of ``allocator.rounds``, and shows
what came of it.  Everything that a page does, a command does too.

**Closed by default.**  Every address is made by :func:`allocator.web.routes.page`, which names
the roles that may open it; an address without roles is an error at start.  The middleware of
Django asks for an account first.  The functions of ``rounds`` look at the role again.

**Works without scripts.**  A page is a document, a step is a form that ends in a redirect.  htmx
only renews a part of a page by itself (how far a solve is).

**Nothing inline.**  The content security policy allows scripts and styles of our own files only.

**Words** come from ``allocator/texts/``: ``{% t "pages.…" %}`` in a template.  Django's own
words (of its forms) come with Django.

**Solving** happens in a worker (:mod:`allocator.web.tasks`), so a page never waits for it.
"""
