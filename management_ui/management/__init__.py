"""Commands of the screens: translations and screenshots."""
