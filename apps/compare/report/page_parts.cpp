#include "apps/compare/report/page_parts.hpp"

namespace starling::compare {

// Blue and vermilion of Okabe and Ito's palette: told apart by colour-blind readers, and by their shapes beside that.
const std::string_view page_style = R"css(
:root{color-scheme:light dark;--page:#fff;--ink:#1c1c1c;--soft:#5a5a5a;--line:#d9d9d9;--band:#f5f6f8;
--better:#0072b2;--worse:#d55e00;--warn:#fff4d6;
--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#b5568c;--c4:#b87d00;--c5:#3a94c9;--c6:#6e6e6e}
@media (prefers-color-scheme:dark){:root{--page:#15171a;--ink:#e6e6e6;--soft:#a8a8a8;--line:#3a3d42;--band:#1e2126;
--better:#56b4e9;--worse:#e69f00;--warn:#3a3010;
--c0:#4f9fe0;--c1:#ff8547;--c2:#2fc79b;--c3:#dd99c0;--c4:#f0b93a;--c5:#9bd7f8;--c6:#a9a9a9}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1rem;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
h3{font-size:1rem;margin:1.5rem 0 .5rem;overflow-wrap:anywhere}
p{max-width:60rem;margin:.5rem 0}.soft,figcaption{color:var(--soft);font-size:.875rem}
a{color:var(--better)}nav a{display:inline-block;margin-right:1rem;padding:.25rem 0}
.warnings{background:var(--warn);border-left:4px solid var(--worse);padding:.5rem 1rem;margin:1rem 0;list-style:none}
.scroll{overflow-x:auto;margin:.75rem 0;border:1px solid var(--line);border-radius:6px}
.scroll:focus-visible,a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,
summary:focus-visible{outline:3px solid var(--better);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .75rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
tr:last-child>*{border-bottom:0}
thead th{background:var(--band);vertical-align:bottom}
thead th:first-child{position:sticky;left:0;z-index:2}
th:first-child,td:first-child{text-align:left}
tbody th{position:sticky;left:0;background:var(--page);font-weight:400;max-width:16rem;overflow:hidden;
text-overflow:ellipsis}
tbody tr:hover>*{background:var(--band)}
.words{text-align:left}.sd{color:var(--soft)}sup a{text-decoration:none}
td.best{font-weight:700}td.near .mean{text-decoration:underline;text-underline-offset:3px}
th button{all:unset;cursor:pointer;display:inline-block;text-align:inherit}
th button:focus-visible{outline:3px solid var(--better)}
th button::after{content:" \2195";color:var(--soft)}
th[aria-sort=ascending] button::after{content:" \2191";color:var(--ink)}
th[aria-sort=descending] button::after{content:" \2193";color:var(--ink)}
figure{margin:.75rem 0}figure .scroll{padding:.5rem}figure svg{display:block;width:100%;min-width:34rem;max-width:48rem}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,35rem),1fr));gap:0 1rem;align-items:start}
.pictures>figure{min-width:0}
text.ink{fill:var(--ink)}line.ink{stroke:var(--ink)}line.faint{stroke:var(--line)}
.better{fill:var(--better)}.worse{fill:none;stroke:var(--worse);stroke-width:2}
.low{fill:var(--c0)}.high{fill:var(--c1)}.frame{stroke:var(--line)}
.group0{fill:var(--c0)}.group1{fill:var(--c1)}.group2{fill:var(--c2)}.group3{fill:var(--c3)}.group4{fill:var(--c4)}
.group5{fill:var(--c5)}.group6{fill:var(--c6)}
svg .better:hover,svg .worse:hover{stroke:var(--ink);stroke-width:3}
.curve0{stroke:var(--c0)}.curve1{stroke:var(--c1)}.curve2{stroke:var(--c2)}.curve3{stroke:var(--c3)}
.curve4{stroke:var(--c4)}.curve5{stroke:var(--c5)}.curve6{stroke:var(--c6)}
.curves polyline{stroke-linejoin:round}.curves:hover>g{opacity:.2}.curves>g:hover{opacity:1}
.filters{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:.75rem 0}
.filters label{display:flex;flex-direction:column;font-size:.875rem;flex:1 1 12rem;max-width:22rem}
input,select{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:4px;
padding:.4rem .5rem;width:100%}
.tall{max-height:32rem;overflow:auto}.tall thead th{position:sticky;top:0;z-index:1}
.tall thead th:first-child{z-index:3}
summary{cursor:pointer;padding:.5rem 0;font-weight:600;overflow-wrap:anywhere}
details{border-bottom:1px solid var(--line)}
ol.notes,ul.facts{padding-left:1.5rem;font-size:.875rem;overflow-wrap:anywhere}
@media (max-width:34rem){body{padding:.75rem;font-size:15px}th,td{padding:.35rem .5rem}tbody th{max-width:9.5rem}}
@media print{.filters,nav{display:none}.scroll,.tall{overflow:visible;max-height:none}}
)css";

const std::string_view page_script = R"js(
'use strict';
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const value = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const x = value(a), y = value(b);
        if (x === '' || y === '') return (x === '') - (y === '');
        const order = isNaN(x) || isNaN(y) ? x.localeCompare(y) : x - y;
        return down ? -order : order;
      });
      table.tBodies[0].append(...rows);
    });
  });
}
const words = document.getElementById('filter'), metric = document.getElementById('metric');
if (words && metric) {
  const rows = [...document.querySelectorAll('#all tbody tr')], count = document.getElementById('count');
  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = wanted.every(word => text.includes(word)) &&
        (metric.value === '' || row.dataset.metric === metric.value);
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown + ' of ' + rows.length + ' rows';
  };
  words.addEventListener('input', show);
  metric.addEventListener('change', show);
  document.querySelector('.filters').hidden = false;
  show();
}
)js";

}  // namespace starling::compare
