"""Libraries that run the program's code for it: each module here says when, with what, and what becomes of the result."""
