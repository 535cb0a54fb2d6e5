"""Values and programs in each language of Pulumi."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from textwrap import indent
from typing import TYPE_CHECKING, Any

from msgraph_meetings.commands.adopting.shapes import RESOURCE, Shape, package

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msgraph_meetings.commands.adopting.looking_up import Adopted

_ABOUT = "Teams meetings that existed before, made by `msgraph-meetings adopt`."


class Language(ABC):
    """The syntax of one language: the parts of values, and the frame of a program."""

    step = "    "

    def program(self, meetings: Sequence[Adopted]) -> str:
        """Return a program that declares the meetings."""
        return self.frame([self.resource(meeting.name, self._arguments(meeting)) for meeting in meetings])

    def _arguments(self, meeting: Adopted) -> dict[str, str]:
        return {name: self.value(value, RESOURCE.part(name)) for name, value in meeting.inputs.items()}

    def value(self, value: Any, shape: Shape) -> str:
        """Return a value of a type as an expression."""
        if shape.kind == "list" and shape.of is not None:
            return self.array(shape.of, [self.value(item, shape.of) for item in value])
        if shape.kind == "object":
            return self.struct(shape.name, {name: self.value(item, shape.part(name)) for name, item in value.items()})
        if shape.kind == "member":
            return self.member(shape.name, value)
        return self.flag(value) if shape.kind == "flag" else self.text(value)

    def text(self, value: str) -> str:
        """Return a text as a literal."""
        return quoted(value)

    def flag(self, value: bool) -> str:  # noqa: FBT001  (the value itself)
        """Return true or false."""
        return "true" if value else "false"

    def inner(self, lines: Iterable[str], end: str = ",") -> str:
        """Return lines one step further in, each with an end."""
        return "".join(indent(f"{line}{end}\n", self.step) for line in lines)

    @abstractmethod
    def member(self, name: str, value: str) -> str:
        """Return a member of an enumeration."""

    @abstractmethod
    def array(self, of: Shape, items: list[str]) -> str:
        """Return a list of these expressions."""

    @abstractmethod
    def struct(self, name: str, parts: dict[str, str]) -> str:
        """Return an object of a type with these parts."""

    @abstractmethod
    def resource(self, name: str, arguments: dict[str, str]) -> str:
        """Return a statement that declares a resource."""

    @abstractmethod
    def frame(self, resources: list[str]) -> str:
        """Return the program of these statements."""


class Python(Language):
    """Python, with the plugin's SDK."""

    def __init__(self) -> None:
        self.module = package("python")["packageName"]

    def flag(self, value: bool) -> str:  # noqa: FBT001  (the value itself)
        """Return True or False."""
        return str(bool(value))

    def member(self, name: str, value: str) -> str:
        """Return a constant such as ``msgraph.OnlineMeetingRole.PRESENTER``."""
        return f"msgraph.{name}.{snake(value).upper()}"

    def array(self, of: Shape, items: list[str]) -> str:  # noqa: ARG002
        """Return a list."""
        return f"[\n{self.inner(items)}]"

    def struct(self, name: str, parts: dict[str, str]) -> str:
        """Return a call such as ``msgraph.AttendeeArgs(upn=...)``."""
        return f"msgraph.{name}Args(\n{self.inner(f'{snake(key)}={part}' for key, part in parts.items())})"

    def resource(self, name: str, arguments: dict[str, str]) -> str:
        """Return an assignment."""
        given = [self.text(name), *(f"{snake(key)}={value}" for key, value in arguments.items())]
        return f"{variable(name, '_')} = msgraph.OnlineMeeting(\n{self.inner(given)})"

    def frame(self, resources: list[str]) -> str:
        """Return a module."""
        return f'"""{_ABOUT}"""\n\nimport {self.module} as msgraph\n\n' + "\n\n".join(resources) + "\n"


class DynamicPython(Python):
    """Python, with the dynamic resource of this package."""

    def member(self, name: str, value: str) -> str:  # noqa: ARG002
        """Return a text: the dynamic resource has no constants."""
        return self.text(value)

    def frame(self, resources: list[str]) -> str:
        """Return a module."""
        return f'"""{_ABOUT}"""\n\nimport msgraph_meetings as msgraph\n\n' + "\n\n".join(resources) + "\n"


class TypeScript(Language):
    """TypeScript."""

    def member(self, name: str, value: str) -> str:
        """Return a constant such as ``msgraph.OnlineMeetingRole.Presenter``."""
        return f"msgraph.{name}.{pascal(value)}"

    def array(self, of: Shape, items: list[str]) -> str:  # noqa: ARG002
        """Return an array."""
        return f"[\n{self.inner(items)}]"

    def struct(self, name: str, parts: dict[str, str]) -> str:  # noqa: ARG002
        """Return an object."""
        return f"{{\n{self.inner(f'{key}: {part}' for key, part in parts.items())}}}"

    def resource(self, name: str, arguments: dict[str, str]) -> str:
        """Return a constant."""
        given = self.struct("", arguments)
        return f"const {variable(name)} = new msgraph.OnlineMeeting({self.text(name)}, {given});"

    def frame(self, resources: list[str]) -> str:
        """Return a module."""
        module = package("nodejs")["packageName"]
        return f'// {_ABOUT}\n\nimport * as msgraph from "{module}";\n\n' + "\n\n".join(resources) + "\n"


class Go(Language):
    """Go."""

    step = "\t"

    def text(self, value: str) -> str:
        """Return an input of type text."""
        return f"pulumi.String({quoted(value)})"

    def flag(self, value: bool) -> str:  # noqa: FBT001  (the value itself)
        """Return an input of type Boolean."""
        return f"pulumi.Bool({super().flag(value)})"

    def member(self, name: str, value: str) -> str:
        """Return a constant such as ``msgraph.OnlineMeetingRolePresenter``."""
        return f"msgraph.{name}{pascal(value)}"

    def array(self, of: Shape, items: list[str]) -> str:
        """Return an array type's literal."""
        kind = f"msgraph.{of.name}Array" if of.name else "pulumi.StringArray"
        return f"{kind}{{\n{self.inner(items)}}}"

    def struct(self, name: str, parts: dict[str, str]) -> str:
        """Return a pointer to a literal."""
        return f"&msgraph.{name}Args{{\n{self.inner(f'{pascal(key)}: {part}' for key, part in parts.items())}}}"

    def resource(self, name: str, arguments: dict[str, str]) -> str:
        """Return a statement that ends the program if the declaration fails."""
        call = f"msgraph.NewOnlineMeeting(ctx, {quoted(name)}, {self.struct('OnlineMeeting', arguments)})"
        return f"if _, err := {call}; err != nil {{\n\treturn err\n}}"

    def frame(self, resources: list[str]) -> str:
        """Return a program."""
        module = package("go")["importBasePath"]
        imports = f'\tmsgraph "{module}"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n'
        body = indent("\n".join([*resources, "return nil"]), "\t\t")
        main = f"func main() {{\n\tpulumi.Run(func(ctx *pulumi.Context) error {{\n{body}\n\t}})\n}}\n"
        return f"// {_ABOUT}\npackage main\n\nimport (\n{imports})\n\n{main}"


class CSharp(Language):
    """C#."""

    def member(self, name: str, value: str) -> str:
        """Return a member such as ``OnlineMeetingRole.Presenter``."""
        return f"{name}.{pascal(value)}"

    def array(self, of: Shape, items: list[str]) -> str:  # noqa: ARG002
        """Return an array."""
        return f"new[]\n{{\n{self.inner(items)}}}"

    def struct(self, name: str, parts: dict[str, str]) -> str:
        """Return an object with initialisers."""
        return f"new {name}Args\n{{\n{self.inner(f'{pascal(key)} = {part}' for key, part in parts.items())}}}"

    def resource(self, name: str, arguments: dict[str, str]) -> str:
        """Return a declaration."""
        given = self.struct("OnlineMeeting", arguments)
        return f"var {variable(name)} = new OnlineMeeting({self.text(name)}, {given});"

    def frame(self, resources: list[str]) -> str:
        """Return a program."""
        space = f"Pulumi.{package('csharp')['namespaces']['msgraph-meetings']}"
        using = f"using Pulumi;\nusing {space};\nusing {space}.Inputs;\n"
        body = indent("\n\n".join(resources), self.step)
        return f"// {_ABOUT}\n{using}\nreturn await Deployment.RunAsync(() =>\n{{\n{body}\n}});\n"


class Java(Language):
    """Java."""

    def member(self, name: str, value: str) -> str:
        """Return a member such as ``OnlineMeetingRole.Presenter``."""
        return f"{name}.{pascal(value)}"

    def array(self, of: Shape, items: list[str]) -> str:  # noqa: ARG002
        """Return arguments: the builder's method takes any number of them."""
        return "\n" + ",\n".join(indent(item, self.step) for item in items)

    def struct(self, name: str, parts: dict[str, str]) -> str:
        """Return a chain of calls of a builder."""
        calls = self.inner((f".{key}({part})" for key, part in parts.items()), end="")
        return f"{name}Args.builder()\n{calls}{self.step}.build()"

    def resource(self, name: str, arguments: dict[str, str]) -> str:
        """Return a declaration."""
        given = self.struct("OnlineMeeting", arguments)
        return f"var {variable(name)} = new OnlineMeeting({self.text(name)}, {given});"

    def frame(self, resources: list[str]) -> str:
        """Return a class."""
        base = f"{package('java')['basePackage']}.{package('java')['packages']['msgraph-meetings']}"
        names = ("com.pulumi.Pulumi", f"{base}.OnlineMeeting", f"{base}.OnlineMeetingArgs")
        imports = [*names, f"{base}.enums.*", f"{base}.inputs.*"]
        head = "".join(f"import {name};\n" for name in imports)
        body = indent("\n\n".join(resources), self.step * 3)
        run = f"{self.step * 2}Pulumi.run(ctx -> {{\n{body}\n{self.step * 2}}});"
        main = f"{self.step}public static void main(String[] args) {{\n{run}\n{self.step}}}"
        return f"package meetings;\n\n{head}\n/** {_ABOUT} */\npublic class App {{\n{main}\n}}\n"


class Yaml(Language):
    """Pulumi YAML: the section ``resources``, for Pulumi.yaml."""

    step = "  "

    def text(self, value: str) -> str:
        """Return a quoted scalar; a dollar sign is doubled, because ``${`` begins an interpolation."""
        return quoted(value).replace("$", "$$")

    def member(self, name: str, value: str) -> str:  # noqa: ARG002
        """Return the member as text."""
        return self.text(value)

    def array(self, of: Shape, items: list[str]) -> str:  # noqa: ARG002
        """Return a sequence."""
        return "".join(f"\n- {indent(item.lstrip(), self.step).lstrip()}" for item in items)

    def struct(self, name: str, parts: dict[str, str]) -> str:  # noqa: ARG002
        """Return a mapping."""
        return "".join(f"\n{key}:{self._after(part)}" for key, part in parts.items())

    def _after(self, part: str) -> str:
        return indent(part, self.step) if part.startswith("\n") else f" {part}"

    def resource(self, name: str, arguments: dict[str, str]) -> str:
        """Return an entry of ``resources``."""
        properties = indent(self.struct("", arguments), self.step * 2)
        return f"{quoted(name)}:\n{self.step}type: msgraph-meetings:OnlineMeeting\n{self.step}properties:{properties}"

    def frame(self, resources: list[str]) -> str:
        """Return the section."""
        return f"# {_ABOUT}\nresources:\n" + indent("\n".join(resources), self.step) + "\n"


LANGUAGES: dict[str, type[Language]] = {
    "csharp": CSharp,
    "go": Go,
    "java": Java,
    "python": Python,
    "python-dynamic": DynamicPython,
    "typescript": TypeScript,
    "yaml": Yaml,
}


def quoted(text: str) -> str:
    """Return a text in double quotes, as JSON and all of these languages read it; odd characters are escaped."""
    literal = json.dumps(text, ensure_ascii=False)
    return "".join(
        f"\\u{ord(letter):04x}" if not letter.isprintable() and letter <= "\uffff" else letter for letter in literal
    )


def snake(name: str) -> str:
    """Return a name with underscores."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def pascal(name: str) -> str:
    """Return a name that begins with a capital letter."""
    return name[:1].upper() + name[1:]


def variable(name: str, joint: str = "") -> str:
    """Return a variable's name; it ends with ``meeting``, so it is not a keyword."""
    words = [*re.findall(r"[a-z0-9]+", name.lower()), "meeting"]
    if words[0][0].isdigit():
        words.insert(0, "meeting")
    return joint.join(words) if joint else words[0] + "".join(word.capitalize() for word in words[1:])
