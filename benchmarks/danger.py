"""How long a message waits while it is heard for words of danger: every message of every resident passes here.

Beside it, in the same run: one search of the same message for a single word. `python -m benchmarks.danger`
"""

import sys
import timeit

from benchmarks.figures import Target, conclude, machine, parser, table
from speech.danger import find_danger

SAID = (
    "住民票の写しをコンビニで取りたいです。", "Where can I get my certificate?", "Làm thẻ My Number ở đâu vậy ạ?", "火事です助けて",
)  # fmt: skip
ROUNDS, LONGEST = 500, 100  # microseconds


def main() -> int:
    given = parser(__doc__).parse_args()
    rows = []
    for said in SAID:
        ours = min(timeit.repeat(lambda said=said: find_danger(said), number=ROUNDS, repeat=7)) / ROUNDS * 1e6
        one_word = min(timeit.repeat(lambda said=said: "火事" in said, number=ROUNDS, repeat=7)) / ROUNDS * 1e6
        rows.append((said, ours, one_word))
    table("Words of danger", ("message", "microseconds", "one word only"), rows)
    slowest = max(row[1] for row in rows)
    target = Target("the slowest message", f"<= {LONGEST} µs", round(slowest, 1), slowest <= LONGEST)
    return conclude([target], {"machine": machine(), "rows": rows}, given.json)


if __name__ == "__main__":
    sys.exit(main())
