"""What people may mark in an answer, and nothing else: bold, italic, lists and tables of CommonMark.

Marks are `**bold**`, `*italic*`, `- item`, `1. item` and tables with `|`. Everything else is text and stays as typed:
HTML, entities, links, images, headings, quotations, code, underscores (codes such as A_B), backslashes. Text without
marks looks as it did before there were any: blank lines part paragraphs, line ends are kept.

Three rules differ from CommonMark, for Thai prose:

1. Thai writes no space between words, so a Thai letter outside of the stars counts as the edge of a word. By
   CommonMark `ตาม**(ก)**ข้อ` is not bold: the closing stars stand between punctuation and a letter. Between two Latin
   letters or digits (2*3*4) stars are text.
2. Bold and italic end with their line, so that two footnote signs never turn what lies between them.
3. A mark is used only where nothing is lost by it. A list whose numbers are not 1, 2, 3 would be numbered anew, a row
   with more cells than its table has columns would lose them, an empty item (a line `-` that means "none") would be a
   bare dot: all of these stay the lines that were typed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from unicodedata import category as kind_of

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

WriteLine = Callable[[str], SafeString]
WholeLine = Callable[[str, WriteLine], SafeString]

BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
LINE_BREAK = mark_safe("<br>")
MAYBE_MARKED = re.compile(r"\*|\||^[^\S\n]*(?:[-+]|[0-9]{1,9}[.)])[ \t]", re.MULTILINE)
ONLY_SPACE = re.compile(r"^[^\S\n]+$", re.MULTILINE)
DEEPEST = 16  # levels of the parser; a list and its item are two
MOST_COLUMNS = 12
MOST_CELLS = 20_000
TAGS = {"bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "strong": "strong", "em": "em"}
TAGS |= {name: name for name in ("table", "thead", "tbody", "tr", "th", "td")}
STAR = ord("*")


def rendered(text: str, write_line: WriteLine = escape) -> SafeString:
    """The text as HTML of p, br, strong, em, ul, ol, li and the parts of a table, without attributes.

    `write_line` writes a piece of text within a line and must escape it.
    """
    text = text.replace("\r\n", "\n")
    if not MAYBE_MARKED.search(text):
        return in_paragraphs(text, write_line)
    lines = text.split("\n")
    blocks: list[SafeString] = []
    plain_from = 0
    for start, end, tokens in _blocks(text):
        if tokens[0].type == "paragraph_open" or not _is_faithful(tokens, lines):
            continue
        blocks.append(in_paragraphs("\n".join(lines[plain_from:start]), write_line, _marked))
        blocks.append(_tree(tokens, write_line))
        plain_from = end
    blocks.append(in_paragraphs("\n".join(lines[plain_from:]), write_line, _marked))
    return mark_safe("\n".join(block for block in blocks if block))  # noqa: S308  every part is escaped


def in_paragraphs(text: str, write_line: WriteLine, line: WholeLine | None = None) -> SafeString:
    """Blank lines part <p>, single line ends are <br>; empty text gives nothing. `line` writes a whole line."""
    blocks = [block.rstrip().strip("\n") for block in BLANK_LINES.split(text) if block.strip()]
    return format_html_join("\n", "<p>{}</p>", ((_lines(block, write_line, line),) for block in blocks))


def _lines(block: str, write_line: WriteLine, line: WholeLine | None) -> SafeString:
    written = (line(each, write_line) if line else write_line(each) for each in block.split("\n"))
    return format_html_join(LINE_BREAK, "{}", ((each,) for each in written))


# --- Blocks ------------------------------------------------------------------------------------------------------


@cache
def _parser(*, tables: bool) -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": DEEPEST}).enable(["list", "emphasis", *(["table"] if tables else [])])
    parser.core.ruler.enableOnly(["block"])
    parser.inline.ruler.at("emphasis", _stars)
    return parser


def _blocks(text: str) -> Iterator[tuple[int, int, list[Token]]]:
    """First line, line behind the last one, and tokens of every block of the text."""
    widest = max(line.count("|") for line in text.split("\n"))
    tables = widest <= MOST_COLUMNS + 1 and widest * text.count("\n") <= MOST_CELLS
    tokens = _parser(tables=tables).parse(ONLY_SPACE.sub("", text))
    first = 0
    for place, token in enumerate(tokens):
        if token.level == 0 and token.nesting == 1:
            first = place
        elif token.level == 0 and token.nesting == -1 and (span := tokens[first].map):
            yield span[0], span[1], tokens[first : place + 1]


def _is_faithful(tokens: Sequence[Token], lines: Sequence[str]) -> bool:
    """Whether the block, drawn with its marks, still says all that the lines say."""
    if any(token.level >= DEEPEST - 2 for token in tokens):
        return False
    if tokens[0].type == "table_open":
        return _keeps_cells(tokens, lines)
    return _is_numbered_from_one(tokens) and not any(
        one.type == "list_item_open" and next_one.type == "list_item_close" for one, next_one in pairwise(tokens)
    )


def _keeps_cells(tokens: Sequence[Token], lines: Sequence[str]) -> bool:
    """No cell of a row is cut off, and the table has a body."""
    start, end = tokens[0].map or (0, 0)
    shown = "".join(token.content for token in tokens if token.type == "inline")
    typed = "".join([lines[start], *lines[start + 2 : end]])
    return end > start + 2 and _bare(shown) == _bare(typed)


def _bare(text: str) -> str:
    return "".join(text.replace("|", "").replace("\\", "").split())


def _is_numbered_from_one(tokens: Sequence[Token]) -> bool:
    """Every numbered list of the block counts 1, 2, 3."""
    counts: list[int] = []
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            counts.append(0)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            counts.pop()
        elif token.type == "list_item_open":
            counts[-1] += 1
            if token.info and token.info != str(counts[-1]):
                return False
    return True


def _tree(tokens: Sequence[Token], write_line: WriteLine) -> SafeString:
    """Lists and tables in tags; the lines of a paragraph in a list are kept."""
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            content = "\n".join(line.strip() for line in token.content.split("\n"))
            parts.append(_lines(content, write_line, _marked))
        elif token.type in {"paragraph_open", "paragraph_close"}:
            if not token.hidden:
                parts.append("<p>" if token.nesting == 1 else "</p>")
        else:
            tag = TAGS[token.type.rpartition("_")[0]]
            parts.append(f"<{tag}>" if token.nesting == 1 else f"</{tag}>")
    return mark_safe("".join(parts))  # noqa: S308  tags of the list above round escaped text


# --- Lines -------------------------------------------------------------------------------------------------------


def _marked(line: str, write_line: WriteLine) -> SafeString:
    """A line with what stands between stars in bold or italic."""
    if "*" not in line:
        return write_line(line)
    parser = _parser(tables=False)
    tokens: list[Token] = []
    parser.inline.parse(line, parser, {}, tokens)
    parts: list[SafeString] = []
    written = ""
    for token in tokens:
        if token.type == "text":
            written += token.content
            continue
        parts += [write_line(written)] if written else []
        tag = TAGS[token.type.rpartition("_")[0]]
        parts.append(format_html("<{}>" if token.nesting == 1 else "</{}>", tag))
        written = ""
    parts += [write_line(written)] if written else []
    return format_html_join("", "{}", ((part,) for part in parts))


def _stars(state: StateInline, silent: bool) -> bool:
    """The rule `emphasis` of the parser with the Thai rule of where stars open and close; `_` marks nothing."""
    if silent or state.src[state.pos] != "*":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    opens, closes = _flanks(before, after), _flanks(after, before)
    for _star in range(end - state.pos):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=STAR,
                length=end - state.pos,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos = end
    return True


def _flanks(outside: str, inside: str) -> bool:
    """Whether stars between these two characters may belong to the text on the inside."""
    if inside.isspace() or (_is_latin(outside) and _is_latin(inside)):
        return False
    return not _is_sign(inside) or outside.isspace() or _is_sign(outside) or "\u0e00" <= outside <= "\u0e7f"


def _is_sign(char: str) -> bool:
    return kind_of(char)[0] in "PS"


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
