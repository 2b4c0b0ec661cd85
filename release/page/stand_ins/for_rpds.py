"""Stands in for `rpds` in the page, which jsonschema needs: collections that are copied where they change."""

from __future__ import annotations

from typing import Any


class HashTrieMap(dict[Any, Any]):
    """A mapping of which changed copies are taken."""

    @classmethod
    def convert(cls, value: Any) -> HashTrieMap:
        return value if isinstance(value, cls) else cls(value)

    def __hash__(self) -> int:  # type: ignore[override] - nobody changes one
        return hash(frozenset(self.items()))

    def insert(self, key: Any, value: Any) -> HashTrieMap:
        return HashTrieMap({**self, key: value})

    def remove(self, key: Any) -> HashTrieMap:
        return HashTrieMap({one: value for one, value in self.items() if one != key})

    def discard(self, key: Any) -> HashTrieMap:
        return self.remove(key)

    def update(self, *others: Any, **more: Any) -> HashTrieMap:  # type: ignore[override]
        merged = dict(self)
        for other in others:
            merged.update(other)
        return HashTrieMap({**merged, **more})


class HashTrieSet(frozenset[Any]):
    """A set of which changed copies are taken."""

    def insert(self, value: Any) -> HashTrieSet:
        return HashTrieSet(self | {value})

    def discard(self, value: Any) -> HashTrieSet:
        return HashTrieSet(self - {value})

    def update(self, *others: Any) -> HashTrieSet:
        return HashTrieSet(self.union(*others))


class List(tuple[Any, ...]):
    """A list that grows at its front."""

    __slots__ = ()

    def __new__(cls, *values: Any) -> List:
        return super().__new__(cls, values[0] if len(values) == 1 and not isinstance(values[0], str) else values)

    def push_front(self, value: Any) -> List:
        return List([value, *self])

    def drop_first(self) -> List:
        return List(self[1:])

    @property
    def first(self) -> Any:
        return self[0]
