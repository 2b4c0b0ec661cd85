"""Findings in, those out that are to be shown: without what is ignored and what a baseline knows."""
