"""Labels of our own (自印标签) for boxes, lots and locations, as sheets to print. What is scanned from them is what scanners read."""
