"""A customer-service desk that keeps its promises about time."""

__version__ = "0.1.0"
