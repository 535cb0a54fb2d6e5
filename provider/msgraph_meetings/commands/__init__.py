"""The commands about a stack's meetings: `list`, `show`, `expiring`, `share`, `adopt`, `policy`; and `completion`.

``stacks`` reads meetings from a state or from stack outputs, and knows when they end and expire. Each command has a
package of its own: ``listing``, ``sharing``, ``adopting``, ``policy``. ``running`` has what all of them share: exit
codes, progress, errors, pipes. ``options`` has the options that several commands take.
"""
