"""Whether the shared library, its header and the Python binding have the same interface.

    exported.py libimpakt.so include/impakt.h lib/python/impakt/_library.py

What is exported is what the header declares, in a node IMPAKT_x.y; the binding declares every
function with the same types, and every constant with the same value.
"""
import ctypes
import importlib.util
import re
import subprocess
import sys

# how a C type looks to ctypes: objects stay addresses
TYPES = {
    'void': None,
    'int': ctypes.c_int,
    'impakt_status': ctypes.c_int,
    'double': ctypes.c_double,
    'size_t': ctypes.c_size_t,
    'int64_t': ctypes.c_int64,
    'uint64_t': ctypes.c_uint64,
    'uint64_t *': ctypes.POINTER(ctypes.c_uint64),
    'void *': ctypes.c_void_p,
    'char *': ctypes.c_char_p,
    'char **': ctypes.POINTER(ctypes.c_char_p),
    'int *': ctypes.POINTER(ctypes.c_int),
    'impakt_status *': ctypes.POINTER(ctypes.c_int),
    'double *': ctypes.POINTER(ctypes.c_double),
    'size_t *': ctypes.POINTER(ctypes.c_size_t),
}

failures = 0


def check(right, sentence):
    global failures
    if not right:
        failures += 1
        print(sentence)


def same(found, expected, what):
    for name in sorted(found - expected):
        check(False, f'{name}: {what[0]}, but not {what[1]}')
    for name in sorted(expected - found):
        check(False, f'{name}: {what[1]}, but not {what[0]}')


def python_type(declaration):
    """The ctypes type of a C type, or of a parameter with its name."""
    words = declaration.replace('*', ' * ').replace('const', '').split()
    stars = words.count('*')
    words = [word for word in words if word != '*']
    if re.fullmatch(r'impakt_\w+', words[0]) and words[0] != 'impakt_status':
        return {1: ctypes.c_void_p, 2: ctypes.POINTER(ctypes.c_void_p)}[stars]
    return TYPES[(words[0] + ' ' + '*' * stars).strip()]


def read_header(path):
    text = re.sub(r'/\*.*?\*/', ' ', open(path, encoding='utf-8').read(), flags=re.S)
    functions = {}
    for result, name, arguments in re.findall(
            r'IMPAKT_API\s+([\w\s]+?[\s*]+?)(\w+)\(([^)]*)\)\s*;', text):
        arguments = [] if arguments.strip() == 'void' else arguments.split(',')
        functions[name] = (python_type(result), [python_type(a) for a in arguments])
    check(len(functions) == len(re.findall(r'^IMPAKT_API\b', text, re.M)),
          'a declaration of the header could not be read')
    constants = {}
    for body in re.findall(r'enum\s*\{([^}]*)\}', text):
        for item in filter(str.strip, body.split(',')):
            name, value = item.split('=')
            constants[name.strip().removeprefix('IMPAKT_')] = int(value)
    version = tuple(int(re.search(rf'IMPAKT_VERSION_{part}\s+(\d+)', text)[1])
                    for part in ('MAJOR', 'MINOR'))
    return functions, constants, version


def exported(path):
    """Names and versions of what leaves the library."""
    listing = subprocess.run(['nm', '-D', '--defined-only', '--with-symbol-versions', path],
                             check=True, capture_output=True, text=True).stdout
    symbols = {}
    for line in listing.splitlines():
        _, kind, name = line.split()
        if kind != 'A':  # the version nodes themselves
            name, _, node = name.partition('@@')
            symbols[name] = node
    return symbols


def binding(path):
    spec = importlib.util.spec_from_file_location('_library', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    library, header, python = sys.argv[1:]
    functions, constants, version = read_header(header)
    symbols = exported(library)
    same(set(symbols), set(functions), ('exported', 'declared in the header'))
    for name, node in symbols.items():
        check(re.fullmatch(r'IMPAKT_\d+\.\d+', node), f'{name}: exported without a version')

    bound = binding(python)
    same(set(bound.FUNCTIONS), set(functions), ('in the binding', 'declared in the header'))
    for name in set(functions) & set(bound.FUNCTIONS):
        result, arguments = bound.FUNCTIONS[name]
        check((result, list(arguments)) == functions[name],
              f'{name}: the binding has {bound.FUNCTIONS[name]}, the header {functions[name]}')
    same(set(bound.CONSTANTS), set(constants), ('in the binding', 'a constant of the header'))
    for name in set(constants) & set(bound.CONSTANTS):
        check(bound.CONSTANTS[name] == constants[name],
              f'{name}: {bound.CONSTANTS[name]} in the binding, {constants[name]} in the header')
    check(tuple(bound.INTERFACE) == version,
          f'the binding is for {bound.INTERFACE}, the header is {version}')
    print(f'{len(functions)} functions and {len(constants)} constants compared, {failures} differences')
    sys.exit(failures > 0)


main()
