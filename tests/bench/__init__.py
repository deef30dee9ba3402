"""Speed and memory. Figures are printed, never asserted: they depend on the machine."""
