-- Indexes for what is asked of the whole caseload. One statement a paragraph.

CREATE INDEX client_in_order ON client (
    status IN ('moved_on', 'lost_touch', 'closed'), status = 'paused_by_them', next_due, id, status, code, goes_by
)

CREATE INDEX client_paused ON client (id) WHERE status = 'paused_by_them'

CREATE INDEX follow_up_due ON follow_up (coalesce(due, made_on), client, id, state, who, due) WHERE state IN ('open', 'moved')

CREATE INDEX follow_up_linked ON follow_up (linked_row, linked_entity, state, due, made_on, id)

CREATE INDEX fresh_look_again ON fresh_look (look_again_on, client, closed_on) WHERE closed_on IS NULL

CREATE INDEX permission_ends ON permission (until_on, client) WHERE agreed = 'yes'

CREATE INDEX step_refer_amends ON step_refer (amends) WHERE amends IS NOT NULL

CREATE INDEX step_supervision_amends ON step_supervision (amends) WHERE amends IS NOT NULL

CREATE INDEX step_refer_under_way ON step_refer (id) WHERE status IN ('asked', 'accepted', 'waiting_list')

CREATE INDEX step_supervision_waiting ON step_supervision (client, id) WHERE state = 'waiting'

CREATE INDEX debrief_amends ON debrief (amends) WHERE amends IS NOT NULL

CREATE INDEX debrief_answers ON debrief (client, at, id, held_on, contact, useful_today, asked_different)

CREATE INDEX rating_answers ON rating (goal, day, id, value, no_answer, given_by, written_in)

DROP INDEX rating_of_goal

DROP INDEX debrief_latest

CREATE INDEX search_of_day ON search (day)

CREATE INDEX search_of_entity ON search (entity, day)

CREATE INDEX search_days ON search (n, day)
