from .clip import clip_on_the_way as clip_on_the_way
from .recorder import Recorder as Recorder
