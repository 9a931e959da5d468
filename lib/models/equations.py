"""Copies the equations of model files into C strings, so that what a user reads is what runs.

    equations.py OUTPUT MODEL.c...

A model's equations are all that stands behind the #endif that follows its #include "model.h":
the blocks, and the macros and comments between them.  See equations_text.h for the result.
"""
import pathlib
import re
import sys

HEAD = re.compile(r'^[ \t]*#[ \t]*include[ \t]+"model\.h".*?^[ \t]*#[ \t]*endif[^\n]*\n', re.M | re.S)
BLOCKS = ['START', 'OBSERVE', 'EQUATIONS']


def equations(path):
    """The text of one model, without blank lines around it."""
    source = path.read_text(encoding='utf-8')
    head = HEAD.search(source)
    if not head:
        sys.exit(f'{path}: no #include "model.h" followed by #endif')
    text = source[head.end():].strip('\n') + '\n'
    blocks = re.findall(r'^(START|OBSERVE|EQUATIONS)\b', text, re.M)
    if sorted(blocks) != sorted(BLOCKS) or len(re.findall(r'^END\b', text, re.M)) != len(BLOCKS):
        sys.exit(f'{path}: needs START, OBSERVE and EQUATIONS once each, each closed by END')
    return text


def literal(line):
    """A C string literal of a line and its end.  Octal escapes end by themselves."""
    characters = []
    for byte in line.encode('utf-8'):
        plain = 32 <= byte < 127 and chr(byte) not in '"\\?'
        characters.append(chr(byte) if plain else f'\\{byte:03o}')
    return '"' + ''.join(characters) + '\\n"'


def main():
    output, *paths = map(pathlib.Path, sys.argv[1:])
    lines = ['/* Made by equations.py. */', '#include "equations_text.h"', '',
             'const struct equations_text equations_texts[] = {']
    for path in paths:
        lines.append(f'  {{ "{path.stem}",')
        lines += ['    ' + literal(line) for line in equations(path).splitlines()]
        lines[-1] += ' },'
    lines += ['  { 0, 0 }', '};', f'const int equations_count = {len(paths)};', '']
    output.write_text('\n'.join(lines), encoding='utf-8')


main()
