"""Pure reading: bytes in, frozen values and typed frames out."""
