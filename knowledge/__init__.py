"""What the town knows: procedures, My Number services, public facilities; and how a question finds them."""
