"""Tables of the pages, as they grew."""
