
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = id => document.getElementById(id);
  const PAGE = 100;
  let language = data.language;
  const word = key => data.words[language][key] || key;

  // What cannot be seen or turns the direction of writing stands as an escape; all else goes in as text, never as markup.
  const visible = text => String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, c => {
    const code = c.codePointAt(0).toString(16);
    return code.length > 4 ? "\\u{" + code + "}" : "\\u" + code.padStart(4, "0");
  });
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = visible(text);
    if (kind) element.className = kind;
    return element;
  };
  const number = n => n.toLocaleString(language === "zh" ? "zh-CN" : "en");
  const seconds = ms => ms >= 60000 ? Math.floor(ms / 60000) + " min " + Math.round(ms % 60000 / 1000) + " s" : (ms / 1000).toFixed(ms < 10000 ? 2 : 1) + " s";
  const time = ms => new Date(ms).toISOString().replace("T", " ");

  const overall = data.faults.length ? "notTrusted" : data.open > 0 ? "notComplete" : data.allGood ? "allGood" : "notAllGood";

  // A list of any length, of which one page is in the document.
  function pager(body, pages, row) {
    let items = [], page = 0;
    const draw = (from, to) => body.replaceChildren(...items.slice(from, to).map((item, i) => row(item, from + i)));
    const show = () => {
      const last = Math.max(0, Math.ceil(items.length / PAGE) - 1);
      page = Math.min(Math.max(page, 0), last);
      draw(page * PAGE, page * PAGE + PAGE);
      const step = (key, by, off) => {
        const button = make("button", word(key));
        button.type = "button";
        button.disabled = off;
        button.onclick = () => { page += by; show(); };
        return button;
      };
      pages.replaceChildren();
      if (last > 0) {
        const where = number(page * PAGE + 1) + "–" + number(Math.min(items.length, page * PAGE + PAGE)) + " / " + number(items.length);
        pages.append(step("back", -1, page === 0), make("span", where), step("on", 1, page === last));
      }
    };
    return {
      set(all) { items = all; page = 0; show(); },
      show,
      all() { draw(0, items.length); },
    };
  }
  const cell = (key, ...parts) => {
    const td = document.createElement("td");
    td.dataset.label = word(key);
    td.append(...parts.filter(part => part.textContent !== ""));
    return td;
  };
  const tr = (...cells) => {
    const row = document.createElement("tr");
    row.append(...cells);
    return row;
  };

  const rows = pager(at("rows").tBodies[0], at("row-pages"), row => tr(
    cell("instance", make("span", row.instance, "id"), make("small", row.name)),
    cell("verdict", make("b", row.verdict, row.tone), make("small", word(row.verdict))),
    cell("sends", make("span", row.sends)),
    cell("why", make("span", row.why), make("small", row.restorable ? word("restorable") + " " + time(row.restorable) : ""), make("small", row.requests)),
    cell("seen", make("span", row.seen), make("small", row.attached))));
  const leftovers = pager(at("leftovers").tBodies[0], at("leftover-pages"), row => tr(
    cell("instance", make("span", row.instance, "id")),
    cell("kind", make("span", word("kind" + row.kind))),
    cell("id", make("span", row.id, "id")),
    cell("note", make("b", row.exists ? word("exists" + row.exists) : word("notLookedUp"), row.exists === "NO" ? "good" : "short"), make("small", row.state),
      make("small", row.freedBy ? word("freedBy") + " " + row.freedBy : ""), make("small", row.why))));
  const events = pager(at("events").tBodies[0], at("event-pages"), event => tr(
    cell("at", make("span", time(event.at))),
    cell("event", make("b", event.kind), make("small", word(event.kind)), make("small", event.attempt > 1 ? word("attempt") + " " + event.attempt : "")),
    cell("lane", make("span", event.lane)),
    cell("instances", make("span", event.instances ? number(event.instances) : "")),
    cell("took", make("span", event.took < 0 ? "" : seconds(event.took))),
    cell("detail", make("span", event.detail), make("small", event.requests))));
  const evidence = pager(at("evidence"), at("evidence-pages"), (line, i) => {
    const item = make("li", line);
    item.value = i + 1;
    return item;
  });

  // Search: all words, anywhere in the row. What is searched is put together once.
  const searched = data.rows.map(row => [row.instance, row.name, row.verdict, row.why, row.requests, row.seen, row.attached].join("\n").toLowerCase());
  let chosen = "";
  function filter() {
    const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = data.rows.filter((row, i) =>
      (chosen === "" || row.verdict === chosen) && words.every(part => searched[i].includes(part)));
    rows.set(found);
    at("found").textContent = number(found.length) + " / " + number(data.rows.length);
  }
  at("search").oninput = filter;

  function totals() {
    at("totals").replaceChildren(...data.counts.map(count => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", String(chosen === count.verdict));
      button.append(make("b", number(count.count), count.tone), make("small", count.verdict), make("small", " " + word(count.verdict)));
      button.onclick = () => { chosen = chosen === count.verdict ? "" : count.verdict; totals(); filter(); };
      return button;
    }));
  }

  function facts() {
    const good = at("all-good");
    good.textContent = word(overall);
    good.className = overall === "allGood" ? "good" : "bad";
    const wrong = data.faults.slice();
    if (data.open > 0) wrong.unshift(word("open") + ": " + number(data.open));
    at("faults").replaceChildren(...wrong.map(fault => make("li", fault)));
    const entries = [["instances", number(data.rows.length)], ["goal", data.goal + " " + word(data.goal)], ["started", time(data.startedAt)], ["took", seconds(data.took)], ["run", data.run]];
    at("facts").replaceChildren(...entries.filter(entry => entry[1] !== "").map(entry => {
      const div = document.createElement("div");
      div.append(make("dt", word(entry[0])), make("dd", entry[1]));
      return div;
    }));
  }

  // Calls and waits by lane; marks that would touch are drawn as one.
  function timeline() {
    const lanes = new Map();
    let from = data.startedAt, to = data.startedAt + data.took;
    data.events.forEach(event => { from = Math.min(from, event.at - Math.max(0, event.took)); to = Math.max(to, event.at); });
    const span = Math.max(1, to - from);
    const mark = (lane, kind, begin, end, text) => {
      if (!lanes.has(lane)) lanes.set(lane, {call: [], wait: [], look: []});
      lanes.get(lane)[kind].push({begin, end, text});
    };
    const waiting = new Map();
    data.events.forEach(event => {
      if (event.lane === "") return;
      const count = " " + number(event.instances) + " " + word("instances");
      if (event.kind === "ANSWERED") mark(event.lane, "call", event.at - Math.max(0, event.took), event.at, event.kind + count + " " + event.detail);
      if (event.kind === "LOOKED") mark(event.lane, "look", event.at - Math.max(0, event.took), event.at, event.kind + count);
      if (event.kind === "RETRYING" || event.kind === "HELD_BACK") { if (!waiting.has(event.lane)) waiting.set(event.lane, event); }
      else if (waiting.has(event.lane) && event.kind !== "LOOKED") {
        const since = waiting.get(event.lane);
        mark(event.lane, "wait", since.at, event.at, since.kind + " " + since.detail);
        waiting.delete(event.lane);
      }
    });
    waiting.forEach((since, lane) => mark(lane, "wait", since.at, to, since.kind + " " + since.detail));
    const box = at("timeline");
    box.replaceChildren(...[...lanes].map(([name, kinds]) => {
      const lane = make("div", undefined, "lane"), track = make("div", undefined, "track");
      for (const kind of ["look", "call", "wait"]) {
        const joined = [];
        kinds[kind].sort((a, b) => a.begin - b.begin).forEach(one => {
          const last = joined[joined.length - 1];
          if (last && one.begin - last.end < span / 1000) { last.end = Math.max(last.end, one.end); last.times++; }
          else joined.push({begin: one.begin, end: one.end, text: one.text, times: 1});
        });
        joined.forEach(one => {
          const bar = make("i", undefined, kind);
          bar.style.left = 100 * (one.begin - from) / span + "%";
          bar.style.width = 100 * (one.end - one.begin) / span + "%";
          bar.title = visible(one.text + (one.times > 1 ? " (× " + one.times + ")" : "") + " " + seconds(one.end - one.begin));
          track.append(bar);
        });
      }
      lane.append(make("span", name), track);
      return lane;
    }));
    const axis = make("div", undefined, "axis");
    axis.append(make("span", time(from)), make("span", "+ " + seconds(span)));
    box.append(axis);
  }

  function speak(chosenLanguage) {
    language = chosenLanguage;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = "CloudRelease: " + word(overall);
    document.querySelectorAll("[data-word]").forEach(element => element.textContent = word(element.dataset.word));
    document.querySelectorAll("[data-language]").forEach(button => button.setAttribute("aria-pressed", String(button.dataset.language === language)));
    at("totals").setAttribute("aria-label", word("verdict"));
    facts(); totals(); filter(); timeline();
    leftovers.show(); events.show(); evidence.show();
    at("lines").textContent = number(lines.length) + " " + word("lines");
  }
  document.querySelectorAll("[data-language]").forEach(button => button.onclick = () => speak(button.dataset.language));

  const lines = data.evidence.split("\n").filter(Boolean);
  leftovers.set(data.leftovers);
  events.set(data.events);
  evidence.set(lines);
  at("head").textContent = data.head;
  at("leftover-section").hidden = data.leftovers.length === 0;
  at("timeline-section").hidden = data.events.length === 0;
  at("partly").hidden = data.wholeStory;
  at("evidence-section").hidden = lines.length === 0;
  at("save").onclick = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([data.evidence], {type: "application/x-ndjson"}));
    link.download = "evidence.jsonl";
    link.click();
    URL.revokeObjectURL(link.href);
  };
  // On paper there are no pages to turn.
  addEventListener("beforeprint", () => { rows.all(); leftovers.all(); });
  addEventListener("afterprint", () => { rows.show(); leftovers.show(); });
  speak(language);
})();
