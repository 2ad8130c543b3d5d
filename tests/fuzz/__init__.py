"""Looking for inputs that break reading: `make fuzz`."""
