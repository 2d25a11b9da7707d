"""The published event types: the catalogue that the rules read, and loading the configuration file into it."""

from events.catalogue.files import SHIPPED
from events.catalogue.loading import LoadReport, load_event_types
from events.catalogue.published import DatabaseCatalogue, catalogue, from_stored

__all__ = ["SHIPPED", "DatabaseCatalogue", "LoadReport", "catalogue", "from_stored", "load_event_types"]
