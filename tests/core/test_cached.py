"""Cached properties: computed once, the same in every thread, and no thread waits for another."""

from __future__ import annotations

import functools
import threading
from concurrent.futures import ThreadPoolExecutor

from allotments.core.cached import cached_property

PATIENCE = 10  # seconds


class Pair:
    """What computes one property by way of the other of another pair, with another thread."""

    def __init__(self, other: Pair | None = None) -> None:
        self.other, self.both = other, threading.Barrier(2)

    @cached_property
    def left(self) -> list[str]:
        """A list of its own at each computation, beside what the other's right holds."""
        if self.other is None:
            return ["left"]
        self.both.wait(PATIENCE)
        return ["left", *self.other.right]

    @cached_property
    def right(self) -> list[str]:
        """The same the other way round."""
        if self.other is None:
            return ["right"]
        self.both.wait(PATIENCE)
        return ["right", *self.other.left]


def test_it_is_computed_once() -> None:
    pair = Pair()
    assert ["left"] == pair.left
    assert pair.left is pair.left
    assert {"left"} == set(vars(pair)) - {"other", "both"}


def test_threads_that_meet_it_from_both_sides_do_not_wait_for_each_other() -> None:
    """With one lock for all pairs, as Python had before 3.12, both would wait for ever."""
    one, another = Pair(Pair()), Pair(Pair())
    another.both = one.both
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(one.left), daemon=True),
        threading.Thread(target=lambda: found.append(another.right), daemon=True),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [["left", "right"], ["right", "left"]] == sorted(found)


def test_threads_that_compute_it_together_have_the_same_object() -> None:
    """Each computes a list of its own; the first that is kept is everybody's."""
    pair = Pair(Pair())
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _: pair.left, range(2))
    assert first is second is pair.left
    assert ["left", "right"] == first


def test_the_class_has_it_as_python_s_own() -> None:
    assert isinstance(Pair.left, functools.cached_property)
