"""The memory: database, inbox, outbox, journal, bell. Knows nothing of LINE, Flask or the town."""
