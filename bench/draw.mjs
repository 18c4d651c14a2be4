#!/usr/bin/env node
// Drawings of results: node bench/draw.mjs FILE.svg RESULT.json... One result: bars; several sizes of one engine: also how the processor time of a request grows.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { rows } from './report.mjs';
import { growthBounds } from './targets.mjs';

const style = `
    text { font: 12px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600; font-size: 14px } .faint { fill: #656d76 } .end { text-anchor: end } .middle { text-anchor: middle }
    .met { fill: #1a7f37 } .missed { fill: #bf3989 } .line { stroke: #d0d7de } .bound { stroke: #1f2328; stroke-dasharray: 4 3 } .curve { fill: none; stroke-width: 2 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 } .faint { fill: #8d96a0 } .met { fill: #3fb950 } .missed { fill: #f778ba } .line { stroke: #30363d } .bound { stroke: #e6edf3 }
    }`;
// Distinguishable for most eyes, and on white as on black.
const colours = ['#2f81f7', '#db6d28', '#a371f7', '#2da44e', '#db61a2', '#bb8009', '#1b9aaa', '#f85149', '#848d97', '#a0703c', '#6f8f2f'];

const escaped = text => String(text).replaceAll('`', '').replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
const title = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
const whole = value => Math.round(value).toLocaleString('en-US');

/** @param results of one engine */
export function drawing(results) {
  const sizes = [...results].sort((a, b) => a.users - b.users);
  const parts = sizes.map(bars);
  if (sizes.length > 1) parts.push(curves(sizes));
  const height = parts.reduce((sum, part) => sum + part.height, 0);
  let y = 0;
  const body = parts.map(part => `  <g transform="translate(0 ${(y += part.height) - part.height})">\n${part.svg}\n  </g>`).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 ${height}" width="880" height="${height}" role="img">\n  <style>${style}\n  </style>\n${body}\n</svg>\n`;
}

// How much of its target each reached: what is at the line or beyond it is met. Beyond three times the bar is cut and its figure tells.
function bars(result) {
  const all = rows(result).filter(row => !row.missing), left = 290, unit = 100, most = 3, lineHeight = 22, top = 48;
  const lines = [`<text class="title" x="10" y="20">${title[result.engine]}, ${whole(result.users)} users: share of the target</text>`];
  for (let share = 0; share <= most; share++) lines.push(`<line class="line" x1="${left + share * unit}" x2="${left + share * unit}" y1="${top - 6}" y2="${top + all.length * lineHeight}"/>`, `<text class="faint middle" x="${left + share * unit}" y="${top - 12}">${share}</text>`);
  all.forEach((row, i) => {
    const y = top + i * lineHeight, width = Math.max(1, Math.min(row.share, most) * unit);
    lines.push(
      `<text class="end" x="${left - 8}" y="${y + 13}">${escaped(row.name)}</text>`,
      `<rect class="${row.share >= 1 ? 'met' : 'missed'}" x="${left}" y="${y + 3}" width="${width.toFixed(1)}" height="13" rx="2"/>`,
      `<text class="faint" x="${left + most * unit + 12}" y="${y + 13}">${escaped(row.errors ? `${row.errors} errors` : `${row.figure}  (${row.target})`)}</text>`);
  });
  lines.push(`<line class="bound" x1="${left + unit}" x2="${left + unit}" y1="${top - 6}" y2="${top + all.length * lineHeight}"/>`);
  return { svg: lines.map(line => '    ' + line).join('\n'), height: top + all.length * lineHeight + 20 };
}

// Processor time of a request at each size, as a multiple of what it is at the smallest.
function curves(sizes) {
  const names = Object.keys(growthBounds(sizes[0].engine)).filter(name => sizes.every(one => one.operations[name]?.cpuUs));
  const left = 60, width = 420, height = 240, top = 48, factor = (name, one) => one.operations[name].cpuUs / sizes[0].operations[name].cpuUs;
  const most = Math.max(1.5, ...names.flatMap(name => sizes.map(one => factor(name, one)))) * 1.05;
  const decades = Math.log10(sizes.at(-1).users / sizes[0].users) || 1;
  const x = one => left + Math.log10(one.users / sizes[0].users) / decades * width, y = value => top + height * (1 - value / most);
  const lines = [`<text class="title" x="10" y="20">${title[sizes[0].engine]}: processor time of a request by number of users, as a multiple</text>`];
  for (let value = 0; value <= most; value += 0.5) lines.push(`<line class="line" x1="${left}" x2="${left + width}" y1="${y(value)}" y2="${y(value)}"/>`, `<text class="faint end" x="${left - 8}" y="${y(value) + 4}">${value.toFixed(1)}</text>`);
  for (const one of sizes) lines.push(`<text class="faint middle" x="${x(one)}" y="${top + height + 18}">${whole(one.users)}</text>`);
  names.forEach((name, i) => {
    const colour = colours[i % colours.length];
    lines.push(
      `<polyline class="curve" stroke="${colour}" points="${sizes.map(one => `${x(one).toFixed(1)},${y(factor(name, one)).toFixed(1)}`).join(' ')}"/>`,
      `<rect x="${left + width + 20}" y="${top + i * 20}" width="12" height="12" rx="2" fill="${colour}"/>`,
      `<text x="${left + width + 40}" y="${top + i * 20 + 11}">${name} ${factor(name, sizes.at(-1)).toFixed(2)} ×</text>`);
  });
  return { svg: lines.map(line => '    ' + line).join('\n'), height: top + height + 40 };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, ...results] = process.argv.slice(2);
  fs.writeFileSync(file, drawing(results.map(result => JSON.parse(fs.readFileSync(result, 'utf8')))));
}
