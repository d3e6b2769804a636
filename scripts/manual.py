"""Prints the manual page of swiftscan, from what the command tells of its options.

Source: the macros of man(7).
"""

import argparse
import json
import subprocess


def escaped(text):
    """Text as a line of a page: no backslash or leading dot is taken for a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def paragraphs(text):
    """Lines of a discussion: its examples keep their lines, its sentences are filled."""
    lines = []
    for block in text.split("\n\n"):
        rows = block.split("\n")
        if all(row.startswith(("swiftscan ", "  ", "#")) for row in rows):
            lines += [".PP", ".nf", *map(escaped, rows), ".fi"]
        else:
            lines += [".PP", *map(escaped, rows)]
    return lines


def spelling(name):
    return f"{'-' if name['kind'] == 'short' else '--'}{name['name']}"


def argument_line(argument):
    """An argument as it is written: `-o, --output <output>`, or `<input>`."""
    value = f"<{argument.get('valueName', '')}>"
    if argument["kind"] == "positional":
        return value
    names = ", ".join(spelling(name) for name in argument["names"])
    return names if argument["kind"] == "flag" else f"{names} {value}"


def arguments_of(command):
    lines = []
    for argument in command.get("arguments", []):
        if argument.get("shouldDisplay", True) and argument["valueName"] not in ("help", "version"):
            lines += [".TP", f".B {escaped(argument_line(argument))}"]
            default = argument.get("defaultValue")
            words = argument.get("abstract", "") + (f" (default: {default})" if default else "")
            lines += [escaped(line) for line in words.split("\n") if line]
    return lines


def page(command, version, date):
    name = command["commandName"]
    lines = [f'.TH {name.upper()} 1 "{date}" "{name} {version}"']
    lines += [".SH NAME", f"{name} \\- {escaped(command['abstract'])}"]
    lines += [".SH SYNOPSIS", f".B {name}", ".I command", "[options]"]
    lines += [".SH DESCRIPTION", *paragraphs(command.get("discussion", "")), ".SH COMMANDS"]
    for sub in command.get("subcommands", []):
        if sub["commandName"] == "help":
            continue
        lines += [f".SS {name} {sub['commandName']}", escaped(sub.get("abstract", ""))]
        lines += [*paragraphs(sub.get("discussion", "")), *arguments_of(sub)]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--swiftscan", required=True, help="the command")
    parser.add_argument("--date", required=True, help="of the release")
    options = parser.parse_args()
    told = [
        subprocess.run([options.swiftscan, word], check=True, capture_output=True, text=True).stdout
        for word in ("--experimental-dump-help", "--version")
    ]
    print(page(json.loads(told[0])["command"], told[1].strip(), options.date), end="")


if __name__ == "__main__":
    main()
