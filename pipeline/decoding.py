"""A batch of texts through the model's components, with the steps of the parser taken here.

The parser's own loop over its steps gives the interpreter's lock away and takes it back at every unit of its hidden
layer, which is half of its time. The same steps, asked for one by one, hold it.
"""

from collections.abc import Iterable
from typing import Any


def annotated(nlp: Any, texts: Iterable[str]) -> list[Any]:
    """A Doc of each text, with the tags, heads and labels that nlp.pipe would give."""
    docs = [nlp.make_doc(text) for text in texts]
    for name, component in nlp.pipeline:
        component.set_annotations(docs, _walked(component, docs) if name == "parser" else component.predict(docs))
    return docs


def _walked(parser: Any, docs: list[Any]) -> list[Any]:
    """What parser.predict(docs) gives: the state of each text after its last step."""
    states = parser.moves.init_batch(docs)
    if all(state.is_final() for state in states):  # no words
        return states
    scorer = parser.model.predict(docs)
    going = [state for state in states if not state.is_final()]
    while going:
        going = parser.transition_states(going, scorer.predict(going))
    scorer.clear_memory()
    return states
