"use strict";
// Keeps the page up to date while somebody looks at it, asks before what cannot be undone, and says what came of it.
function greyPage() {
  const page = document.getElementById("grey-page");
  if (!page) { return; }
  const FAST = 2000;
  const SLOW = 10000;
  const announce = document.getElementById("grey-announce");
  const stale = document.getElementById("grey-stale");
  let live = page.dataset.live === "true";
  let tag = "";
  let wait = FAST;
  let timer = null;
  let asking = false;

  // Makes an element like another one, keeping what is alike: focus, scroll and what people have opened stay.
  const KEPT = ["open", "tabindex", "role", "data-hint"];
  function same(a, b) { return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || ""); }
  function attributes(now, next) {
    Array.from(next.attributes).forEach(function (a) {
      if (a.name !== "open" && now.getAttribute(a.name) !== a.value) { now.setAttribute(a.name, a.value); }
    });
    Array.from(now.attributes).forEach(function (a) {
      if (!next.hasAttribute(a.name) && !KEPT.includes(a.name) && !a.name.startsWith("aria-value") && a.name !== "style"
        && !(a.name === "aria-label" && now.classList.contains("plot"))) { now.removeAttribute(a.name); }
    });
  }
  function become(now, next) {
    if (now.nodeType !== Node.ELEMENT_NODE) {
      if (now.nodeValue !== next.nodeValue) { now.nodeValue = next.nodeValue; }
      return;
    }
    if (now.classList.contains("readout") || now.classList.contains("cursor")) { return; }
    attributes(now, next);
    const wanted = Array.from(next.childNodes);
    let at = now.firstChild;
    wanted.forEach(function (child) {
      while (at && at.nodeType === Node.ELEMENT_NODE && at.classList.contains("grey-hint")) { at = at.nextSibling; }
      if (at && same(at, child)) {
        const following = at.nextSibling;
        become(at, child);
        at = following;
      } else {
        now.insertBefore(document.importNode(child, true), at);
        if (at && !wanted.some(function (w) { return same(w, at); })) {
          const gone = at;
          at = at.nextSibling;
          gone.remove();
        }
      }
    });
    while (at) {
      const following = at.nextSibling;
      if (at.nodeType !== Node.ELEMENT_NODE || !at.classList.contains("grey-hint")) { at.remove(); }
      at = following;
    }
  }
  function headlines() {
    return Array.from(page.querySelectorAll(".grey-release")).map(function (r) { return r.dataset.headline; });
  }
  function renew(html) {
    const next = new DOMParser().parseFromString(html, "text/html").getElementById("grey-content");
    const content = document.getElementById("grey-content");
    if (!next || !content) { return; }
    const before = headlines();
    const focused = document.activeElement;
    const release = focused && focused.closest ? focused.closest(".grey-release") : null;
    const value = focused && focused.name === "command" ? focused.value : "";
    become(content, next);
    if (release && (!document.contains(focused) || value && focused.value !== value)) {
      const again = value ? release.querySelector("button[value='" + value + "']") : null;
      const target = again || release.querySelector("h2");
      if (target && document.contains(target)) { target.focus({ preventScroll: true }); }
    }
    const news = headlines().filter(function (h) { return !before.includes(h); });
    if (news.length) { announce.textContent = news.join(" "); }
    document.dispatchEvent(new CustomEvent("grey:drawn"));
  }
  function say(text) {
    stale.hidden = text === "";
    if (stale.textContent !== text) { stale.textContent = text; }
  }
  function later() {
    window.clearTimeout(timer);
    timer = live && !document.hidden ? window.setTimeout(poll, wait) : null;
  }
  function poll() {
    if (asking) { return; }
    asking = true;
    const headers = tag ? { "If-None-Match": tag } : {};
    fetch(page.dataset.state, { headers: headers, cache: "no-store", credentials: "same-origin" }).then(function (answer) {
      if (answer.status === 304) {
        wait = Math.min(SLOW, wait * 1.5);
        say("");
        return null;
      }
      if (answer.status === 403 || answer.status === 404 || answer.redirected) {
        live = false;
        say("This page is not kept up to date any more: you are not logged in, or the run is gone. Load it again.");
        return null;
      }
      if (!answer.ok) { throw new Error("HTTP " + answer.status); }
      tag = answer.headers.get("ETag") || "";
      return answer.json();
    }).then(function (state) {
      if (state) {
        wait = FAST;
        live = state.live;
        say("");
        renew(state.html);
      }
    }).catch(function () {
      wait = Math.min(SLOW, wait * 2);
      say("Jenkins does not answer; what you see may be old. Trying again.");
    }).finally(function () {
      asking = false;
      later();
    });
  }
  function send(form, value) {
    const body = new URLSearchParams(new FormData(form));
    body.set("command", value);
    const headers = { "Accept": "application/json" };
    fetch("command", { method: "POST", headers: window.crumb ? window.crumb.wrap(headers) : headers, body: body, credentials: "same-origin" })
      .then(function (answer) {
        return answer.text().then(function (text) {
          let message = answer.ok ? "Done." : "Jenkins refused it: HTTP " + answer.status;
          try { message = JSON.parse(text).message || message; } catch (e) { message = answer.status === 403 ? "You may not do that." : message; }
          tell(message, answer.ok);
        });
      })
      .catch(function () { tell("Jenkins does not answer. Whether it was done is not known: look at the page when it is up to date again.", false); })
      .finally(function () { wait = FAST; live = true; poll(); });
  }
  function tell(message, good) {
    announce.textContent = message;
    const bar = window.notificationBar;
    if (bar) { bar.show(message, good ? bar.SUCCESS : bar.ERROR); } else { say(message); }
  }
  page.addEventListener("submit", function (event) {
    const button = event.submitter;
    if (!button || button.name !== "command") { return; }
    event.preventDefault();
    const form = event.target;
    const question = button.dataset.question;
    if (!question) {
      send(form, button.value);
    } else if (window.dialog) {
      window.dialog.confirm(button.textContent, {
        message: question,
        okText: button.textContent,
        type: button.dataset.destructive === "true" ? "destructive" : "default",
      }).then(function () { send(form, button.value); }, function () { button.focus(); });
    } else if (window.confirm(question)) {
      send(form, button.value);
    }
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && live) { wait = FAST; poll(); } else { later(); }
  });
  later();
}
if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", greyPage); } else { greyPage(); }
