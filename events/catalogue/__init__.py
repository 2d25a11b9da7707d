"""The published event types: the catalogue that the rules read, and loading the configuration file into it."""

from events.catalogue.files import SHIPPED
from events.catalogue.loading import LoadReport, load_event_types
from events.catalogue.published import DatabaseCatalogue, catalogue

__all__ = ["SHIPPED", "DatabaseCatalogue", "LoadReport", "catalogue", "load_event_types"]
