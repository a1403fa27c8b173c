"""A small grammar that writes random PyTorch programs: plausible, mostly running, never ending late."""
