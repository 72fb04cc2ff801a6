"""Detectors of others that are Python packages, on a text of the bench: MB/s of CPU on one core.

Usage: rivals.py presidio PROSE | rivals.py detect-secrets SOURCE. It prints two numbers: for
messages of 1 KB, and for one document (`-` where that makes no sense). Slow ones get less text.
"""

import sys
import tempfile
import time

ENTITIES = [
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "US_SSN",
    "CREDIT_CARD",
    "IBAN_CODE",
    "IP_ADDRESS",
    "ABA_ROUTING_NUMBER",
]
PROSE_BYTES = 200_000
DOCUMENT_BYTES = 100_000
SOURCE_BYTES = 1_000_000


def rate(text, run):
    """Megabytes a second of this process' time."""
    start = time.process_time()
    run()
    return len(text) / 1e6 / (time.process_time() - start)


def presidio(text):
    """The analyzer with seven of its pattern recognizers, and a pipeline without a model."""
    import spacy
    import tldextract

    # The list of suffixes that the package brings, and no look at the network.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None
    )
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def __init__(self):
            super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
            self.nlp = {"en": spacy.blank("en")}

        def load(self):
            pass

    engine = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
    messages = [text[at : at + 1_000] for at in range(0, PROSE_BYTES, 1_000)]

    def analyze(piece):
        return engine.analyze(piece, language="en", entities=ENTITIES)

    analyze(messages[0])
    each = rate("".join(messages), lambda: [analyze(message) for message in messages])
    document = text[:DOCUMENT_BYTES]
    return each, rate(document, lambda: analyze(document))


def detect_secrets(text):
    """All plugins of detect-secrets on a file of source."""
    from detect_secrets.core import scan
    from detect_secrets.settings import default_settings

    with tempfile.NamedTemporaryFile("w", suffix=".rs", encoding="utf-8") as file:
        text = text[:SOURCE_BYTES]
        file.write(text)
        file.flush()
        with default_settings():
            return None, rate(text, lambda: list(scan.scan_file(file.name)))


def main():
    name, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    measured = {"presidio": presidio, "detect-secrets": detect_secrets}[name](text)
    print(*("-" if each is None else f"{each:.4f}" for each in measured))


main()
