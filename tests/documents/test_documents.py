"""Every command of the documents works as they say: each document is one session of a newcomer.

Commands in sentences, and those that cannot be run here, are read by the program's own parser;
settings and rules by its checks.
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import tomllib
import unittest

import reader
from session import Failed, Session

# What is read and not run: the document, how the command or the block begins, and why.
NOT_RUN = [
    ("docs/clients.md", "model_provider", "the settings of another program"),
    ("docs/clients.md", "from langchain_openai", "more packages than the tests install"),
    ("docs/clients.md", "from llama_index", "more packages than the tests install"),
    ("docs/presidio.md", "docker run", "an image of half a gigabyte; tests/presidio has the package"),
    ("docs/presidio.md", "portcullis doctor", "finds no analyzer, since none was started"),
    ("README.md", "cargo install", "builds the program that is tested here"),
    ("README.md", "cargo xtask test", "runs this test"),
    ("README.md", "ANTHROPIC_BASE_URL=http://127.0.0.1:7420 claude", "Claude Code needs an account"),
    ("CONTRIBUTING.md", "cargo xtask", "runs this test"),
]

# What stands in sentences for one of a list.
PLACEHOLDERS = {"CLIENT": "cursor", "SHELL": "bash"}

# What a fenced block may be, beside commands: drawings and shapes of text.
DRAWINGS = {"text"}
CHECKED = {"console", "python", "toml", "json", "yaml"} | DRAWINGS


class DocumentsTest(unittest.TestCase):
    maxDiff = None

    def check(self, document):
        """Reads a document from its beginning to its end and does what it says."""
        blocks, prose = reader.read(document)
        for number, span in reader.spans(prose):
            self.parse(f"{document}:{number}", span)
        for number, link in reader.links(prose):
            self.follow(f"{document}:{number}", pathlib.Path(document).parent, link)
        session = None
        try:
            for block in blocks:
                place = f"{document}:{block.line}"
                self.assertIn(block.language, CHECKED, f"{place}: commands go into `console`")
                if block.language in DRAWINGS:
                    self.assertNotRegex(block.text, r"(?m)^(\$ |portcullis )", place)
                    continue
                session = session or Session(document)
                self.take(document, block, session)
            if session:
                session.end()
        except Failed as failed:
            raise self.failureException(f"{document}: {failed}") from None
        finally:
            if session:
                session.close()

    def take(self, document, block, session):
        """Does what one block says."""
        place = f"{document}:{block.line}"
        if block.language == "console":
            for step in reader.steps(block):
                self.step(document, step, session)
            return
        if is_not_run(document, block.text):
            # It can still be read as what it is said to be.
            {"python": lambda text: compile(text, place, "exec"), "toml": tomllib.loads}[
                block.language
            ](block.text)
            return
        try:
            if block.language == "toml":
                self.settings(place, block.text)
            elif block.language == "json":
                self.clients(place, json.loads(block.text))
            elif block.language == "yaml":
                self.pipeline(place, block.lines)
            if block.file:
                session.save(block.file, block.text)
            elif block.language == "python":
                session.python(block.text)
        except Failed as failed:
            raise self.failureException(f"{place}: {failed}") from None

    def step(self, document, step, session):
        place = f"{document}:{step.line}"
        if is_not_run(document, step.command):
            for command in programs(step.command):
                self.parse(place, command)
            return
        try:
            session.run(step)
        except Failed as failed:
            raise self.failureException(f"{place}: $ {step.command}\n{failed}") from None

    def parse(self, place, command):
        """Has the program read a command line, up to a command of somebody else's."""
        words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command, comments=True)[1:]]
        if "--" in words:
            words = words[: words.index("--")]
        ran = run(*words, "--help")
        self.assertEqual(ran.returncode, 0, f"{place}: `{command}`\n{ran.stderr}")

    def follow(self, place, folder, link):
        """A link leads to a file that is there, and to a heading of it."""
        file, _, anchor = link.partition("#")
        path = reader.ROOT / folder / file if file else reader.ROOT / place.partition(":")[0]
        self.assertTrue(path.exists(), f"{place}: {link} leads nowhere")
        if anchor and path.suffix == ".md":
            self.assertIn(anchor, reader.anchors(path), f"{place}: {link}")

    def settings(self, place, text):
        """Rules are checked as rules, everything else as a configuration."""
        with tempfile.TemporaryDirectory() as home:
            rules = "[[rule]]" in text
            file = pathlib.Path(home, "policy.toml" if rules else "portcullis.toml")
            file.write_text(text, encoding="utf-8")
            file.chmod(0o600)
            ran = run("--home", home, "config", "check", OPENAI_API_KEY="a-key-of-the-tests")
            self.assertEqual(ran.returncode, 0, f"{place}: {ran.stdout}{ran.stderr}")

    def clients(self, place, value):
        """The commands in a client's configuration."""
        for servers in ("mcpServers", "servers"):
            for server in value.get(servers, {}).values() if isinstance(value, dict) else ():
                words = [server.get("command", ""), *server.get("args", [])]
                if words[0].endswith("portcullis"):
                    self.parse(place, shlex.join(words))

    def pipeline(self, place, lines):
        """The commands in the configuration of a pipeline or a hook."""
        for line in lines:
            command = re.sub(r"^[\s-]*(?:run|entry):\s*|^[\s-]*", "", line)
            for program in programs(command):
                self.parse(place, program)

    def test_commands_in_the_examples(self):
        for path in sorted((reader.ROOT / "examples").glob("*.toml")):
            for command in re.findall(r"^# Run: (.*)$", path.read_text("utf-8"), re.MULTILINE):
                for program in programs(command):
                    self.parse(f"examples/{path.name}", program)

    def test_every_refusal_has_a_remedy(self):
        codes = (reader.ROOT / "docs/codes.md").read_text("utf-8")
        remedies = (reader.ROOT / "docs/troubleshooting.md").read_text("utf-8")
        found = re.findall(r"(?m)^\| `(\w+)` \|", codes)
        self.assertGreater(len(found), 20)
        for code in found:
            self.assertIn(f"`{code}`", remedies, "troubleshooting.md says nothing of it")

    def test_no_exception_is_left_over(self):
        """An exception that nothing needs is a mistake."""
        for document, beginning, reason in NOT_RUN:
            self.assertTrue(reason)
            blocks, _ = reader.read(document)
            texts = [block.text for block in blocks]
            consoles = [block for block in blocks if block.language == "console"]
            texts += [step.command for block in consoles for step in reader.steps(block)]
            needed = any(text.startswith(beginning) for text in texts)
            self.assertTrue(needed, f"{document}: nothing begins with `{beginning}`")


def is_not_run(document, text):
    return any(name == document and text.startswith(beginning) for name, beginning, _ in NOT_RUN)


def programs(command):
    """The parts of a shell's line that start the program."""
    for part in re.split(r"[|;]|&&", re.sub(r"\s[<>]+\s*\S+", "", command)):
        part = re.sub(r"^(\s*\w+=\S*)+", "", part).strip()
        part = re.sub(r"^cargo run --release --", "portcullis", part)
        if part.startswith("portcullis "):
            yield part


def run(*words, **variables):
    return subprocess.run(
        [os.environ["PORTCULLIS_BINARY"], *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **variables},
    )


def add_tests():
    """One test for each document, by its name."""
    for document in reader.documents():
        name = "test_" + re.sub(r"\W+", "_", document.removesuffix(".md")).lower()
        setattr(DocumentsTest, name, lambda self, document=document: self.check(document))


add_tests()

if __name__ == "__main__":
    unittest.main()
