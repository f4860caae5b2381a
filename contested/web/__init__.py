"""What is served beside the dashboard, from the same process."""

from contested.web.app import exception_handlers, middleware, routes

__all__ = ["exception_handlers", "middleware", "routes"]
