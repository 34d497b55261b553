// Light or dark as the system has it, until somebody chooses; the choice is remembered in this browser.
"use strict";

const remembered = () => {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // storage is switched off: the choice lasts as long as the page
  }
};
const remember = (theme) => {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // as above
  }
};
const root = document.documentElement;
const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const choose = (theme) => {
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
};

choose(remembered()); // before anything is painted
document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("theme");
  const label = () => (button.textContent = isDark() ? "Light colours" : "Dark colours");
  label();
  button.hidden = false;
  button.addEventListener("click", () => {
    choose(isDark() ? "light" : "dark");
    remember(root.dataset.theme);
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
});
