// What pages can do better with JavaScript; without it every page works all the same.

const LIVE_SECONDS = 4;

/** Replaces what changes by itself, as long as somebody looks and does not type in it. */
async function refresh(region) {
  if (document.hidden || region.contains(document.activeElement) && document.activeElement !== document.body) return;
  const answer = await fetch(region.dataset.live, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer === null) return;
  if (answer.status === 401) location.reload();
  if (answer.ok) {
    const html = await answer.text();
    const opened = [...region.querySelectorAll("details[open]")].map(details => details.className);
    if (html !== region.lastHtml) region.innerHTML = region.lastHtml = html;
    opened.forEach(name => region.querySelector(`details[class="${name}"]`)?.setAttribute("open", ""));
  }
}

for (const region of document.querySelectorAll("[data-live]")) {
  setInterval(() => refresh(region), (region.dataset.every ?? LIVE_SECONDS) * 1000);
}

// "/" goes to the search, as in many tools.
document.addEventListener("keydown", event => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const target = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!typing && target && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    target.focus();
  }
});

// A choice of what to load needs no button.
for (const form of document.querySelectorAll("[data-submit-on-change]")) {
  form.addEventListener("change", event => {
    if (event.target.name === "source") form.elements.sample.disabled = true;
    form.submit();
  });
}

// The lab answers while somebody types.
const lab = document.querySelector("[data-lab]");
if (lab) {
  const result = document.getElementById("result");
  let timer, turn = 0;
  lab.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++turn;
      const answer = await fetch(lab.dataset.lab, { method: "POST", body: new URLSearchParams(new FormData(lab)) }).catch(() => null);
      if (answer?.ok && mine === turn) result.innerHTML = await answer.text();
      if (answer?.status === 403 || answer?.redirected) location.reload();
    }, 250);
  });
}

// Opens what the address points at.
const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target instanceof HTMLDetailsElement) target.open = true;
