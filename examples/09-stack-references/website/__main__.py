"""A page with the links of another stack's meetings."""

import html

import pulumi


def page(links: dict[str, str]) -> str:
    """Return the page for these links by name."""
    items = (f'<li><a href="{html.escape(link)}">{html.escape(name)}</a>' for name, link in sorted(links.items()))
    return f"<!doctype html>\n<title>Course</title>\n<ul>\n{chr(10).join(items)}\n</ul>"


meetings = pulumi.StackReference(f"organization/course-meetings/{pulumi.get_stack()}")

pulumi.export("page", meetings.require_output("links").apply(page))
