"""One module for each desk."""
