"""What bodies are responsible for, as tables of names."""
