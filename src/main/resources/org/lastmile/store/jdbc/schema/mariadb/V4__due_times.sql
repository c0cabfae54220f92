-- The instant of a goal's deadline, and the deadline it is the instant of: a release that does not know these columns may have
-- moved the goal since. Only Java converts zones, so the store fills in what is missing.
ALTER TABLE ${prefix}goal ADD COLUMN IF NOT EXISTS due_at bigint;
ALTER TABLE ${prefix}goal ADD COLUMN IF NOT EXISTS due_at_of text;
