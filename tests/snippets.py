"""Whether each snippet of the documentation stands, word for word, in the file it names.

    snippets.py ROOT PAGE.md...

A snippet is a fenced block below a comment of the page:

    <!-- from examples/first_run.c: simulate -->    what stands between the lines
                                                    "snippet simulate" and "end simulate"
    <!-- from examples/first_run.c -->              any lines of that file

Indentation may be less than in the file by the same amount on every line.  In C and Python each
fenced block must be such a snippet, so that nothing is shown that is not compiled or run; a page
that makes an exception says <!-- not run --> above the block.
"""
import re
import sys
import textwrap
from pathlib import Path

BLOCK = re.compile(r"(?:<!--[ ]*(?P<note>[^\n]*?)[ ]*-->\n)?^```(?P<language>\w*)\n"
                   r"(?P<text>.*?)^```$", re.M | re.S)
RUN = {"c", "python", "py"}


def plain(text):
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    return textwrap.dedent("\n".join(lines))


def tagged(source, tag):
    """What stands between two lines that hold the tag."""
    match = re.search(rf"^[^\n]*\bsnippet {re.escape(tag)}\b[^\n]*\n(.*?)^[^\n]*\bend "
                      rf"{re.escape(tag)}\b", source, re.M | re.S)
    return match and plain(match[1])


def anywhere(source, snippet):
    lines = [line.rstrip() for line in source.split("\n")]
    n = snippet.count("\n") + 1
    return any(plain("\n".join(lines[i:i + n])) == snippet for i in range(len(lines) - n + 1))


def check(root, page):
    """What is wrong with a page, a sentence each, and how many snippets it has."""
    text = page.read_text(encoding="utf-8")
    wrong, count = [], 0
    for block in BLOCK.finditer(text):
        where = f"{page.name}:{text.count(chr(10), 0, block.start('text'))}"
        note, snippet = block["note"] or "", plain(block["text"])
        source = re.fullmatch(r"from (\S+?)(?:: (.+))?", note)
        if not source:
            if block["language"] in RUN and note != "not run":
                wrong.append(f"{where}: a block of {block['language']} that names no file")
            continue
        count += 1
        path = root / source[1]
        if not path.is_file():
            wrong.append(f"{where}: there is no {source[1]}")
            continue
        content = path.read_text(encoding="utf-8")
        if source[2]:
            found = tagged(content, source[2])
            if found is None:
                wrong.append(f"{where}: {source[1]} has no snippet {source[2]}")
            elif found != snippet:
                wrong.append(f"{where}: differs from snippet {source[2]} of {source[1]}:\n{found}")
        elif not anywhere(content, snippet):
            wrong.append(f"{where}: these lines are not in {source[1]}")
    return wrong, count


def main():
    root, *pages = map(Path, sys.argv[1:])
    wrong, count = [], 0
    for page in pages:
        found, number = check(root, page)
        wrong += found
        count += number
    for sentence in wrong:
        print(sentence)
    print(f"{count} snippets on {len(pages)} pages, {len(wrong)} wrong")
    sys.exit(bool(wrong) or count == 0)


if __name__ == "__main__":
    main()
