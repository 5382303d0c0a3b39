"""Stories of the town and its house, one folder for each room, and what they share."""
