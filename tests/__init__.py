"""The tests of Contested; those in `browser` drive the served dashboard."""
