"""What happens without a network. Pure; the TypeScript twins stand beside the Python files."""
