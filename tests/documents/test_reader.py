"""The reader of the documents sees what a person sees, and a document that lies fails."""

import unittest

import reader
from reader import Block, matches, steps


class ReaderTest(unittest.TestCase):
    def test_commands_with_what_they_print(self):
        block = Block(
            10,
            "console",
            "",
            [
                "$ one \\",
                "    --more",
                "printed",
                "",
                "$ cat > file <<'END'",
                "$ not a command",
                "END",
                "$ three | four    # exit 3: refused",
                "$ serve",
                "^C",
            ],
        )
        found = [(it.line, it.command, it.expected, it.exit) for it in steps(block)]
        self.assertEqual(
            found,
            [
                (11, "one \\\n    --more", ["printed", ""], 0),
                (15, "cat > file <<'END'\n$ not a command\nEND", None, 0),
                (18, "three | four", None, 3),
                (19, "serve", None, 0),
                (20, "", None, 0),
            ],
        )
        with self.assertRaises(ValueError):
            steps(Block(1, "console", "", ["no command"]))

    def test_what_is_shown_is_compared(self):
        for shown, printed, same in [
            (["a"], "a\n", True),
            (["a"], "a", True),
            (["a"], "b\n", False),
            (["a"], "a\nb\n", False),
            (["a"], "", False),
            (["a…c"], "abc\n", True),
            (["a…c"], "ab\nc\n", False),
            (["a", "…"], "a\nb\nc\n", True),
            (["a", "…"], "a\n", True),
            (["…", "c"], "a\nb\nc\n", True),
            (["a", "…", "c"], "a\nd\n", False),
            (["a.c"], "abc\n", False),
            (["…"], "", True),
        ]:
            self.assertEqual(matches(shown, printed), same, (shown, printed))

    def test_commands_in_sentences(self):
        prose = [(1, "Run `portcullis key init`, not `cargo test` nor `portcullis [X]`.")]
        self.assertEqual(list(reader.spans(prose)), [(1, "portcullis key init")])


if __name__ == "__main__":
    unittest.main()
