"""The desk: pages for officers. Keeps pages, never tables."""
