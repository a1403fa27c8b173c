"""What library code does to gradients. Handlers are registered by qualified name and speak to the interpreter through `Host`."""
