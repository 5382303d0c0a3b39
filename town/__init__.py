"""Who and where we are: profile, sections, districts, calendar, residents."""
