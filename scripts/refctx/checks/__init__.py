"""What there is to say about library, pages and files: rooms that take data and return findings."""
