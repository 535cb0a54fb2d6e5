"""`msgraph-meetings completion`: the script with which a shell completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_PROGRAM = "msgraph-meetings"
_VARIABLE = "_MSGRAPH_MEETINGS_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "fish", "zsh"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a shell's script that completes commands and options.

    \b
    bash:  eval "$(msgraph-meetings completion bash)"   in ~/.bashrc; bash 4.4
    zsh:   eval "$(msgraph-meetings completion zsh)"    in ~/.zshrc
    fish:  msgraph-meetings completion fish | source    in config.fish
    """  # noqa: D301  (\b keeps the lines apart in the help)
    found = get_completion_class(shell)
    assert found is not None  # noqa: S101  (the choice has only shells that the library knows)
    click.echo(found(context.find_root().command, {}, _PROGRAM, _VARIABLE).source())
