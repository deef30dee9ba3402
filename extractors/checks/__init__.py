"""What the cells of one report say of each other, and what would mend them."""
