"""LINE on this machine: its API, its rules and a telephone to try it. Imports nothing of ours."""
