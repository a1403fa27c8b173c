from .base import Base
from .registry import register


@register
class Small(Base):
    name = "small"
