// What pages can do better with JavaScript; without it every page works all the same.

const LIVE_SECONDS = 4;
const MOST_FOLLOW_SECONDS = 10;

/** Replaces what changes by itself, as long as somebody looks and does not type in it. */
async function refresh(region, address) {
  if (document.hidden || region.contains(document.activeElement) && document.activeElement !== document.body) return;
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
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
  setInterval(() => refresh(region, region.dataset.live), (region.dataset.every ?? LIVE_SECONDS) * 1000);
}

/** Looks again, less and less often, until there is nothing left to wait for, and says so to who cannot see it. */
async function follow(region) {
  for (let seconds = 0.5; region.querySelector("[data-unfinished]"); seconds = Math.min(seconds * 1.5, MOST_FOLLOW_SECONDS)) {
    await new Promise(resolve => setTimeout(resolve, seconds * 1000));
    await refresh(region, region.dataset.follow);
  }
  document.getElementById(region.dataset.tell).textContent = region.querySelector("h1").textContent;
}

document.querySelectorAll("[data-follow]").forEach(follow);

// Whoever is led to an input wants to type.
document.addEventListener("click", event => {
  const input = document.getElementById(event.target.closest('a[href^="#"]')?.hash.slice(1));
  if (input instanceof HTMLInputElement) setTimeout(() => input.focus());
});

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
