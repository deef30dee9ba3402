"""Who reported: a body's name taken apart, the signs of its region, and what they decide."""
