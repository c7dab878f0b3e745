-- Every table of the first release. One statement a paragraph: a trigger holds semicolons of its own.

CREATE TABLE device (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    current INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT

CREATE TABLE setting (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    worker TEXT NOT NULL,
    language TEXT NOT NULL,
    team TEXT NOT NULL,
    supervisor TEXT NOT NULL,
    on_call_phone TEXT NOT NULL,
    country TEXT NOT NULL,
    part_2_program INTEGER NOT NULL,
    longest_permission_days INTEGER NOT NULL,
    retention TEXT NOT NULL,
    showing TEXT NOT NULL,
    idle_minutes INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT

CREATE TABLE client (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    goes_by TEXT NOT NULL,
    pronouns TEXT NOT NULL,
    knows_notes TEXT,
    record_mode TEXT NOT NULL,
    write_together TEXT,
    met_on TEXT,
    program TEXT NOT NULL,
    language TEXT NOT NULL,
    note_language TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    message_ok TEXT,
    message_note TEXT NOT NULL,
    strengths TEXT NOT NULL,
    helps TEXT NOT NULL,
    does_not_help TEXT NOT NULL,
    do_not_write TEXT NOT NULL,
    own_words TEXT NOT NULL,
    hard_moment TEXT NOT NULL,
    safety_plan TEXT,
    safety_plan_kept TEXT NOT NULL,
    status TEXT NOT NULL,
    hold INTEGER NOT NULL,
    review_on TEXT,
    code TEXT NOT NULL,
    status_since TEXT,
    next_due TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code)
) STRICT

CREATE TABLE goal (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    words TEXT NOT NULL,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    first_part TEXT NOT NULL,
    in_the_way TEXT NOT NULL,
    client TEXT NOT NULL,
    state TEXT NOT NULL,
    set_on TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_goal_client ON goal (client)

CREATE TABLE rewording (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    goal TEXT NOT NULL,
    day TEXT,
    was TEXT NOT NULL,
    whose_idea TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(goal) REFERENCES goal (id)
) STRICT

CREATE INDEX ix_rewording_client ON rewording (client)

CREATE INDEX ix_rewording_goal ON rewording (goal)

CREATE TABLE rating (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    goal TEXT NOT NULL,
    day TEXT,
    value INTEGER,
    no_answer TEXT,
    given_by TEXT NOT NULL,
    written_in TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(goal) REFERENCES goal (id)
) STRICT

CREATE INDEX ix_rating_client ON rating (client)

CREATE INDEX ix_rating_goal ON rating (goal)

CREATE TABLE debrief (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    contact TEXT,
    safety TEXT,
    held_on TEXT,
    tried TEXT NOT NULL,
    how_long TEXT,
    minutes INTEGER,
    place TEXT,
    their_words TEXT NOT NULL,
    what_we_did TEXT NOT NULL,
    what_line TEXT NOT NULL,
    how_they_responded TEXT NOT NULL,
    goals TEXT NOT NULL,
    useful_today TEXT,
    asked_different INTEGER NOT NULL,
    next_what TEXT NOT NULL,
    next_who TEXT NOT NULL,
    next_due TEXT,
    written_together TEXT,
    how_am_i TEXT,
    client TEXT NOT NULL,
    at TEXT NOT NULL,
    amends TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_debrief_client ON debrief (client)

CREATE TABLE fresh_look (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    why_now TEXT,
    offered TEXT NOT NULL,
    offered_line TEXT NOT NULL,
    better_looks_like TEXT NOT NULL,
    goals TEXT NOT NULL,
    look_again_on TEXT,
    client TEXT NOT NULL,
    opened_on TEXT,
    rule_text TEXT NOT NULL,
    closed_on TEXT,
    outcome TEXT,
    their_view TEXT NOT NULL,
    not_looked_at TEXT NOT NULL,
    not_looked_at_reason TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_fresh_look_client ON fresh_look (client)

CREATE TABLE contact (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT,
    name TEXT NOT NULL,
    how_to_reach TEXT NOT NULL,
    language TEXT,
    knows TEXT,
    client TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_contact_client ON contact (client)

CREATE TABLE permission (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    with_contact TEXT NOT NULL,
    purpose TEXT NOT NULL,
    agreed TEXT NOT NULL,
    direction TEXT,
    may_share TEXT NOT NULL,
    may_share_line TEXT NOT NULL,
    may_not_share TEXT NOT NULL,
    who_shares TEXT NOT NULL,
    how_given TEXT,
    given_on TEXT,
    given_by TEXT NOT NULL,
    substitute TEXT NOT NULL,
    until_on TEXT,
    until_event TEXT NOT NULL,
    told_can_withdraw INTEGER NOT NULL,
    told_no_penalty INTEGER NOT NULL,
    told_may_be_reshared TEXT,
    paper_at TEXT NOT NULL,
    client TEXT NOT NULL,
    withdrawn_on TEXT,
    withdrawn_how TEXT NOT NULL,
    withdrawn_part TEXT,
    withdrawn_note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_permission_client ON permission (client)

CREATE TABLE shared (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    held_on TEXT,
    permission TEXT NOT NULL,
    to_contact TEXT NOT NULL,
    what TEXT NOT NULL,
    how TEXT,
    emergency INTEGER NOT NULL,
    reason TEXT NOT NULL,
    who_was_told TEXT NOT NULL,
    client TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_shared_client ON shared (client)

CREATE TABLE follow_up (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    due TEXT,
    client TEXT NOT NULL,
    made_on TEXT,
    state TEXT NOT NULL,
    moves INTEGER NOT NULL,
    closed_on TEXT,
    linked_entity TEXT NOT NULL,
    linked_row TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_follow_up_client ON follow_up (client)

CREATE TABLE safety_note (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    what_i_did TEXT NOT NULL,
    next_check_on TEXT,
    next_check_at TEXT NOT NULL,
    told TEXT NOT NULL,
    saw_or_heard TEXT NOT NULL,
    what_i_did_line TEXT NOT NULL,
    they_wanted TEXT NOT NULL,
    shared_without_permission TEXT,
    mandated_report TEXT,
    mandated_on TEXT,
    mandated_to TEXT NOT NULL,
    mandated_reference TEXT NOT NULL,
    client TEXT NOT NULL,
    debrief TEXT NOT NULL,
    at TEXT NOT NULL,
    next_check_done_on TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_safety_note_client ON safety_note (client)

CREATE TABLE snooze (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    set_on TEXT,
    until_on TEXT,
    reason TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id)
) STRICT

CREATE INDEX ix_snooze_client ON snooze (client)

CREATE TABLE step_reflect (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    doing TEXT NOT NULL,
    fits_needs TEXT,
    fits_preferences TEXT,
    fits_goals TEXT,
    missing_things TEXT NOT NULL,
    assumed TEXT NOT NULL,
    differently TEXT NOT NULL,
    remind_on TEXT,
    own_recovery TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_reflect_client ON step_reflect (client)

CREATE INDEX ix_step_reflect_fresh_look ON step_reflect (fresh_look)

CREATE TABLE step_goals (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    with_them TEXT,
    hope_for TEXT NOT NULL,
    reviews TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_goals_client ON step_goals (client)

CREATE INDEX ix_step_goals_fresh_look ON step_goals (fresh_look)

CREATE TABLE step_listen (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    heard TEXT NOT NULL,
    said_back TEXT,
    support_so_far TEXT NOT NULL,
    support_was TEXT,
    feeling_or_need TEXT NOT NULL,
    did_not_fix TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_listen_client ON step_listen (client)

CREATE INDEX ix_step_listen_fresh_look ON step_listen (fresh_look)

CREATE TABLE step_solve (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    problem TEXT NOT NULL,
    ideas TEXT NOT NULL,
    picked TEXT,
    pick TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    plan_b TEXT NOT NULL,
    ask_again_on TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_solve_client ON step_solve (client)

CREATE INDEX ix_step_solve_fresh_look ON step_solve (fresh_look)

CREATE TABLE step_supporters (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    with_whom TEXT,
    with_contact TEXT NOT NULL,
    talk TEXT NOT NULL,
    permission TEXT NOT NULL,
    talk_on TEXT,
    before_withdrawal TEXT,
    how TEXT,
    shared TEXT NOT NULL,
    shared_line TEXT NOT NULL,
    they_said TEXT NOT NULL,
    person_there TEXT,
    told_afterwards TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_supporters_client ON step_supporters (client)

CREATE INDEX ix_step_supporters_fresh_look ON step_supporters (fresh_look)

CREATE TABLE step_supervision (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    ask_whom TEXT,
    need TEXT NOT NULL,
    question TEXT NOT NULL,
    by_when TEXT,
    asked_on TEXT,
    answer_on TEXT,
    advised TEXT NOT NULL,
    will_do TEXT NOT NULL,
    fits_peer_values TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_supervision_client ON step_supervision (client)

CREATE INDEX ix_step_supervision_fresh_look ON step_supervision (fresh_look)

CREATE TABLE step_refer (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    help_with TEXT NOT NULL,
    to_contact TEXT NOT NULL,
    to_line TEXT NOT NULL,
    agreed TEXT,
    agreed_words TEXT NOT NULL,
    how TEXT,
    speaks_alone INTEGER NOT NULL,
    permission TEXT NOT NULL,
    sent_on TEXT,
    check_back_on TEXT,
    before_withdrawal TEXT,
    status TEXT,
    turned_away_why TEXT NOT NULL,
    did_it_help TEXT,
    changed_their_mind_on TEXT,
    gap_reason TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_refer_client ON step_refer (client)

CREATE INDEX ix_step_refer_fresh_look ON step_refer (fresh_look)

CREATE TABLE step_respect (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    choices TEXT NOT NULL,
    choices_line TEXT NOT NULL,
    decided TEXT NOT NULL,
    told_no_penalty INTEGER NOT NULL,
    told_door_open INTEGER NOT NULL,
    told_how_to_return INTEGER NOT NULL,
    worry TEXT NOT NULL,
    contact_from_now TEXT,
    "limit" TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_respect_client ON step_respect (client)

CREATE INDEX ix_step_respect_fresh_look ON step_respect (fresh_look)

CREATE TABLE step_learn (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    fresh_look TEXT,
    amends TEXT,
    held_on TEXT,
    state TEXT,
    waiting_for TEXT NOT NULL,
    waiting_until TEXT,
    said_no_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    learned TEXT NOT NULL,
    so_what TEXT NOT NULL,
    now_what TEXT NOT NULL,
    tags TEXT NOT NULL,
    share TEXT,
    share_tip TEXT NOT NULL,
    training TEXT NOT NULL,
    training_on TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(client) REFERENCES client (id),
    FOREIGN KEY(fresh_look) REFERENCES fresh_look (id)
) STRICT

CREATE INDEX ix_step_learn_client ON step_learn (client)

CREATE INDEX ix_step_learn_fresh_look ON step_learn (fresh_look)

CREATE TABLE draft (
    id TEXT NOT NULL,
    client TEXT NOT NULL,
    form TEXT NOT NULL,
    target TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (client, form, target)
) STRICT

CREATE TABLE search (
    n INTEGER NOT NULL,
    entity TEXT NOT NULL,
    "row" TEXT NOT NULL,
    client TEXT NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (n),
    UNIQUE ("row")
) STRICT

CREATE INDEX ix_search_client ON search (client)

CREATE TABLE change (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    client TEXT NOT NULL,
    entity TEXT NOT NULL,
    "row" TEXT NOT NULL,
    op TEXT NOT NULL,
    vals TEXT NOT NULL,
    author TEXT NOT NULL,
    save INTEGER NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT

CREATE INDEX ix_change_client ON change (client)

CREATE INDEX ix_change_row ON change ("row")

CREATE TABLE erasing (
    client TEXT NOT NULL,
    PRIMARY KEY (client)
) STRICT

CREATE INDEX client_due ON client (next_due, id)

CREATE INDEX debrief_latest ON debrief (client, at DESC)

CREATE INDEX follow_up_open ON follow_up (client, due) WHERE state IN ('open', 'moved')

CREATE INDEX rating_of_goal ON rating (goal, day, id)

CREATE UNIQUE INDEX one_open_fresh_look ON fresh_look (client) WHERE closed_on IS NULL

CREATE INDEX fresh_look_latest ON fresh_look (client, opened_on DESC, id DESC)

CREATE UNIQUE INDEX one_current_device ON device (current) WHERE current = 1

CREATE VIRTUAL TABLE search_words USING fts5 (
    body, content = 'search', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
)

INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1)

CREATE TRIGGER search_added AFTER INSERT ON search BEGIN
    INSERT INTO search_words (rowid, body) VALUES (new.n, new.body);
END

CREATE TRIGGER search_gone AFTER DELETE ON search BEGIN
    INSERT INTO search_words (search_words, rowid, body) VALUES ('delete', old.n, old.body);
END

CREATE TRIGGER search_changed AFTER UPDATE ON search BEGIN
    INSERT INTO search_words (search_words, rowid, body) VALUES ('delete', old.n, old.body);
    INSERT INTO search_words (rowid, body) VALUES (new.n, new.body);
END

CREATE TRIGGER change_is_never_rewritten BEFORE UPDATE ON change BEGIN
    SELECT RAISE(ABORT, 'the change log is append-only');
END

CREATE TRIGGER change_is_never_removed BEFORE DELETE ON change
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE erasing.client = old.client) BEGIN
    SELECT RAISE(ABORT, 'the change log is append-only');
END

CREATE TRIGGER follow_up_insert_moves_next_due AFTER INSERT ON follow_up BEGIN
    UPDATE client SET next_due = coalesce((
        SELECT min(day) FROM (
            SELECT min(due) AS day FROM follow_up WHERE client = new.client AND state IN ('open', 'moved')
            UNION ALL
            SELECT min(look_again_on) FROM fresh_look WHERE client = new.client AND closed_on IS NULL
        )
    ), '9999-12-31') WHERE id = new.client;
END

CREATE TRIGGER follow_up_update_moves_next_due AFTER UPDATE ON follow_up BEGIN
    UPDATE client SET next_due = coalesce((
        SELECT min(day) FROM (
            SELECT min(due) AS day FROM follow_up WHERE client = new.client AND state IN ('open', 'moved')
            UNION ALL
            SELECT min(look_again_on) FROM fresh_look WHERE client = new.client AND closed_on IS NULL
        )
    ), '9999-12-31') WHERE id = new.client;
END

CREATE TRIGGER follow_up_delete_moves_next_due AFTER DELETE ON follow_up BEGIN
    UPDATE client SET next_due = coalesce((
        SELECT min(day) FROM (
            SELECT min(due) AS day FROM follow_up WHERE client = old.client AND state IN ('open', 'moved')
            UNION ALL
            SELECT min(look_again_on) FROM fresh_look WHERE client = old.client AND closed_on IS NULL
        )
    ), '9999-12-31') WHERE id = old.client;
END

CREATE TRIGGER fresh_look_insert_moves_next_due AFTER INSERT ON fresh_look BEGIN
    UPDATE client SET next_due = coalesce((
        SELECT min(day) FROM (
            SELECT min(due) AS day FROM follow_up WHERE client = new.client AND state IN ('open', 'moved')
            UNION ALL
            SELECT min(look_again_on) FROM fresh_look WHERE client = new.client AND closed_on IS NULL
        )
    ), '9999-12-31') WHERE id = new.client;
END

CREATE TRIGGER fresh_look_update_moves_next_due AFTER UPDATE ON fresh_look BEGIN
    UPDATE client SET next_due = coalesce((
        SELECT min(day) FROM (
            SELECT min(due) AS day FROM follow_up WHERE client = new.client AND state IN ('open', 'moved')
            UNION ALL
            SELECT min(look_again_on) FROM fresh_look WHERE client = new.client AND closed_on IS NULL
        )
    ), '9999-12-31') WHERE id = new.client;
END

CREATE TRIGGER fresh_look_delete_moves_next_due AFTER DELETE ON fresh_look BEGIN
    UPDATE client SET next_due = coalesce((
        SELECT min(day) FROM (
            SELECT min(due) AS day FROM follow_up WHERE client = old.client AND state IN ('open', 'moved')
            UNION ALL
            SELECT min(look_again_on) FROM fresh_look WHERE client = old.client AND closed_on IS NULL
        )
    ), '9999-12-31') WHERE id = old.client;
END
