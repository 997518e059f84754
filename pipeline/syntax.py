"""A parsed sentence as plain records, and the questions that the stages ask of it.

Dependency labels are those of ClearNLP (as in spaCy's English models); tags are Penn Treebank's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, make_dataclass
from functools import cached_property
from typing import Any

# before a noun: what follows with "to" has happened
RANKED = (
    *("first", "second", "third", "fourth", "fifth", "last", "latest", "next", "newest", "biggest", "largest", "only"),
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Token:
    """One word. start and end are code points in the article; head is an index into the sentence."""

    i: int
    text: str
    lower: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int

    @property
    def is_verb(self) -> bool:
        """True of any verb form, auxiliaries included."""
        return self.tag.startswith("VB")

    @property
    def is_noun(self) -> bool:
        """True of common and proper nouns."""
        return self.tag.startswith("NN")


# A token under way: a frozen one takes four times as long to make, see gazetteer.place.swiftly.
Draft: type = make_dataclass("Draft", Token.__dataclass_fields__, slots=True)


def finished(drafts: list[Any]) -> list[Token]:
    """The drafts as tokens, in the same list."""
    for draft in drafts:
        draft.__class__ = Token
    return drafts


@dataclass(frozen=True)  # without slots: what is asked again and again is kept beside the fields
class Sentence:
    """One sentence: its span in the article, its words, and the paragraph it stands in."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    kids: tuple[tuple[int, ...], ...]  # children of each token, in order
    paragraph: int

    @cached_property
    def said(self) -> frozenset[str]:
        """Its words in lower case and their base forms: what is not among them need not be looked for."""
        return frozenset([word for token in self.tokens for word in (token.lower, token.lemma)])

    def children(self, i: int, *deps: str) -> list[Token]:
        """Children of token i, with one of the labels where any are named."""
        kids, tokens = self.kids[i], self.tokens
        if not kids:
            return []
        if not deps:
            return [tokens[k] for k in kids]
        return [token for k in kids if (token := tokens[k]).dep in deps]

    def head(self, i: int) -> Token:
        """What token i hangs on; itself for the root."""
        return self.tokens[self.tokens[i].head]

    def ancestors(self, i: int) -> Iterator[Token]:
        """The chain of heads from token i (excluded) to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def subtree(self, i: int) -> list[Token]:
        """Token i and all below it, in text order."""
        if not self.kids[i]:
            return [self.tokens[i]]
        found = [i]
        for k in found:  # which grows meanwhile
            found.extend(self.kids[k])
        return [self.tokens[k] for k in sorted(found)]

    def conjuncts(self, i: int) -> list[Token]:
        """Token i and what is coordinated with it further on: 'Sumy, Poltava and Mariupol'."""
        found = [self.tokens[i]]
        if not self.kids[i]:
            return found
        for child in self.children(i, "conj"):
            found.extend(self.conjuncts(child.i))
        for child in self.children(i, "appos"):  # lists without "and" come out as appositions
            found.extend(token for token in self.conjuncts(child.i) if token.i != child.i)
        return found

    def words(self, tokens: Iterable[Token]) -> str:
        """The text from the first to the last of the tokens, verbatim."""
        spans = [(t.start, t.end) for t in tokens]
        return self.text[min(spans)[0] - self.start : max(spans)[1] - self.start]

    def phrase(
        self,
        i: int,
        *,
        without: tuple[str, ...] = ("relcl", "acl", "appos", "advcl", "advmod", "npadvmod", "conj", "cc"),
    ) -> str:
        """The noun phrase of token i, verbatim, up to its first clause, comma or coordination."""
        run, stack = set(), [i]
        while stack:
            k = stack.pop()
            run.add(k)
            for child in self.children(k):
                linked = child.dep == "prep" and child.lower in ("of", "for", "to")
                own = child.dep not in ("punct", "prep") or child.i < k <= i
                if linked or (own and child.dep not in without):
                    stack.append(child.i)
        first = last = i
        while first - 1 in run or (
            first > 0
            and self.tokens[first - 1].dep == "punct"
            and first - 2 in run
            and self.tokens[first - 1].text in "-'\""
        ):
            first -= 1
        while last + 1 in run or (last + 2 in run and self.tokens[last + 1].text in "-'\""):
            last += 1
        while first < i and (self.tokens[first].tag in ("RB", "RBR", "IN", "CC") or self.tokens[first].lower in DAYS):
            first += 1  # "late on Friday Ukraine's army" is Ukraine's army
        return self.words(self.tokens[first : last + 1])

    def subjects(self, i: int) -> list[Token]:
        """Who does it: subjects or 'by' agents of verb i, its own or taken from the governing verb."""
        found = [
            t
            for child in self.children(i, "agent")
            for p in self.children(child.i, "pobj")
            for t in self.conjuncts(p.i)
        ]
        if found or self.is_passive(i):
            return found
        helpers = self.children(i, "aux")  # "The rebels have in the past days taken Lyman" hangs them on "have"
        own = [t for v in (self.tokens[i], *helpers) for c in self.children(v.i, "nsubj") for t in self.conjuncts(c.i)]
        if own:
            if own[0].lower in ("which", "who", "that") and self.tokens[i].dep == "relcl":
                return [self.head(i)]
            return own
        token = self.tokens[i]
        if self._ranks(i):
            return [self.head(i)]
        if token.dep in ("conj", "xcomp", "advcl", "ccomp", "dep") and token.head != i and self.head(i).is_verb:
            return self.subjects(token.head) if not self.is_passive(token.head) else self.patients(token.head)
        if token.dep in ("acl", "relcl") and token.tag == "VBG":
            return [self.head(i)]
        if token.dep == "acl" and token.tag == "VBD":  # "A bomb hidden in a van killed two" comes out as one noun
            root = next(t for t in self.tokens if t.head == t.i)
            return [root if root.is_noun else self.head(i)]
        if token.dep == "pcomp":  # "after capturing": whoever does the governing verb
            for above in self.ancestors(i):
                if above.is_verb:
                    return self.subjects(above.i)
        return []

    def patients(self, i: int) -> list[Token]:
        """What it is done to: direct objects, or the subject of a passive, own or taken from a coordinated verb."""
        own = [t for child in self.children(i, "dobj", "obj") for t in self.conjuncts(child.i)]
        if own:
            return [self.head(i) if t.lower in ("which", "that") and self.tokens[i].dep == "relcl" else t for t in own]
        if rest := self._what_is_left(i):
            return rest
        passive = [t for child in self.children(i, "nsubjpass") for t in self.conjuncts(child.i)]
        if passive:
            relative = passive[0].lower in ("which", "who", "that") and self.tokens[i].dep == "relcl"
            return [self.head(i)] if relative else passive
        token = self.tokens[i]
        if self._ranks(i) and self.is_passive(i):
            return [self.head(i)]
        if token.dep == "xcomp" and self.is_passive(i):  # "Sumy continues to be battered"
            return [t for child in self.children(token.head, "nsubj", "nsubjpass") for t in self.conjuncts(child.i)]
        if token.dep == "acl" and token.tag == "VBN":
            return self.conjuncts(token.head)
        if token.dep == "relcl" and self._asks_for_its_object(token):
            return [self.head(i)]
        if token.dep == "advcl" and token.tag == "VBN" and not self.children(i, "mark", "aux", "auxpass", "nsubj"):
            # "Shelled overnight, Nikopol lost its water main"
            return [t for t in self.children(token.head, "nsubj", "nsubjpass") if t.i > i]
        # "was overrun", "was jammed and forced down", where the parser takes the first for an adjective
        if token.tag == "VBN" and (token.dep == "acomp" or self._joins_a_state(token)):
            return [t for child in self.children(token.head, "nsubj") for t in self.conjuncts(child.i)]
        if token.dep == "conj" and self.head(i).is_verb and self.is_passive(i):
            active = self.children(i, "auxpass") and not self.is_passive(token.head)
            return self.subjects(token.head) if active else self.patients(token.head)  # "attacked and were beaten back"
        for child in self.children(i, "conj"):  # "shelled and tried to storm the plant" share their object
            if child.is_verb and not self.children(child.i, "nsubj", "nsubjpass"):
                below = self.children(child.i, "xcomp") or [child]
                return [t for o in self.children(below[0].i, "dobj", "obj") for t in self.conjuncts(o.i)]
        return []

    def _what_is_left(self, i: int) -> list[Token]:
        """'Took what was left of the terminal': the terminal."""
        for clause in self.children(i, "ccomp"):
            if clause.lemma in ("leave", "remain", "stand") and any(c.lower == "what" for c in self.children(clause.i)):
                return [obj for prep, obj in self.prepositions(clause.i) if prep.lower == "of"]
        return []

    def _ranks(self, i: int) -> bool:
        """'The first town to fall', 'the only one to be retaken': said of what it hangs on."""
        token = self.tokens[i]
        infinitive = token.dep in ("relcl", "acl") and any(c.tag == "TO" for c in self.children(i, "aux"))
        return infinitive and any(c.lower in RANKED for c in self.children(token.head, "amod"))

    def _joins_a_state(self, token: Token) -> bool:
        above = self.tokens[token.head]
        bare = token.tag == "VBN" and token.dep == "conj" and above.lemma == "be"
        return bare and bool(self.children(above.i, "acomp")) and not self.children(token.i, "aux", "nsubj")

    def _asks_for_its_object(self, verb: Token) -> bool:
        """'The helicopter that troops had shot down', 'the house a shell hit': its object is what it stands by."""
        subject = next(iter(self.children(verb.i, "nsubj")), None)
        if subject is None or subject.tag in ("WDT", "WP") or self.children(verb.i, "ccomp", "xcomp", "dobj"):
            return False
        if any(c.i < subject.i for c in self.children(verb.i, "advmod", "prep")):  # "the town where shells fell"
            return False
        linked = any(t.lower in ("that", "which") for t in self.tokens[verb.head + 1 : subject.i])
        return linked or bool(self.children(verb.i, "aux"))  # and "in the region the troops hit back" is a slip

    def is_passive(self, i: int) -> bool:
        """True of 'was hit', of 'hit by rockets' after a noun, and of a verb coordinated with a passive."""
        if self.children(i, "auxpass", "nsubjpass"):
            return True
        token = self.tokens[i]
        if token.tag == "VBN" and token.dep in ("acl", "advcl", "amod") and not self.children(i, "aux"):
            return True
        if token.tag == "VBN" and token.dep == "acomp":  # "Soledar, a mining town, was overrun"
            return self.head(i).lemma == "be"
        if self._joins_a_state(token):
            return True
        return (
            token.tag == "VBN"
            and token.dep == "conj"
            and self.head(i).is_verb
            and self.is_passive(token.head)
            and not self.children(i, "nsubj")
        )

    def is_finite(self, i: int) -> bool:
        """True of 'failed' and 'have failed', not of 'failing', 'to fail' and 'having failed'."""
        finite = ("VBD", "VBZ", "VBP")
        return self.tokens[i].tag in finite or any(c.tag in finite for c in self.children(i, "aux", "auxpass"))

    def prepositions(self, i: int) -> Iterator[tuple[Token, Token]]:
        """(preposition, object) pairs that hang on token i, coordinated objects included."""
        if not self.kids[i]:
            return
        back = [c for c in self.children(i, "advmod", "prt") if c.lower in ("back", "out", "away", "off")]
        for prep in (*self.children(i, "prep", "agent"), *(p for c in back for p in self.children(c.i, "prep"))):
            for obj in self.children(prep.i, "pobj"):
                if obj.lower == "which" and self.tokens[i].dep == "relcl":  # "the village from which they fled"
                    yield prep, self.head(i)
                    continue
                for member in self.conjuncts(obj.i):
                    yield prep, member
            for deeper in self.children(prep.i, "prep"):  # "from near Kyiv"
                for obj in self.children(deeper.i, "pobj"):
                    yield deeper, obj
