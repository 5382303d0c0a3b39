"""How we say it: incoming words, outgoing cards, phrases in every language, LINE's limits, the renderer."""
