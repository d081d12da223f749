-- Policies that are edited: versions, re-planning, presets.
SELECT;
