from .net import Forecaster
