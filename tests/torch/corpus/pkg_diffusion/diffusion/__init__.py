from diffusion.schedule import Schedule
from diffusion.model import Denoiser
