"""What texts weigh, without reading them: a contract may be megabytes."""

from django.db.models import Func, IntegerField


class OctetLength(Func):
    """The bytes of a text: the database knows them without reading it, and would have to count its characters."""

    function = "octet_length"
    output_field = IntegerField()
