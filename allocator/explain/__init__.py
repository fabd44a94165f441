"""Why this one, and why not that one: reasons and the sentences that carry them."""
