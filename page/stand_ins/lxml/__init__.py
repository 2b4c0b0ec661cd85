"""Stands in for lxml in the page: see `etree`."""
