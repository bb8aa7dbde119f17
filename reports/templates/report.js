"use strict";
// The findings as a searchable list. Text reaches the page as text nodes only; nothing here parses HTML.
(async () => {
  const ROW = 50;
  const AHEAD = 8;
  const STATUSES = ["failed", "unknown", "waived", "exempt", "passed"];
  const SEVERITIES = ["critical", "high", "medium", "low", "info"];
  const $ = (id) => document.getElementById(id);
  const make = (tag, name, ...children) => {
    const node = Object.assign(document.createElement(tag), { className: name });
    node.append(...children);
    return node;
  };
  const button = (name, press, ...children) => Object.assign(make("button", name, ...children), { type: "button", onclick: press });
  const mark = (node, attributes) => {
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const number = (value) => value.toLocaleString("en-US");
  const dollars = (value) => "$" + Math.round(value).toLocaleString("en-US");

  // Without this the summary, the coverage, the policies and the static table stay as they are.
  if (!("DecompressionStream" in window)) return;
  const packed = atob($("data").textContent);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(stream).json();

  const policies = data.policies.map(([id, code, title, remediation, category, links]) => ({ id, code, title, remediation, category, links }));
  const subjects = data.subjects.map(([name, type, id, account, region, environment, tags, runs]) => ({ name, type, id, account, region, environment, tags, runs }));
  const accounts = new Set(subjects.map((subject) => subject.account));
  const findings = data.findings.map((row, order) => {
    const [status, severity, policy, subject, place, path, message, reasons, evidence, saving, waiver, confidence, link, baseline] = row;
    const at = subjects[subject];
    const region = accounts.size > 1 ? [at.account, at.region].join("/") : at.region;
    return { order, status, severity, policy: policies[policy], subject: at, region, place, where: place || region, path, message, reasons, evidence, saving, waiver, confidence, link, baseline, text: "" };
  });
  const searchable = (one) => one.text ||= [one.status, one.severity, one.policy.id, one.policy.code, one.policy.title, one.subject.name, one.subject.type, one.subject.id, one.subject.environment, one.where, one.path, one.message, ...one.reasons, ...one.evidence.flat(), ...one.subject.tags.flat(), ...(one.waiver || [])].join("\n").toLowerCase();
  const money = findings.some((one) => one.saving);
  const shape = money ? "row" : "row plain";

  // How findings can be told apart: filters, groups and columns all ask these.
  const aspects = {
    severity: (one) => one.severity,
    policy: (one) => one.policy.code,
    type: (one) => one.subject.type,
    region: (one) => one.region,
    environment: (one) => one.subject.environment,
    category: (one) => one.policy.category, baseline: (one) => one.baseline,
    subject: (one) => one.subject.name,
    file: (one) => one.place.replace(/:\d+:\d+$/, ""),
  };
  const columns = [
    ["Severity", (one) => SEVERITIES.indexOf(one.severity)],
    ["Policy", (one) => one.policy.code],
    ["Subject", (one) => one.subject.name],
    ["Where", (one) => one.where],
    ["What is wrong", (one) => one.message],
    ...(money ? [["A month", (one) => -(one.saving ? one.saving[0] : 0)]] : []),
  ];
  const start = () => ({ status: findings.some((one) => one.status === "failed") ? "failed" : "", query: "", group: "", sort: 0, down: false, filters: {} });
  let state = start(), items = [], cursor = -1, open = null;

  const selected = (skip) => {
    const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    const filters = Object.entries(state.filters).filter(([, value]) => value);
    return findings.filter((one) => (skip === "status" || !state.status || one.status === state.status)
      && filters.every(([name, value]) => aspects[name](one) === value)
      && words.every((word) => searchable(one).includes(word)));
  };
  const sorted = (list) => {
    const [key, sign] = [columns[state.sort][1], state.down ? -1 : 1];
    const keys = new Map(list.map((one) => [one, key(one)]));
    return list.sort((a, b) => {
      const x = keys.get(a);
      const y = keys.get(b);
      return x === y ? a.order - b.order : sign * (x < y ? -1 : 1);
    });
  };
  const grouped = (list) => {
    if (!state.group) return list;
    const groups = new Map();
    for (const one of list) {
      const name = aspects[state.group](one);
      groups.has(name) ? groups.get(name).push(one) : groups.set(name, [one]);
    }
    return [...groups].flatMap(([name, members]) => [{ heading: name || "none", count: members.length }, ...members]);
  };

  const apply = () => {
    const list = sorted(selected());
    items = grouped(list);
    cursor = open ? items.indexOf(open) : -1;
    $("body").style.height = Math.max(items.length * ROW, 120) + "px";
    $("grid").setAttribute("aria-rowcount", items.length + 1);
    $("shown").textContent = list.length === findings.length ? `${number(list.length)} findings` : `${number(list.length)} of ${number(findings.length)} findings`;
    drawStatuses();
    drawHead();
    draw();
  };
  const drawStatuses = () => {
    const counts = {};
    for (const one of selected("status")) counts[one.status] = (counts[one.status] || 0) + 1;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const focused = document.activeElement.dataset.status;
    $("statuses").replaceChildren(...["", ...STATUSES].map((status) => {
      const count = status ? counts[status] || 0 : total;
      const dot = status ? [make("span", "dot " + status)] : [];
      const chip = button("", () => { state.status = status; apply(); }, ...dot, `${status || "all"} ${number(count)}`);
      return mark(chip, { "data-status": status, "aria-pressed": state.status === status });
    }));
    if (focused !== undefined) $("statuses").querySelector(`[data-status="${focused}"]`)?.focus();
  };
  const drawHead = () => {
    const cells = columns.map(([title], index) => {
      const current = state.sort === index;
      const resort = () => {
        Object.assign(state, { down: current && !state.down, sort: index });
        apply();
        $("head").querySelectorAll("button")[index].focus();
      };
      const arrow = current ? (state.down ? " ↓" : " ↑") : "";
      const order = current ? (state.down ? "descending" : "ascending") : "none";
      return mark(make("div", title === "A month" ? "usd" : "", button("", resort, title + arrow)), { role: "columnheader", "aria-sort": order });
    });
    const row = mark(make("div", shape, ...cells), { role: "row", "aria-rowindex": 1 });
    $("head").replaceChildren(row);
  };
  const badge = (word) => make("span", "badge " + word, word);
  const cell = (name, ...children) => mark(make("div", "cell " + name, ...children), { role: "gridcell" });
  const halves = ({ place, where, subject }) => place ? [place.slice(place.lastIndexOf("/") + 1), place.slice(0, place.lastIndexOf("/") + 1)]
    : [where, subject.environment === "unknown" ? "" : subject.environment];
  const drawRow = (one, index) => {
    const row = one.heading === undefined
      ? make("div", shape,
        cell("", badge(one.status === "failed" ? one.severity : one.status), make("div", "second", one.status === "failed" ? one.baseline : one.severity)),
        cell("code", one.policy.code),
        cell("name", mark(make("div", "", one.subject.name), { title: one.subject.name }), make("div", "second", one.subject.type.replace("AWS::SageMaker::", ""))),
        cell("where", ...halves(one).map((half, line) => make("div", line ? "second" : "", half))),
        cell("message", one.message || one.policy.title),
        ...(money ? [cell("usd money", one.saving ? dollars(one.saving[0]) : "")] : []))
      : make("div", "row group", cell("", one.heading, make("span", "", ` ${number(one.count)}`)));
    row.style.top = index * ROW + "px";
    mark(row, { id: "row-" + index, role: "row", "aria-rowindex": index + 2, "aria-selected": index === cursor });
    row.onclick = () => { if (one.heading === undefined) show(one); };
    return row;
  };
  const draw = () => {
    const grid = $("grid");
    const first = Math.max(0, Math.floor(grid.scrollTop / ROW) - AHEAD);
    const last = Math.min(items.length, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW) + AHEAD);
    const rows = items.slice(first, last).map((one, index) => drawRow(one, first + index));
    $("body").replaceChildren(...(rows.length ? rows : [make("p", "empty", "No finding matches. Reset the filters to see them all.")]));
    grid.setAttribute("aria-activedescendant", cursor >= first && cursor < last ? "row-" + cursor : "");
  };
  const move = (to) => {
    cursor = Math.max(0, Math.min(items.length - 1, to));
    const grid = $("grid");
    const [top, room] = [cursor * ROW, grid.clientHeight - $("head").offsetHeight - ROW];
    if (top < grid.scrollTop) grid.scrollTop = top;
    if (top > grid.scrollTop + room) grid.scrollTop = top - room;
    draw();
    if (open && items[cursor] && items[cursor].heading === undefined) show(items[cursor]);
  };

  const facts = (pairs) => make("dl", "", ...pairs.filter(([, value]) => value !== "").flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]));
  const part = (title, ...children) => [make("h3", "", title), ...children];
  const paragraphs = (texts) => texts.map((text) => make("p", "", text));
  const link = (href, text, more) => make("p", "", Object.assign(make("a", "", text), { href, ...more }));
  const outside = (address) => link(address, address, { rel: "noopener noreferrer", target: "_blank" });
  const expand = (on) => {
    $("details").hidden = !on;
    $("grid").classList.toggle("narrow", on);
  };
  const show = (one) => {
    open = one;
    cursor = items.indexOf(one);
    const { policy, subject } = one;
    $("details").replaceChildren(
      mark(button("close", hide, "×"), { "aria-label": "Close the details" }), badge(one.severity), " ", badge(one.status),
      make("h2", "", `${policy.code} · ${policy.title}`),
      make("p", "muted name", subject.name),
      ...(one.message && one.message !== policy.title ? [make("p", "say", one.message)] : []),
      ...(one.reasons.length ? part(one.status === "unknown" ? "What is not known" : "Why", ...paragraphs(one.reasons)) : []),
      ...(one.saving ? part("Could be saved", make("p", "", make("b", "money", dollars(one.saving[0]) + " a month"), ` · ${one.saving[1]} · prices of ${one.saving[2]}`)) : []),
      ...(one.status !== "passed" && policy.remediation ? part("What to do", make("p", "fix", policy.remediation)) : []),
      ...(one.evidence.length ? part("Evidence", facts(one.evidence.map(([name, value]) => [name.replaceAll("_", " "), value]))) : []),
      ...(one.waiver ? part("Waiver", facts([["Owner", one.waiver[0]], ["Reason", one.waiver[1]], ["Holds until", one.waiver[2]], ["Written at", one.waiver[3]]])) : []),
      ...part("Subject", facts([
        ["Type", subject.type], ["Id", subject.id], ["Account", subject.account], ["Region", subject.region],
        ["Environment", subject.environment], ["Runs", subject.runs === 1 ? "" : number(subject.runs)],
        ["Location", one.place], ["Field", one.path && make("code", "", one.path)], ["Confidence", one.confidence], ["Baseline", one.baseline],
      ])),
      ...(subject.tags.length ? part("Tags", facts(subject.tags)) : []),
      ...part("Read more", link("#policy-" + policy.id, "About this policy"), ...policy.links.filter((address) => address.startsWith("https://")).map(outside)),
      ...part("Link to this finding", link("#f=" + one.link, "#f=" + one.link)),
    );
    expand(true);
    $("details").scrollTop = 0;
    history.replaceState(null, "", "#f=" + one.link);
    draw();
  };
  const hide = () => {
    open = null;
    expand(false);
    history.replaceState(null, "", "#findings");
    $("grid").focus();
    draw();
  };

  const parts = ["findings", "coverage", "waivers", "policies"];
  const turn = (to) => {
    for (const name of parts) $(name).hidden = name !== to;
    for (const link of document.querySelectorAll("nav a")) {
      mark(link, { "aria-current": link.getAttribute("href") === "#" + to ? "page" : "false" });
    }
    if (to === "findings") draw();
  };
  const route = () => {
    const hash = location.hash.slice(1);
    if (hash.startsWith("f=")) {
      const one = findings.find(({ link }) => link && hash.slice(2).startsWith(link));
      turn("findings");
      if (!one) return;
      if (!items.includes(one)) { state = { ...start(), status: one.status }; drawFilters(); apply(); }
      show(one);
      move(items.indexOf(one));
      $("grid").scrollIntoView({ block: "nearest" });
    } else if (hash.startsWith("policy-") && $(hash)) {
      turn("policies");
      $(hash).open = true;
      $(hash).scrollIntoView();
    } else {
      turn(parts.includes(hash) ? hash : "findings");
      if (parts.includes(hash)) $(hash).scrollIntoView();
    }
  };

  const option = (value, text) => Object.assign(make("option", "", text), { value });
  const drawFilters = () => {
    $("search").value = state.query;
    $("filters").replaceChildren(...["severity", "policy", "type", "region", "environment", "baseline"].flatMap((name) => {
      const counts = new Map();
      for (const one of findings) counts.set(aspects[name](one), (counts.get(aspects[name](one)) || 0) + 1);
      counts.delete("");
      if (counts.size < 2 && !state.filters[name]) return [];
      const values = [...counts.keys()].sort(name === "severity" ? (a, b) => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b) : undefined);
      const select = make("select", "", option("", "any " + name), ...values.map((value) => option(value, value)));
      mark(select, { id: "filter-" + name, "aria-label": "Filter by " + name });
      select.value = state.filters[name] || "";
      select.onchange = () => { state.filters[name] = select.value; $("grid").scrollTop = 0; apply(); };
      return [select];
    }));
    $("group").replaceChildren(option("", "nothing"), ...Object.keys(aspects).map((name) => option(name, name)));
    $("group").value = state.group;
  };

  $("search").oninput = () => { state.query = $("search").value; $("grid").scrollTop = 0; apply(); };
  $("group").onchange = () => { state.group = $("group").value; $("grid").scrollTop = 0; apply(); };
  $("reset").onclick = () => { state = start(); drawFilters(); apply(); };
  $("grid").onscroll = () => requestAnimationFrame(draw);
  $("grid").onkeydown = (event) => {
    if (event.target !== $("grid")) return;
    const page = Math.floor($("grid").clientHeight / ROW) - 1;
    const to = { ArrowDown: cursor + 1, ArrowUp: cursor - 1, PageDown: cursor + page, PageUp: cursor - page, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) move(to);
    else if (event.key === "Enter" && items[cursor] && items[cursor].heading === undefined) { show(items[cursor]); $("details").focus(); }
    else return;
    event.preventDefault();
  };
  document.onkeydown = (event) => {
    if (event.key === "Escape" && open) hide();
    if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) { event.preventDefault(); turn("findings"); $("search").focus(); }
  };
  for (const link of document.querySelectorAll("[data-policy]")) {
    link.onclick = (event) => {
      event.preventDefault();
      state = { ...start(), filters: { policy: policies.find(({ id }) => id === link.dataset.policy).code } };
      history.replaceState(null, "", "#findings");
      turn("findings");
      drawFilters();
      apply();
      $("findings").scrollIntoView();
    };
  }
  const dark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => { $("theme").textContent = dark() ? "Light" : "Dark"; };
  $("theme").onclick = () => { document.documentElement.dataset.theme = dark() ? "light" : "dark"; label(); };
  $("theme").hidden = false;
  label();
  $("static").hidden = true;
  $("app").hidden = false;
  drawFilters();
  apply();
  route();
  window.onhashchange = route;
  window.onresize = draw;
  document.documentElement.dataset.ready = "true";
})();
