"""Pages of the way in, of the sitting, and of what a person has of their own."""
