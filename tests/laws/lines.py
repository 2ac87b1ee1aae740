"""Documents made of lines that are almost something: what stands before a line, around it and below it decides what it is.

Each document takes few of the pieces, so that these meet often.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

INDENTS = (
    "", "", "", "", "", "", "", "", " ", "  ", "  ", "  ", "   ", "    ", "     ", "      ", "       ", "        ", "\t", " \t",
    "  \t ",
)  # fmt: skip

MARKERS = (
    "- ", "- ", "* ", "+ ", "1. ", "2. ", "1) ", "10) ", "0. ", "01. ", "123456789. ", "1234567890. ", "-", "*", "+", "1.",
    "-  ", "-   ", "-    ", "-     ", "-      ", "-   \n", "1.  ", "10.     ", "-\t", "- \t", "-\u00a0", "1.a", "-a",
    "> ", ">", "- - ",
    "- 1. ", "1. - ", "١. ",
)  # fmt: skip

TEXT = ("", "a", "text", "[ ] box", "[x] box", "**b**: c", "*e*", "_e_", "`c`", "word | word", "\\", "\\- a", "\\# h")
HEADINGS = (
    "# h", "## h", "###### h", "####### h", "#", "#h", "#\th", "# h #", "# a | b", "==", "===", "=", "= =", "--", "---", "----- ",
)  # fmt: skip
RULES = (
    "---",
    "***",
    "___",
    "- - -",
    "* * *",
    "_ _ _",
    "-- -",
    "**",
    "---a",
    "*-*",
    "- - - a",
    "_ _",
    "-\t-\t-",
    "*  *  *  ",
)
FENCES = (
    "```", "```", "````", "``", "~~~", "~~~~", "~~", "```sh", "~~~ md `x`", "``` a`b", "```\tsh", "``` a | b", "```sh\u00a0",
    "~~~ ~~~", "``` ```",
)  # fmt: skip
TABLES = (
    "|", "||", "| a |", "| a | b |", "| a | b |", "a | b", "| a | b", "| a \\| b |", "\\| a |", "| a\\\\| b |", "|a|b|c|", "| |",
    " | a", "a \\| b", "|---|", "|---|---|", "|---|---|", "---|---", "--|--", ":-:|-:", "| --- |", "|-", "-|", ":-", ":", "-:",
    "| - | - | - |", "|--|", "|:|", "|---||", "||---|", "|- -|", "| :-- |\t:--: |", "\u00a0| a |", "| a |\u00a0", "|---|\u00a0",
    "\u3000| a | b |", "\x0b", "---", "--", "-----|", "\u2028", "| \x1c |", "\x1c|a|", "\x1c",
)  # fmt: skip
HTML = (
    "<!--", "-->", "<!-- a -->", "<!-- a | b -->", "<!-->", "<!", "<", "<-", "<a", "<div>", "</div>", "<b>", "<pre>", "</pre>",
    "<?", "?>", "<https://a.b>", "<details>", "<3", "</", "<!a", "<![CDATA[", "]]>",
)  # fmt: skip
LINKS = (
    "[a]: b", "[a]:", "[a]", "[a", "a]: b", "[a]: <b", "'t'", "\"t", "[a] : b", "[a\\]: b", "[\\a]: b", "[[a]: b", "[]: b",
    "[ ]: b", "[a]: b 'c'", "[a]: b 'c' d", "[a\\]b]: c",
)  # fmt: skip
ODD = (
    "\u2028", "\x0b", "\x0c", "\x0c# h", "\u00a0", "\u00a0- a", "\x85", "\x1c", "\ufeff", "\ufeff# h", "\x00",
)  # fmt: skip
WORDS = TEXT + HEADINGS + RULES + FENCES + TABLES + HTML + LINKS + ODD
GROUPS = (WORDS, WORDS, WORDS, TEXT + HEADINGS + RULES, TEXT + FENCES, TABLES, TABLES + TEXT, TEXT + HTML, TEXT + LINKS)

TAILS = ("", "", "", "", "", " ", "  ", "\t", "\\", "\u00a0")
ENDS = ("\n", "\n", "\n", "\n", "\n", "\n", "\n\n", "\n\n", "\n  \n", "\n\t\n", "\n\n\n", "\r\n", "\r", "")


ENCLOSED = ("|{}|", "|{}|", "{}", "|{}", "{}|", " | {} | ")
CELLS = ("a", "", " ", " a ", "\\|", "a \\| b", "\\", "`|`", "[a]: b", "# h", "\u00a0", "---")
RULED = ("-", "---", ":-", "-:", ":-:", " - ", "-", ":", "", "- -", "\t-")
WITHIN = (("", ""), ("", ""), ("", " "), ("- ", "  "), ("- a\n", "  "), ("1. a\n\n", "   "))
"""What stands before the first line, and before the others."""


def near_miss(random: Random) -> str:
    """One document."""
    return _table(random) if random.randrange(5) == 0 else _lines(random)


def _few(random: Random, pieces: Sequence[str], least: int = 1, most: int = 6) -> list[str]:
    return [random.choice(pieces) for _ in range(random.randint(least, most))]


def _lines(random: Random) -> str:
    indents, words = _few(random, INDENTS, 1, 4), _few(random, random.choice(GROUPS))
    starts = ["", "", *_few(random, MARKERS, 0, 4)]
    if random.randrange(5) == 0:
        indents, starts = [""], ["> "] * 6 + [">", random.choice(MARKERS)]
    tails, ends = ["", *_few(random, TAILS)], _few(random, ENDS)
    pieces = (indents, starts, words, tails, ends)
    return "".join(random.choice(one) for _ in range(random.randint(1, 12)) for one in pieces)


def _table(random: Random) -> str:
    """A head and a row of hyphens, of as many cells or of one more; what is above and below; all of it in an item or not."""
    start, indent = random.choice(WITHIN)
    width = random.randint(1, 4)
    head, rule = _few(random, CELLS, width, width), _few(random, RULED, width, width + random.randint(0, 1))
    rows = _few(random, TABLES + TEXT + RULES, 0, 2)
    rows += [random.choice(ENCLOSED).format("|".join(cells)) for cells in (head, rule)]
    rows += _few(random, TABLES + TEXT + RULES, 0, 4)
    return start + "\n".join(random.choice((indent, indent, indent, "", "    ")) + row for row in rows)


near_misses = st.randoms(use_true_random=False).map(near_miss)
