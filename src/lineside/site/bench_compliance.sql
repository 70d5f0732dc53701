-- For the bench: a third of the logs of some days become crimes, most of them with an outcome and a few cancelled.
WITH chosen AS MATERIALIZED (
  SELECT id, opened_at, first_contact_at, summary, place_text, get_byte(uuid_send(id), 14) AS die
  FROM incidents_incident
  WHERE opened_on >= %(since)s AND opened_on < %(until)s AND get_byte(uuid_send(id), 15) < 85 AND NOT is_exercise
), made AS (
  INSERT INTO crimes_crime (id, version, created_at, reference, incident_id, offence_code, offence_class, class_title,
    title, statute, max_sentence, victim_or_state, edition, state, summary, place_text, committed_from, first_report_at,
    recorded_at, is_late, late_reason, recorded_by_name)
  SELECT uuidv7(opened_at - clock_timestamp()), 0, opened_at, 'B' || lpad(nextval('bench_crime')::text, 9, '0'), id,
    offence_code, class, class_title, title, statute, max_sentence, victim_or_state, '2026-04',
    CASE WHEN die < 8 THEN 'cancelled' WHEN die < 220 THEN 'finalised' ELSE 'recorded' END, summary, place_text,
    first_contact_at, first_contact_at, first_contact_at + interval '1 minute' * (30 + die * 6), die > 235,
    CASE WHEN die > 250 THEN '' WHEN die > 235 THEN 'It came to light in a review.' ELSE '' END, 'A recorder'
  FROM chosen JOIN bench_offence ON n = die %% (SELECT count(*) FROM bench_offence)
  RETURNING id, recorded_at, first_report_at, offence_code, offence_class, title, statute, state
), classed AS (
  INSERT INTO crimes_classification (id, version, created_at, crime_id, offence_code, offence_class, title, statute,
    edition, reason, by_name)
  SELECT uuidv7(), 0, recorded_at, id, offence_code, offence_class, title, statute, '2026-04', 'Chosen by the recorder.',
    'A recorder' FROM made
), ended AS (
  INSERT INTO crimes_crimeoutcome (id, version, created_at, crime_id, code, name, "group", suspect, evidence, admitted,
    victim, charged, confirmed, authority, authorised_by, told_victim_at, telling, rationale, paragraph, edition, at,
    by_name)
  SELECT uuidv7(), 0, recorded_at, id, '18', 'No suspect identified', '', 'none', '', false, '', '', '[]', '', '',
    CASE WHEN get_byte(uuid_send(id), 15) < 240 THEN recorded_at + interval '20 days' END, '', '', 'OF p3', '2026-04',
    recorded_at + interval '21 days', 'A recorder' FROM made WHERE state = 'finalised'
)
INSERT INTO crimes_cancellation (id, version, created_at, crime_id, code, name, confirmed, authority, authorised_by,
  told_victim_at, telling, rationale, paragraph, edition, at, by_name, arose, came_from, verified, changes,
  other_reference)
SELECT uuidv7(), 0, recorded_at, id, 'C2', 'Cancelled', '[]', '', '', recorded_at + interval '3 days', '', '', 'OF p28',
  '2026-04', recorded_at + interval '4 days', 'A decision maker', 'On the third day', 'The camera', 'Seen by two',
  CASE WHEN get_byte(uuid_send(id), 15) < 200 THEN 'That nobody was struck' ELSE '' END, '' FROM made
WHERE state = 'cancelled'
