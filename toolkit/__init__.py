"""News articles in; tables in which every row points to the characters it came from; figures out.

What an analyst imports is listed in ``__init__.pyi``; each name is loaded when it is first
used, so that ``import toolkit`` costs next to nothing.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
