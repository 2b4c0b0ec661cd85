"""What the field knows: standard categories, and measures with which way is better, bounds, units and an example.

Names come in, what they mean goes out. The files of measures are read when a check first asks.
"""
