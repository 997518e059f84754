"""What stands with a trigger: its words, who does it and to whom, before a rule's conditions are asked."""

from dataclasses import dataclass
from functools import cached_property

from pipeline import headline
from pipeline.kinds import Trigger
from pipeline.syntax import Sentence, Token
from pipeline.wordclasses import IsPlace, any_of_class, in_class


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger's words and arguments, before the rule's conditions are asked."""

    words: str
    clause: Token
    patients: list[Token]
    doers: list[Token]
    passive: bool = False


class Verb:
    """A verb's arguments, each looked for once, whatever rules ask for it."""

    def __init__(self, sentence: Sentence, token: Token) -> None:
        self.sentence, self.token = sentence, token

    @cached_property
    def particle(self) -> Token | None:
        """The particle or adverb of a phrasal verb: "down" of "shot it down"."""
        return _particle(self.sentence, self.token)

    @cached_property
    def phrase(self) -> tuple[Token, Token] | None:
        """(doer, patient) of a caption's participle, see headline."""
        return headline.participle(self.sentence, self.token)

    @cached_property
    def patients(self) -> list[Token]:
        """What it is done to."""
        s, token = self.sentence, self.token
        return s.patients(token.i) or headline.torn_off(s, token) or _after_being(s, token) or _attempted(s, token)

    @cached_property
    def doers(self) -> list[Token]:
        """Who does it."""
        return self.sentence.subjects(self.token.i)

    @cached_property
    def is_passive(self) -> bool:
        """See Sentence.is_passive."""
        return self.sentence.is_passive(self.token.i)

    @cached_property
    def is_short_passive(self) -> bool:
        """See headline.short_passive."""
        return headline.short_passive(self.sentence, self.token)


def of_verb(s: Sentence, verb: Verb, rule: Trigger, is_place: IsPlace) -> Frame | None:
    """What stands with a verb as the rule reads it; None where the rule's particle is not there."""
    token, particle = verb.token, verb.particle
    if rule.particle and (particle is None or particle.lower not in rule.particle):
        return None
    if particle is not None and particle.lower in rule.not_particle:
        return None
    words = s.words([token, particle]) if rule.particle and particle else token.text
    if verb.phrase:
        return Frame(words, token, [verb.phrase[1]], [verb.phrase[0]])
    if token.dep == "amod":
        return Frame(words, token, [s.head(token.i)], verb.doers, True) if rule.adjective else None
    patients, doers = verb.patients, verb.doers
    intransitive = rule.subject or rule.named or "to" in rule.oblique  # "Sievierodonetsk fell", "rockets fell"
    if not patients and not intransitive and verb.is_short_passive:
        agents = [t for t in doers if t.dep == "pobj"]
        subjects = s.children(token.i, "nsubj")
        undergone = any_of_class(s, subjects, rule.object or "place|facility|struck", is_place)
        if agents or (undergone and not any(in_class(t, "weapon|warplane") and not rule.object for t in subjects)):
            return Frame(words, token, subjects, agents, True)
    if rule.subject and not rule.object and not doers and token.dep == "acl" and s.head(token.i).dep == "ROOT":
        patients, doers = [], patients  # "A missile ploughed into a shop" comes out as one noun phrase
    if token.dep == "acl" and token.tag == "VBN" and not patients and not verb.is_passive:
        patients = [s.head(token.i)]
    return Frame(words, token, patients, doers, verb.is_passive)


def of_noun(s: Sentence, token: Token, rule: Trigger) -> Frame | None:
    """The same of a noun; None where it only modifies another, or the rule's governor is not there."""
    head = s.head(token.i)
    # "blast damage in Sumy", "fighting NE of Kyiv"
    effect = (token.dep == "compound" or token.tag == "VBG") and headline.is_caption(s)
    effect = effect and (token.tag == "NNS" or in_class(head, "effect|direction"))  # and "explosions rock Kherson"
    below = any(c.dep == "compound" and c.i > token.i for c in s.children(token.i))
    opens = token.dep == "npadvmod" and not any(t.is_noun or t.is_verb for t in s.tokens[: token.i])
    if below or (token.dep in ("compound", "nmod", "npadvmod", "amod") and not (effect or opens)):
        return None
    if rule.after and not (_governor(s, token) & set(rule.after)):
        return None
    words = s.words(
        [*(c for c in s.children(token.i, "compound", "amod") if in_class(c, "weapon|from_a_distance")), token]
    )
    clause = next((above for above in s.ancestors(token.i) if above.is_verb), token)
    if rule.after and (token.lemma in ("control", "claim", "fire", "hand") or rule.named or rule.subject):
        words = s.words([clause if clause.i < token.i else token, token])
        return Frame(words, clause, [], s.subjects(clause.i))
    return Frame(words, clause, [], _noun_doers(s, token))


def _after_being(s: Sentence, verb: Token) -> list[Token]:
    """What burned "after being hit": the subject of the verb above."""
    prep = s.head(verb.i)
    if verb.dep != "pcomp" or verb.lemma not in ("hit", "strike") or prep.lower not in ("after", "since"):
        return []
    return s.children(prep.head, "nsubj", "nsubjpass") if s.is_passive(verb.i) else []


def _attempted(s: Sentence, verb: Token) -> list[Token]:
    """What soldiers "tried to take", "failed to take"."""
    if verb.lemma not in ("try", "attempt", "fail"):
        return []
    return [thing for below in s.children(verb.i, "xcomp") for thing in s.patients(below.i)]


def _particle(s: Sentence, verb: Token) -> Token | None:
    for child in s.children(verb.i, "prt", "advmod", "prep"):
        if child.dep == "prep" and not any(c.lower in ("of", "from") for c in s.children(child.i, "prep")):
            continue  # "pulled its men out of the terminal"
        if child.i > verb.i and child.lower in (
            "down",
            "up",
            "off",
            "back",
            "out",
            "over",
            "away",
            "through",
            "forward",
        ):
            return child
    after = s.tokens[verb.i + 1 : verb.i + 2]
    return after[0] if after and after[0].lower in ("down", "up", "off", "back", "out") else None


def _governor(s: Sentence, noun: Token) -> set[str]:
    """Lemmas of the verb and preposition that govern a noun, with the verb's particle: {'come', 'under'}."""
    found = set()
    for above in list(s.ancestors(noun.i))[:3]:
        found.add(above.lemma)
        found.add(above.lower)
        if particle := _particle(s, above):
            found.add(f"{above.lemma} {particle.lower}")
        if above.is_verb:
            break
    return found


def _noun_doers(s: Sentence, noun: Token) -> list[Token]:
    doers = [obj for prep, obj in s.prepositions(noun.i) if prep.lower in ("by", "from")]
    return doers or s.children(noun.i, "poss")
