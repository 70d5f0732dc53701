-- For the bench: the logs of some days, opened by the shape of a day, at stations by how many people they have.
-- Informants' numbers begin as none in the country does, so that nobody can be called by one.
INSERT INTO incidents_incident (id, version, created_at, reference, opened_on, serial, state, opening_code,
  nsir_category, qualifiers, editions, grade, grade_reason, assessed_at, dispatch_by, attend_by, first_contact_at,
  opened_at, closed_at, review_by_name, times_reopened, is_happening_now, is_restricted, summary, place_text, place,
  place_status, lat, lon, crs, headcode, area, desk, owner_name, informant_name, informant_number, opened_by_name,
  closing_code, result_codes, result_references, crime_references, last_line, last_line_at)
SELECT uuidv7(at - clock_timestamp()), 6, at, %(prefix)s::text || to_char(day, '-YYYYMMDD-') || lpad(serial::text, 4, '0'),
  day, serial, CASE WHEN ends IS NULL THEN 'graded' ELSE 'closed' END, code, nsir, '[]',
  '{"opening_codes": "2026-04", "nsir_categories": "2011-04", "nsir_qualifiers": "2011-04", "grades": "2026-04",
    "result_codes": "2026-04", "closing": "2011-04"}',
  grade, 'Threat and harm weighed, see THRIVE.', at + interval '1 min', at + interval '15 min', at + interval '1 hour',
  at - interval '40 seconds', at, ends, '', 0, r7 < 0.3, r8 < 0.004,
  said || coalesce(', says ' || rare, ''), name,
  jsonb_build_object('name', name, 'crs', crs, 'lat', lat, 'lon', lon, 'area', area), 'confirmed', lat, lon, crs,
  CASE WHEN r7 > 0.85 THEN 1 + (r8 * 8)::int || chr(65 + (r7 * 100)::int %% 26) || lpad((r8 * 99)::int::text, 2, '0')
    ELSE '' END,
  area, area, staff, coalesce(caller, ''),
  CASE WHEN caller IS NULL THEN '' ELSE '+440' || lpad((r6 * 2e8)::int::text, 9, '0') END, staff,
  CASE WHEN ends IS NULL THEN '' ELSE nsir END, CASE WHEN ends IS NULL THEN '[]' ELSE '["ADV"]' END::jsonb, '{}', '[]',
  CASE WHEN ends IS NULL THEN 'Units are asked for.' ELSE 'Closed: words of advice.' END,
  coalesce(ends, least(at + interval '20 min', %(now)s::timestamptz))
FROM (
  SELECT whole.*, kind.code, kind.nsir, phrase.text AS said, rare.word AS rare, caller.name AS caller,
    staff.name AS staff, place.name, place.crs, place.lat, place.lon, place.area,
    CASE WHEN r5 * 100 < shares[1] THEN 'I' WHEN r5 * 100 < shares[2] THEN 'P' WHEN r5 * 100 < shares[3] THEN 'S'
      ELSE 'R' END AS grade,
    CASE WHEN day < %(open_from)s OR newest > %(open)s
      THEN least(at + interval '1 minute' * (3 + exp(3.9 + 1.1 * bell)), %(now)s::timestamptz) END AS ends
  FROM (
    SELECT each.*, row_number() OVER (ORDER BY day DESC, serial DESC) AS newest
    FROM (
      SELECT day, serial, (day + interval '1 second' * (
          hours[1 + slot] + (part * 1000 - slot) * (hours[2 + slot] - hours[1 + slot])
        )) AT TIME ZONE 'Europe/London' AS at,
        floor(random() * %(slots)s)::int AS p_kind, floor(random() * %(slots)s)::int AS p_place,
        floor(random() * %(phrases)s)::int AS p_phrase, floor(random() * %(staff)s)::int AS p_staff,
        CASE WHEN random() < 0.25 THEN floor(random() * %(rare)s)::int END AS p_rare,
        CASE WHEN random() < 0.6 THEN floor(random() * %(names)s)::int END AS p_name,
        random() AS r5, random() AS r6, random() AS r7, random() AS r8, least(random_normal(), 3.8) AS bell
      FROM (
        SELECT day, serial, part, floor(part * 1000)::int AS slot, %(hours)s::int[] AS hours
        FROM (
          SELECT day, serial, (serial - random()) / logs AS part FROM bench_day, generate_series(1, logs) serial
          WHERE day >= %(since)s AND day < %(until)s
        ) counted
      ) placed
    ) each
    WHERE at < %(now)s AND at >= %(from)s
  ) whole
  JOIN bench_kind kind ON kind.n = p_kind JOIN bench_phrase phrase ON phrase.n = p_phrase
  JOIN bench_name staff ON staff.n = p_staff JOIN bench_place place ON place.n = p_place
  LEFT JOIN bench_rare rare ON rare.n = p_rare LEFT JOIN bench_name caller ON caller.n = p_name
) made ORDER BY at
-- Their lines
INSERT INTO incidents_logentry (id, at, incident_id, event_at, by_name, workstation, source, kind, text)
SELECT uuidv7(at - clock_timestamp()), at, id, at, by_name, 'FCRL-07', 'manual', kind, said FROM (
  SELECT each.id, by_name,
    opened_at + (last_line_at - opened_at) * ((number - 1)::float / (lines - 1)) ^ 1.5 + interval '1 ms' * number AS at,
    CASE WHEN number = 1 THEN 'opened' WHEN number = 2 THEN 'grade' WHEN number = lines AND closed_at IS NOT NULL
      THEN 'closed' ELSE 'note' END AS kind,
    CASE WHEN number = 1 THEN 'Opened: ' || summary WHEN number = 2 THEN 'Graded after THRIVE. ' || one.text
      WHEN number = lines THEN last_line ELSE one.text || '. ' || two.text || coalesce(' ' || rare.word, '') END AS said
  FROM (
    SELECT long.*, number, floor(random() * %(phrases)s)::int AS p_one, floor(random() * %(phrases)s)::int AS p_two,
      CASE WHEN random() < 0.02 THEN floor(random() * %(rare)s)::int END AS p_rare
    FROM (
      SELECT id, opened_at, last_line_at, closed_at, summary, last_line, opened_by_name AS by_name,
        3 + floor(-ln(1 - random()) * 8.5)::int
          + CASE WHEN random() < 0.0002 THEN 200 + (random() * 1300)::int ELSE 0 END AS lines
      FROM incidents_incident WHERE opened_on >= %(since)s AND opened_on < %(until)s
    ) long, generate_series(1, lines) number
  ) each
  JOIN bench_phrase one ON one.n = p_one JOIN bench_phrase two ON two.n = p_two
  LEFT JOIN bench_rare rare ON rare.n = p_rare
) made ORDER BY at
