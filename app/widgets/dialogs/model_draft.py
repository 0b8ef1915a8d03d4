"""A choice of networks before it is used: what goes together, and why something else does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from ...services.models import NAMES, Choice, Frozen, Trained
from ..common.text import filled

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Draft:
    """A choice, and all there is to choose from. The reasons are "" for what can be chosen."""

    choice: Choice
    weights: Trained | None  # that the method uses, or would use
    sams: tuple[Frozen, ...]
    semantics: tuple[Frozen, ...]
    trained: tuple[Trained, ...]

    def with_sam(self, sam: str) -> "Draft":
        """Through another SAM; weights that do not work with it give way to some that do."""
        return replace(self, choice=replace(self.choice, sam=sam))._consistent()

    def with_method(self, method: str) -> "Draft":
        """By another method."""
        return replace(self, choice=replace(self.choice, method=method))._consistent()

    def with_semantic(self, semantic: str) -> "Draft":
        """With another semantic encoder."""
        return replace(self, choice=replace(self.choice, semantic=semantic))

    def with_weights(self, weights: Trained) -> "Draft":
        """With other VRP weights."""
        return replace(self, weights=weights)._consistent()

    def _consistent(self) -> "Draft":
        if self.choice.method == "gp":
            if self.choice.semantic in _present(self.semantics):
                return self
            return self.with_semantic(next(iter(_present(self.semantics)), self.choice.semantic))
        fitting = [one for one in self.trained if not self.why_no_weights(one)]
        weights = self.weights if self.weights in fitting else next(iter(fitting), self.weights)
        chosen = weights.semantic if weights is not None and weights.semantic else self.choice.semantic
        return replace(self, weights=weights, choice=replace(self.choice, semantic=chosen))

    def why_no_sam(self, sam: Frozen) -> str:
        """Why this SAM cannot be used."""
        if not sam.present:
            return _absent()
        if self.choice.method == "vrp" and not self._serving(sam.id):
            words = translate("ModelDialog", "No weights are trained for %1. Choose the method without training first.")
            return filled(words, sam.name)
        return ""

    def why_no_method(self, method: str) -> str:
        """Why this method cannot be used."""
        if method == "vrp" and not self._serving(self.choice.sam):
            return filled(translate("ModelDialog", "No weights are trained for %1."), _name(self.choice.sam))
        return ""

    def why_no_semantic(self, semantic: Frozen) -> str:
        """Why this semantic encoder cannot be used."""
        if self.choice.method == "vrp" and semantic.id != self.choice.semantic:
            words = translate("ModelDialog", "The chosen weights were trained with %1.")
            return filled(words, self.choice.semantic)
        return "" if semantic.present else _absent()

    def why_no_weights(self, weights: Trained) -> str:
        """Why these VRP weights cannot be used."""
        if self.choice.method == "gp":
            return translate("ModelDialog", "The method without training needs no weights.")
        if not weights.sam:
            return translate("ModelDialog", "The file does not say what it was trained with.")
        if not weights.fits(self.choice.sam):
            words = translate("ModelDialog", "They were trained with %1, and %2 sees photos in another way.")
            return filled(words, _name(weights.sam), _name(self.choice.sam))
        if weights.semantic not in _present(self.semantics):
            words = translate("ModelDialog", "They need %1, which is not on this machine.")
            return filled(words, weights.semantic)
        return ""

    @property
    def why_not(self) -> str:
        """Why the whole choice cannot be used."""
        sam = next(one for one in self.sams if one.id == self.choice.sam)
        semantic = next(one for one in self.semantics if one.id == self.choice.semantic)
        weights = self.weights if self.choice.method == "vrp" else None
        return (
            self.why_no_sam(sam)
            or self.why_no_method(self.choice.method)
            or self.why_no_semantic(semantic)
            or (self.why_no_weights(weights) if weights is not None else "")
        )

    def _serving(self, sam: str) -> list[Trained]:
        return [one for one in self.trained if one.fits(sam) and one.semantic in _present(self.semantics)]


def _present(all_of_them: Sequence[Frozen]) -> list[str]:
    return [one.id for one in all_of_them if one.present]


def _absent() -> str:
    return translate("ModelDialog", "It is not on this machine yet.")


def _name(sam: str) -> str:
    return NAMES.get(sam, sam)
