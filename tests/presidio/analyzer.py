"""The real Presidio analyzer behind HTTP, with moods.

Its language model is blank: names come from a list of our own, everything else from its pattern
recognizers. It prints one line, its address, and serves until its standard input closes.

    POST /analyze   as Presidio's own service answers it
    GET  /health    likewise
    GET  /seen      all bodies that /analyze was sent, as a JSON list
    PUT  /mood      how it behaves from here on: a word of MOODS
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import spacy
import tldextract

# The list of suffixes that the package brings, and no look at the network.
tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: E402
from presidio_analyzer.nlp_engine import SpacyNlpEngine  # noqa: E402

# Invented: no language model knows them either.
FIRST_NAMES = (
    "Mireille Odalys Torvald Anselma Bertrand Ishani Kofi Lubomir Nerea Oskari Priya Quentin "
    "Rosalind Saoirse Tamsin Ulrika Viggo Wilhelmina Xiomara Yevgenia Zoltan"
).split()
LAST_NAMES = (
    "Okafor Brandvik Castellane Dubrovin Eastlake Fennimore Grzybowski Hallorann Ivarsson "
    "Jankulovski Kessenich Lindqvist Montclair Nakadate Oyelaran Pemberly"
).split()
PLACES = ["Obersdorf", "Port Ellery", "Vallemaggia", "Strandhagen", "Little Wexcombe"]

MOODS = {"well", "silent", "error", "garbage", "outside", "backwards", "huge", "everything"}
HUGE_BYTES = 5 << 20
SILENT_SECONDS_MAX = 60


class Names(SpacyNlpEngine):
    """A blank pipeline with the names from the lists."""

    def __init__(self):
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        pipeline = spacy.blank("en")
        ruler = pipeline.add_pipe("entity_ruler")
        first, last = {"TEXT": {"IN": FIRST_NAMES}}, {"TEXT": {"IN": LAST_NAMES}}
        patterns = [[first, last], [first], [last]]
        ruler.add_patterns([{"label": "PERSON", "pattern": pattern} for pattern in patterns])
        ruler.add_patterns([{"label": "GPE", "pattern": place} for place in PLACES])
        self.nlp = {"en": pipeline}

    def load(self):
        pass


def engine():
    names = Names()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=names)
    return AnalyzerEngine(registry=registry, nlp_engine=names, supported_languages=["en"])


class Analyzer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.engine = engine()
        self.lock = threading.Lock()
        self.seen = []
        self.mood = "well"
        # Set whenever the mood changes: whoever is silent speaks then.
        self.changed = threading.Event()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/health":
            self.answer(200, b"Presidio Analyzer service is up", "text/html")
        elif self.path == "/seen":
            self.answer(200, json.dumps(self.server.seen).encode())
        else:
            self.answer(404, b"{}")

    def do_PUT(self):
        mood = self.body().decode()
        if self.path != "/mood" or mood not in MOODS:
            return self.answer(400, b"{}")
        server = self.server
        server.changed.set()
        server.changed = threading.Event()
        server.mood = mood
        server.seen = []
        self.answer(200, b"{}")

    def do_POST(self):
        question = json.loads(self.body())
        server = self.server
        server.seen.append(question)
        mood = server.mood
        if mood == "silent":
            server.changed.wait(SILENT_SECONDS_MAX)
        text = question["text"]
        whole = {"entity_type": "PERSON", "start": 0, "end": len(text), "score": 0.99}
        if mood == "error":
            self.answer(500, json.dumps({"error": f"cannot read: {text}"}).encode())
        elif mood == "garbage":
            self.answer(200, b'[{"entity_type": "PERSON", "start": 0, ' + text.encode())
        elif mood == "outside":
            self.answer(200, json.dumps([{**whole, "end": len(text) + 1}]).encode())
        elif mood == "backwards":
            self.answer(200, json.dumps([{**whole, "start": len(text), "end": 0}]).encode())
        elif mood == "huge":
            self.answer(200, b"[" + b" " * HUGE_BYTES + b"]")
        elif mood == "everything":
            others = [{**whole, "entity_type": "NRP"}, {**whole, "entity_type": "NO_SUCH"}]
            self.answer(200, json.dumps([whole, *others]).encode())
        else:
            self.analyze(question)

    def analyze(self, question):
        with self.server.lock:
            found = self.server.engine.analyze(
                text=question["text"],
                language=question["language"],
                entities=question.get("entities"),
                score_threshold=question.get("score_threshold"),
            )
        self.answer(200, json.dumps([one.to_dict() for one in found]).encode())

    def body(self):
        return self.rfile.read(int(self.headers["content-length"]))

    def answer(self, status, body, kind="application/json"):
        try:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # Whoever asked has given up, as it should.
            self.close_connection = True


if __name__ == "__main__":
    analyzer = Analyzer()
    threading.Thread(target=analyzer.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{analyzer.server_port}", flush=True)
    sys.stdin.read()
