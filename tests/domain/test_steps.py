"""The nine steps and what their entries add up to."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.steps import LookedAt, State, StepNumber, current_entries, looked_at, state_of_step


@dataclass(frozen=True)
class Filled:
    id: str
    state: State
    amends: str | None = None


@st.composite
def histories(draw):
    """Entries in any order, some amending an earlier one."""
    made: list[Filled] = []
    for number, state in enumerate(draw(st.lists(st.sampled_from(State), max_size=8))):
        earlier = [None, *(entry.id for entry in made)]
        made.append(Filled(f"{number:04}", state, draw(st.sampled_from(earlier))))
    return draw(st.permutations(made))


def test_the_nine_names_of_the_mission():
    assert [step.full_name for step in StepNumber] == [
        "Reflect on Approach",
        "Reassess Goals",
        "Active Listening and Validation",
        "Collaborative Problem-Solving",
        "Seek Input from the Client's Support Network",
        "Seek Supervision or Consultation",
        "Refer to Other Professionals",
        "Respect Client Autonomy",
        "Continuous Self-Reflection and Learning",
    ]
    assert len({step.short_name for step in StepNumber}) == 9


def test_marks_differ_and_are_the_ones_on_the_caseload():
    assert "".join(state.mark for state in State) == ".~!x-o"
    assert len({state.label for state in State}) == 6


def test_which_steps_a_person_may_refuse_and_which_may_not_apply():
    assert [int(step) for step in StepNumber if State.SAID_NO in step.states] == [2, 4, 5, 7]
    assert [int(step) for step in StepNumber if State.NOT_APPLY in step.states] == [5, 7]
    assert all({State.TO_DO, State.STARTED, State.WAITING, State.DONE} <= step.states for step in StepNumber)


def test_a_correction_takes_the_place_of_what_it_amends():
    first, second = Filled("1", State.DONE), Filled("2", State.STARTED, amends="1")
    assert current_entries([first, second]) == [second]
    assert state_of_step([second, first]) is State.STARTED


def test_an_entry_that_amends_itself_stays():
    odd = Filled("1", State.WAITING, amends="1")
    assert current_entries([odd]) == [odd]


def test_states_read_from_a_file_as_text_count_the_same():
    assert state_of_step([Filled("1", "done"), Filled("2", "waiting")]) is State.DONE
    assert looked_at(["done", "said_no"]) == LookedAt(done=1, said_no=1)


@given(histories())
def test_a_step_is_done_or_as_its_newest_current_entry_says(history):
    current = current_entries(history)
    assert bool(current) == bool(history)
    state = state_of_step(history)
    if any(entry.state is State.DONE for entry in current):
        assert state is State.DONE
    elif current:
        assert state is sorted(current, key=lambda entry: entry.id)[-1].state
    else:
        assert state is State.TO_DO


@given(st.lists(st.sampled_from(State), min_size=9, max_size=9))
def test_looked_at_leaves_out_what_is_still_open(states):
    still_open = sum(state in {State.TO_DO, State.STARTED, State.WAITING} for state in states)
    assert looked_at(states).total == 9 - still_open
