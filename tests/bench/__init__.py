"""Speed and memory. Figures are printed and kept, never asserted: they depend on the machine."""
