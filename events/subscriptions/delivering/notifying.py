"""Telling the owner by mail that nothing is sent to his receiver any more, if mail is set up and he has an address."""

import asyncio

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from events.models import Subscription
from events.subscriptions.delivering.engine import Engine

log = structlog.get_logger(__name__)


async def tell_owner(subscription: Subscription, *, engine: Engine) -> None:
    """Mail the owner, if he can be mailed."""
    message = await engine.database(mail_about, subscription)
    if message is not None:
        await asyncio.to_thread(send, message)


def mail_about(subscription: Subscription) -> EmailMessage | None:
    """The mail to the owner, not sent yet; None when there is nobody, or no mail server, to send it to."""
    to = subscription.owner.email
    if not settings.EMAIL_HOST or not to:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        name = {"name": subscription.name}
        return EmailMessage(
            subject=_("F6 stopped delivering to “%(name)s”") % name,
            body=_(
                "Nothing is delivered to “%(name)s” any more: its receiver failed for days, or said that it wants no"
                " more.\n\nNothing is lost: once the receiver works again and the subscription is resumed, everything"
                " is delivered that happened meanwhile."
            )
            % name,
            to=[to],
        )


def send(message: EmailMessage) -> None:
    """Send it; what goes wrong is logged, and stops nothing."""
    try:
        message.send()
    except OSError as error:  # that of SMTP among them
        log.warning("owner_not_mailed", reason=str(error).strip())
