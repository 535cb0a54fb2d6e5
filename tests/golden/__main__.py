"""Write every text again."""

from tests.golden.texts import TEXTS

for text in TEXTS:
    text.write()
