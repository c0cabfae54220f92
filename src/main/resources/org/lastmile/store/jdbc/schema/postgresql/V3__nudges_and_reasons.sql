-- What was asked for by hand, why somebody declined, and what earlier plans had still ahead.
ALTER TABLE ${prefix}follow_up ADD COLUMN IF NOT EXISTS reason text;
ALTER TABLE ${prefix}follow_up ADD COLUMN IF NOT EXISTS nudge text;
ALTER TABLE ${prefix}follow_up ADD COLUMN IF NOT EXISTS silenced text;
