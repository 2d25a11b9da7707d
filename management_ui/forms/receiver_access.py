"""What is given to reach a receiver: certificates pasted or as a file, credentials typed. The commands judge it all."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from events.models import ReceiverAccess
from events.subscriptions.commands import credential_changes
from events.subscriptions.domain.certificates import PEM_LENGTH_MAX

FILES: Final = {"accept": ".pem,.crt,.cer,.key"}
PASTED: Final = {"rows": 6, "spellcheck": "false", "autocomplete": "off"}


class Unshown(forms.Textarea):
    """A secret that is pasted: a page that comes back does not hold it."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Without what was pasted."""
        del value
        return super().get_context(name, None, attrs)


class _Form(forms.Form):
    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, label_suffix="", **more)

    def given(self, name: str) -> str:
        """The file when there is one, else what was pasted. Of a file no more is read than may be given."""
        file = self.files.get(f"{name}_file")
        if isinstance(file, UploadedFile):
            read: bytes = file.read(PEM_LENGTH_MAX + 1)
            return read.decode("utf-8", errors="replace")
        return str(self.data.get(name, ""))


class AuthoritiesForm(_Form):
    """Whom to trust."""

    certificates = forms.CharField(
        label=_("Certificates of the authorities"),
        help_text=_("As PEM, one after another. An intermediate is enough: then only what it issued is trusted."),
        required=False,
        widget=forms.Textarea(attrs=PASTED),
    )
    certificates_file = forms.FileField(
        label=_("Or a file with the authorities"), required=False, widget=forms.FileInput(attrs=FILES)
    )

    def asked(self) -> dict[str, str]:
        """As the command takes it."""
        return {"certificates": self.given("certificates")}


class CertificateForm(_Form):
    """What to show."""

    certificate = forms.CharField(
        label=_("The certificate, and those of who issued it"),
        help_text=_("As PEM; our own first, then each issuer. The root may stay away."),
        required=False,
        widget=forms.Textarea(attrs=PASTED),
    )
    certificate_file = forms.FileField(
        label=_("Or a file with these"), required=False, widget=forms.FileInput(attrs=FILES)
    )
    private_key = forms.CharField(
        label=_("The private key"),
        help_text=_("As PEM, without a password. It is kept sealed, and never shown again."),
        required=False,
        widget=Unshown(attrs=PASTED),
    )
    private_key_file = forms.FileField(
        label=_("Or a file with the key"), required=False, widget=forms.FileInput(attrs=FILES)
    )

    def asked(self) -> dict[str, str]:
        """As the command takes it."""
        return {"certificate": self.given("certificate"), "privateKey": self.given("private_key")}


class CredentialsForm(_Form):
    """With what to ask a token."""

    token_url = forms.CharField(label=_("Token endpoint"), help_text=_("An address with https://."), required=False)
    client_id = forms.CharField(label=_("Client id"), required=False, max_length=credential_changes.ID_LENGTH_MAX)
    client_secret = forms.CharField(
        label=_("Client secret"),
        help_text=_("Give it with every change. It is kept sealed, and never shown again."),
        required=False,
        max_length=credential_changes.SECRET_LENGTH_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    method = forms.ChoiceField(
        label=_("How we show who we are"),
        choices=ReceiverAccess.Method.choices,
        initial=ReceiverAccess.Method.BASIC,
        widget=forms.RadioSelect,
    )
    scope = forms.CharField(
        label=_("Scope"),
        help_text=_("With a space between them; empty for none."),
        required=False,
        max_length=credential_changes.SCOPE_LENGTH_MAX,
    )
    audience = forms.CharField(
        label=_("Audience"),
        help_text=_("Only when the token endpoint asks for it."),
        required=False,
        max_length=credential_changes.AUDIENCE_LENGTH_MAX,
    )

    def asked(self) -> dict[str, str]:
        """As the command takes it: what was left empty is not asked."""
        names = {
            "token_url": "tokenUrl",
            "client_id": "clientId",
            "client_secret": "clientSecret",
            "method": "method",
            "scope": "scope",
            "audience": "audience",
        }
        typed = {said: self.cleaned_data.get(name, "") for name, said in names.items()}
        needed = ("tokenUrl", "clientId")
        return {said: value for said, value in typed.items() if value or said in needed}
