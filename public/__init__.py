"""The open web: what anybody may see without signing in."""
