"""Reads a document as the tests see it: its fenced blocks, and the commands in its sentences.

It runs nothing.

A block of commands is a `console` block. A line that begins with `$ ` is a command; it goes on over
lines while it ends with a backslash, or until the end mark of a here-document. The lines after it
are what it prints, where the document shows that: `…` stands for any text of a line, and on a line
of its own for any lines. `# exit 1` after a command is the exit code that it must have, 0 without.
`^C` on a line of its own ends the program that was started last.
`<!-- setup: COMMAND -->` is a command that the reader of the rendered page need not see.
"""

import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]

FENCE = re.compile(r"^( *)(`{3,}|~{3,})(.*)$")
SETUP = re.compile(r"^<!-- setup: (.*) -->$")
EXIT = re.compile(r"\s+# exit (\d+)\b[^\n]*$")
HERE = re.compile(r"<<-?\s*'?(\w+)'?")
LINK = re.compile(r"\]\(([^)\s]+)\)")
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclasses.dataclass
class Block:
    """A fenced block: its language, the file that it is to be saved as, and its lines."""

    line: int
    language: str
    file: str
    lines: list

    @property
    def text(self):
        return "\n".join(self.lines) + "\n"


@dataclasses.dataclass
class Step:
    """A command, what it must print (`None`: that is not shown), and how it must end.

    Without a command it is a `^C`.
    """

    line: int
    command: str
    expected: list
    exit: int = 0


def documents():
    """All documents whose commands are run or parsed, by path from the root."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]
    found += sorted((ROOT / "docs").rglob("*.md"))
    return [path.relative_to(ROOT).as_posix() for path in found]


def read(document):
    """The blocks of a document, a setup comment as a block of its own, and its sentences."""
    blocks, prose, open_block, indent = [], [], None, 0
    for number, line in enumerate((ROOT / document).read_text(encoding="utf-8").split("\n"), 1):
        fence = FENCE.match(line)
        if open_block is not None:
            if fence and not fence.group(3).strip():
                blocks.append(open_block)
                open_block = None
            else:
                open_block.lines.append(line[min(indent, len(line) - len(line.lstrip(" "))):])
        elif fence:
            indent = len(fence.group(1))
            language, _, file = fence.group(3).strip().partition(" ")
            open_block = Block(number, language, file.strip(), [])
        elif setup := SETUP.match(line):
            blocks.append(Block(number - 1, "console", "", ["$ " + setup.group(1)]))
        else:
            prose.append((number, line))
    if open_block is not None:
        raise ValueError(f"{document}:{open_block.line}: the block has no end")
    return blocks, prose


def steps(block):
    """The commands of a block, in order."""
    found, lines = [], list(enumerate(block.lines, block.line + 1))
    while lines:
        number, line = lines.pop(0)
        if line == "^C":
            found.append(Step(number, "", None))
        elif line.startswith("$ "):
            command = line[2:]
            while command.endswith("\\") and lines:
                command += "\n" + lines.pop(0)[1]
            if here := HERE.search(command):
                while lines:
                    command += "\n" + lines[0][1]
                    if lines.pop(0)[1] == here.group(1):
                        break
            code = EXIT.search(command)
            command = EXIT.sub("", command)
            found.append(Step(number, command, None, int(code.group(1)) if code else 0))
        elif found:
            found[-1].expected = (found[-1].expected or []) + [line]
        else:
            raise ValueError(f"line {number}: output before the first command")
    return found


def spans(prose):
    """The commands of the program that stand in sentences, with their lines."""
    for number, line in prose:
        for span in SPAN.findall(line):
            if span.startswith("portcullis ") and not re.search(r"[\[|…]", span):
                yield number, span


def links(prose):
    """The addresses within the repository that sentences lead to, with their lines."""
    for number, line in prose:
        for link in LINK.findall(line):
            if not re.match(r"[a-z]+:", link):
                yield number, link


def anchors(path):
    """The names of a document's headings, as they stand in addresses."""
    headings = re.findall(r"(?m)^#+ (.*)$", path.read_text(encoding="utf-8"))
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


def matches(expected, actual):
    """Whether this was printed; `…` stands for any text of a line, or for any lines."""
    pattern = ""
    for line in expected:
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(map(re.escape, line.rstrip().split("…"))) + r"[ \t]*\n"
    text = "".join(line.rstrip() + "\n" for line in actual.rstrip("\n").split("\n"))
    if not actual.strip():
        text = ""
    return re.fullmatch(pattern, text) is not None
