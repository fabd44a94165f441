"""The rules of the relocation plan (rules.md 2): months, sites, rooms, pairs and measures."""
