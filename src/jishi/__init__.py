"""A customer-service desk that keeps its promises about time."""
