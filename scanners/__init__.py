"""What a code on a box means. Pure; the TypeScript twins stand beside the Python files."""
