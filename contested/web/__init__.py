"""What is served beside the dashboard, from the same process."""

from contested.web.app import middleware, routes

__all__ = ["middleware", "routes"]
