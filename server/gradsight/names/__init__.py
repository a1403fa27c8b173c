"""What a name means where the program itself does not tell. The place for jedi, and for nothing else."""
