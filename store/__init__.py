"""The memory: database, inbox, outbox, dialogues, journal, bell. Knows nothing of LINE, Flask or the town."""
