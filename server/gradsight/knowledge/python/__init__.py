"""Python's own functions, containers and standard library, as far as tensors pass through them."""
