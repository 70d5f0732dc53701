-- What grading an incident writes, as PostgreSQL's own bench writes it: the same rows and indexes, one statement a row,
-- one transaction. Each client keeps to incidents of its own, as the clients over HTTP do.
-- Not repeated here: reading the key and the incident, the row's lock, and naming the command (set for the session).
\set n 1 + :client_id + 8 * random(0, 36)
BEGIN;
UPDATE incidents_incident
  SET version = version + 1, grade = 'P', grade_reason = 'Measured by the bench.', editions = '{"grades": "2026-04"}',
    assessed_at = assessed_at, dispatch_by = first_contact_at + interval '15 min',
    attend_by = first_contact_at + interval '60 min', state = 'graded',
    last_line = 'Graded Priority. Measured by the bench.', last_line_at = now()
  WHERE opened_on = :day AND serial = :n RETURNING id AS incident \gset
INSERT INTO kernel_auditline (id, at, kind, name, actor_id, actor_name, actor_kind, workstation, facts, why)
  VALUES (uuidv7(), now(), 'did', 'incidents.grade_incident', :incident, 'bench', 'client', '',
    '{"incident_id": "01900000-0000-7000-8000-000000000001", "grade": "P", "reason": "Measured by the bench.", "seen_version": 12}', '');
INSERT INTO incidents_logentry
  (id, at, incident_id, event_at, by_id, by_name, workstation, source, kind, text)
  VALUES (uuidv7(), now(), :incident, now(), :incident, 'bench', '', 'manual', 'grade',
    'Graded Priority. Measured by the bench.');
INSERT INTO kernel_eventrecord (id, at, name, facts, topics, by)
  VALUES (uuidv7(), now(), 'incidents.IncidentGraded',
    '{"incident_id": "01900000-0000-7000-8000-000000000001", "grade": "P", "was": "P"}',
    '["incident:01900000-0000-7000-8000-000000000001", "log:01900000-0000-7000-8000-000000000001"]', 'bench');
COMMIT;
