"""Parts of the pages for Pulumi's registry: how each language installs the SDK, its program, and the settings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from msgraph_meetings.config.table import SETTINGS
from tests.golden.tables import default_of, sentence
from tools.publish import names

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "provider/msgraph_meetings/schema.json").read_text(encoding="utf-8"))
NAME: str = SCHEMA["name"]

_EXAMPLE = ROOT / "examples" / "02-every-language"
_PROGRAMS = {
    "typescript": "typescript/index.ts",
    "python": "python/__main__.py",
    "go": "go/main.go",
    "java": "java/src/main/java/meetings/App.java",
    "yaml": "yaml/Pulumi.yaml",
}
CSHARP = """\
using System.Collections.Generic;
using Pulumi;
using {namespace};

return await Deployment.RunAsync(() =>
{{
    var standup = new OnlineMeeting("standup", new()
    {{
        ExternalId = "team-standup",
        Subject = "Stand-up",
        StartDateTime = "2027-01-04T09:00:00Z",
        EndDateTime = "2027-01-04T09:15:00Z",
    }});

    return new Dictionary<string, object?>
    {{
        ["standup"] = standup.JoinWebUrl,
    }};
}});
"""
"""The program in C#, which no other folder has: the tests parse it, and the workflow compiles the SDK."""


def _version() -> str:
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def csharp_namespace() -> str:
    """Return the namespace of the C# SDK."""
    named = SCHEMA["language"]["csharp"]
    return f"{named.get('rootNamespace', 'Pulumi')}.{named['namespaces'][NAME]}"


def _java() -> str:
    group = names.of(names.read(ROOT)).java_group
    return (
        "Maven:\n\n```xml\n<dependency>\n"
        f"    <groupId>{group}</groupId>\n    <artifactId>{NAME}</artifactId>\n    <version>{_version()}</version>\n"
        f"</dependency>\n```\n\nGradle:\n\n```groovy\nimplementation '{group}:{NAME}:{_version()}'\n```"
    )


def _commands() -> dict[str, str]:
    """Return the installation in each language of the registry's chooser."""
    language = SCHEMA["language"]
    source = f'{{\n      source  = "pulumi/{NAME}"\n      version = "{_version()}"\n    }}'
    hcl = f"terraform {{\n  required_providers {{\n    {NAME} = {source}\n  }}\n}}"
    return {
        "typescript": f"```bash\nnpm install {language['nodejs']['packageName']}\n```",
        "python": f"```bash\npip install {language['python']['packageName']}\n```",
        "go": f"```bash\ngo get {language['go']['importBasePath']}\n```",
        "csharp": f"```bash\ndotnet add package {csharp_namespace()}\n```",
        "java": _java(),
        "yaml": f"```bash\npulumi package add {NAME}\n```",
        "hcl": f"```hcl\n{hcl}\n```\n\n```bash\npulumi install\n```",
    }


def _chosen(parts: dict[str, str]) -> str:
    """Return parts in the registry's chooser of languages."""
    lines = [f'{{{{< chooser language "{",".join(parts)}" >}}}}']
    for language, part in parts.items():
        lines += [f"{{{{% choosable language {language} %}}}}", "", part, "", "{{% /choosable %}}"]
    return "\n".join([*lines, "{{< /chooser >}}"]) + "\n"


def installation() -> str:
    """Return the installation, by language."""
    return _chosen(_commands())


def programs() -> str:
    """Return one program in each language; all but the one in C# are examples that tests deploy."""
    read = {name: (_EXAMPLE / file).read_text(encoding="utf-8").rstrip() for name, file in _PROGRAMS.items()}
    read["csharp"] = CSHARP.format(namespace=csharp_namespace()).rstrip()
    return _chosen({name: f"```{name}\n{text}\n```" for name, text in read.items()})


def parameters() -> str:
    """Return the list of settings, with their variables."""
    rows = []
    for row in SETTINGS:
        secret = ", Secret" if row.secret else ""
        variables = ", ".join(f"`{name}`" for name in row.environment)
        default = default_of(row.description)
        rows.append(
            f"- `{row.name}` (Optional{secret}) - {sentence(row.description)}"
            f"{f' Default: {default}.' if default else ''} Environment: {variables}."
        )
    return "\n".join(rows) + "\n"
