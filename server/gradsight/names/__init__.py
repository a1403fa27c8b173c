"""What names of installed libraries mean: asked of jedi, which reads their sources. No interpreter of the user's is started."""

from gradsight.names.asking import ask
from gradsight.names.environment import Environment, environment_of

__all__ = ["Environment", "ask", "environment_of"]
