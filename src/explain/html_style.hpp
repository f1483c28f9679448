// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The style sheet of the page. Colours stand as names on top, once for light and once for dark.
#pragma once

namespace tenfold::rendering {

inline constexpr const char* html_style = R"(:root {
  --paper: #ffffff; --ink: #1c2430; --dim: #667085; --line: #e3e7ed; --code: #f3f5f8;
  --before: #c3cad5; --after: #1a7f5a; --fired: #1a7f5a; --worse: #b3402e;
  --advice: #fff6dd; --advice-line: #e8c65a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e4e8ee; --dim: #929cac; --line: #2a313c; --code: #1f2630;
    --before: #4d5766; --after: #3fbf8f; --fired: #3fbf8f; --worse: #f0877a;
    --advice: #2c2614; --advice-line: #8a7330;
  }
}
* { box-sizing: border-box; }
body {
  max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem;
  background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
}
.brand { margin: 0; color: var(--dim); font-weight: 600; letter-spacing: 0.06em; }
h1 { margin: 0.1rem 0 0.4rem; font-size: 1.6rem; font-weight: 400; line-height: 1.3; }
h1, code { overflow-wrap: anywhere; }
h1 strong { display: block; font-weight: 650; }
h1 .arrow { color: var(--dim); font-weight: 400; }
h2 { margin: 2.2rem 0 0.6rem; font-size: 1.05rem; }
.dim, .declined { color: var(--dim); }
p.dim { margin: 0.2rem 0; }
.advice {
  margin: 1.2rem 0 0; padding: 0.6rem 0.9rem;
  background: var(--advice); border-left: 4px solid var(--advice-line); border-radius: 4px;
}
code { font: 0.88em/1.4 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
dt code { padding: 0.05rem 0.35rem; background: var(--code); border-radius: 4px; }
.totals { display: grid; gap: 0 2.5rem; }
.totals { grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); }
.ratio { margin-left: 0.5rem; font-weight: 650; }
.ratio.better { color: var(--after); }
.ratio.worse { color: var(--worse); }
.ratio.same { color: var(--dim); font-weight: 400; }
.row { display: grid; gap: 0.6rem; margin: 0.3rem 0; }
.row { grid-template-columns: 3.6rem 1fr 6rem; align-items: center; }
.when { color: var(--dim); }
.value { text-align: right; font-variant-numeric: tabular-nums; }
.track { display: block; min-width: 6rem; }
.bar { display: block; height: 0.95rem; min-width: 2px; border-radius: 3px; }
.bar.before { background: var(--before); }
.bar.after { background: var(--after); }
td .bar { height: 0.6rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--dim); font-weight: 500; font-size: 0.9rem; }
th, td { padding: 0.35rem 1.1rem 0.35rem 0; border-bottom: 1px solid var(--line); }
th, td { text-align: left; vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
th.number:first-child { width: 1%; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: 0.45rem 1.2rem; margin: 0; }
dt, dd { margin: 0; }
dt.fired code { color: var(--fired); font-weight: 600; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0.15rem; }
  dd { margin-bottom: 0.6rem; }
}
@media print { body { padding: 0; max-width: none; } }
)";

}  // namespace tenfold::rendering
