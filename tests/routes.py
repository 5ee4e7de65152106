"""Every route that the resolver knows, found by walking it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

OWN = {"accounts", "api", "assessments", "criteria", "improvement", "pmqa", "reports", "thai"}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One URL pattern: its whole path, its full name, the names in it, and the module of its view."""

    path: str
    name: str
    arguments: tuple[str, ...]
    module: str

    @property
    def is_own(self) -> bool:
        return self.module.split(".")[0] in OWN


def routes() -> list[Route]:
    """All of them, in the order of the resolver."""
    return list(_walk(get_resolver(), "", ""))


@cache
def own_routes() -> dict[str, Route]:
    """Those of this project by full name; a name that is used twice keeps its last, a missing one is the path."""
    return {route.name or route.path: route for route in routes() if route.is_own}


def _walk(resolver: URLResolver, path: str, namespace: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        whole = path + str(each.pattern)
        if isinstance(each, URLPattern):
            name = f"{namespace}{each.name}" if each.name else ""
            yield Route(whole, name, tuple(ARGUMENT.findall(whole)), each.callback.__module__)
        else:
            yield from _walk(each, whole, f"{namespace}{each.namespace}:" if each.namespace else namespace)
