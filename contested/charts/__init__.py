"""DataFrame → chart: pure functions, one module a chart; `style` holds the look they share."""
