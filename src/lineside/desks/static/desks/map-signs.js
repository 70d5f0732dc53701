// What is on the map and moves: read from the same rows that the desks show, so that map and board cannot differ.
(() => {
  const M = window.linesideMap;
  const SHAPES = { I: "▲", P: "◆", S: "●", R: "■", C: "▣", E: "◇" };
  const GRADES = { I: "Immediate", P: "Priority", S: "Scheduled", R: "Resolution without deployment", C: "Crime desk", E: "Pre-planned event" };
  const EMERGENCY = "0";
  const MINUTE = 60;

  const age = (since) => {
    const seconds = Math.max(0, Math.floor((window.lineside.now() - Date.parse(since)) / 1000));
    if (seconds < MINUTE) return `${seconds} s`;
    const minutes = Math.floor(seconds / MINUTE);
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  };

  const placed = (row, sign) => {
    const [lat, lon] = [Number(row.dataset.lat), Number(row.dataset.lon)];
    return row.dataset.lat === undefined ? { ...sign, lat: null } : { ...sign, lat, lon, x: M.across(lon), y: M.down(lat) };
  };

  const incident = (row) => {
    const link = row.querySelector(".ref");
    const grade = row.dataset.grade;
    const units = [...row.lastElementChild.querySelectorAll(".tag")].map((tag) => tag.textContent);
    return placed(row, {
      key: row.id,
      layer: "incidents",
      rank: `1${row.dataset.sort}`,
      grade,
      shape: SHAPES[grade] || "–",
      label: `${grade || "–"} ${link.textContent}`,
      name: `Log ${link.textContent}`,
      kind: grade ? `${grade} ${GRADES[grade] || ""}` : "Not graded",
      what: [row.dataset.what, row.dataset.place, units.length ? `with ${units.join(", ")}` : "nobody there"].filter(Boolean).join(" · "),
      open: { href: M.address("log", row.id) },
    });
  };

  // As at the desks: the word and the mark come from the table of ages, by the server's clock.
  const fixOf = (row) => {
    const fix = row.querySelector("[data-fix]");
    if (!fix) return { at: "", mark: "", word: "", step: 0 };
    const seconds = (window.lineside.now() - Date.parse(fix.dataset.fix)) / 1000;
    const ages = fix.dataset.ages.split(";").filter(Boolean).map((each) => each.split("|"));
    const step = Math.max(0, ages.findLastIndex(([from]) => seconds >= Number(from)));
    return { at: fix.dataset.fix, mark: ages[step][1], word: ages[step][2], step };
  };

  const unit = (row) => {
    const fix = fixOf(row);
    const sign = row.dataset.sort;
    const calls = row.dataset.state === EMERGENCY;
    const old = fix.at ? `position ${age(fix.at)} old${fix.word ? `, ${fix.word}` : ""}` : "no position";
    return placed(row, {
      key: row.id,
      layer: "units",
      rank: calls ? "0" : `2${row.dataset.free === undefined ? 1 : 0}${sign}`,
      emergency: calls,
      free: row.dataset.free !== undefined,
      step: fix.step,
      shape: calls ? "▲" : fix.mark || "–",
      label: `${calls ? "EMERGENCY " : ""}${sign}${fix.at ? ` ${age(fix.at)}` : ""}`,
      name: sign,
      kind: calls ? "Unit, officer emergency" : "Unit",
      what: `${row.dataset.state} ${row.dataset.what} · ${old}`,
      open: { sheet: M.address("unit", row.id) },
    });
  };

  const train = (row) => {
    const reckoned = row.dataset.reckoned !== undefined;
    return placed(row, {
      key: row.id,
      layer: "trains",
      rank: `3${row.dataset.sign}`,
      reckoned,
      shape: reckoned ? "▷" : "▶",
      label: `${row.dataset.sign} ${age(row.dataset.heard)}`,
      name: row.dataset.sign,
      kind: "Train",
      what: `${row.dataset.what} · reported ${age(row.dataset.heard)} ago, ${row.dataset.sure}${reckoned ? " · place reckoned between two reports" : ""}`,
      open: null,
    });
  };

  const LISTS = { incidents: ["[data-live-list=incidents] > tr[id]", incident], units: ["[data-live-list=units] > tr[id]", unit], trains: ["#map-trains > li[id]", train] };
  // Everything of the layers that are on; what has no place is among it and says so.
  const signs = (on) => Object.entries(LISTS).filter(([layer]) => on(layer)).flatMap(([, [where, read]]) => [...document.querySelectorAll(where)].map(read));

  const KINDS = { station: ["stations", "◉", "Station"], underground: ["stations", "⊖", "Underground"], crossing: ["crossings", "✕", "Level crossing"], structure: ["structures", "∩", "Structure"], milepost: ["mileposts", "+", "Milepost"], post: ["areas", "⌂", "Post"], area: ["areas", "A", "Area"] };
  const said = { structure: (spot) => `${spot.code[0].toUpperCase()}${spot.code.slice(1)}`, post: (spot) => `Post of area ${spot.code}`, station: (spot) => `Station ${spot.code}`, underground: (spot) => `Underground, ${spot.code}` };
  const asSign = (spot) => ({ ...spot, key: `${spot.kind}-${spot.lat}-${spot.lon}`, layer: KINDS[spot.kind][0], rank: `${spot.kind === "post" ? 4 : spot.kind === "crossing" ? 5 : spot.kind === "station" ? 6 : 7}`, shape: KINDS[spot.kind][1], kind: KINDS[spot.kind][2], what: (said[spot.kind] || (() => KINDS[spot.kind][2]))(spot), open: null });

  Object.assign(M, { signs, asSign, age, KINDS });
})();
