"""What the federation listener serves: the manager under /v1/, the inway at every other path."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from federation.transport import entering

os.environ["DJANGO_SETTINGS_MODULE"] = "f6_project.federation_settings"
application = entering.guarded(
    get_wsgi_application(),
    body_bytes_max=settings.BODY_BYTES_MAX,
    certificate_header=settings.F6_FSC_CLIENT_CERTIFICATE_HEADER,
)
