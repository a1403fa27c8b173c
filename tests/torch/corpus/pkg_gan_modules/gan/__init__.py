"""The parts of a GAN."""
