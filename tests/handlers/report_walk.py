"""Every state of a report that somebody can bring about, step by step, by what they say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.report_draft import Draft
from handlers.report_steps import BY_NAME, Ground, Step, anywhere, before, next_step
from speech.incoming import Pressed, Said


def pressed(values: dict[str, tuple[str, ...]]) -> tuple[Said, ...]:
    """Every button of every step."""
    return tuple(Pressed(f"report:1:{step}:{value}") for step, several in values.items() for value in several)


@dataclass(frozen=True)
class Walk:
    """At each step all of `said` is tried, and going back."""

    town: Ground
    said: tuple[Said, ...]

    def reached(self) -> dict[Draft, str]:
        """Each state, and the step it waits at."""
        todo, seen = [Draft()], {Draft(): "danger"}
        while todo:
            draft = todo.pop()
            for after in self.answers(BY_NAME[seen[draft]], draft):
                if after not in seen:
                    seen[after] = next_step(after, self.town).name
                    todo.append(after)
        return seen

    def answers(self, step: Step, draft: Draft) -> Iterator[Draft]:
        for said in self.said:
            after = anywhere(draft, said) or step.accepts(draft, said, self.town)
            if after is not None:
                yield simple(after)
        yield simple(before(step, draft, self.town))
        if step.may_skip:
            yield simple(draft.having(step.name))


def simple(draft: Draft) -> Draft:
    """What does not change the way: how many words and photos there are, and in which order was answered."""
    return replace(
        draft, answered=tuple(sorted(draft.answered)), text="x" if draft.text else None, photos=draft.photos[:1],
        set_id=None, set_count=0, was_masked=False,
    )  # fmt: skip
