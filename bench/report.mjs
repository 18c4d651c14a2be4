#!/usr/bin/env node
// Results as text: node bench/report.mjs RESULT.json... With several sizes of one engine also how it grows.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ceilings, growthBounds, targets } from './targets.mjs';

/** Each target with what was measured: figure in words, share of the target (1 or more: met), and what lies beside it. */
export function rows(result) {
  const { engine, users, operations: measured, ceilings: limits, facts } = result;
  return targets(engine, users).map(({ name, operation, figure, fact, target, beside }) => {
    const found = operation ? measured[operation] : facts[fact] === undefined ? null : { value: facts[fact] };
    if (!found) return { name, missing: true };
    const one = { name, target: wanted(target), ...(operation && !figure ? { rate: found.rate, p50: found.p50, p99: found.p99, cpuUs: found.cpuUs, databaseCpuUs: found.databaseCpuUs, allocatedBytes: found.allocatedBytes, alone: found.alone } : {}) };
    const against = target.kind === 'ratio' ? found.beside?.[target.of] ?? limits[target.of] ?? measured[target.of] : beside ? limits[beside] : null;
    if (against?.rate) Object.assign(one, { of: target.of ?? beside, ratio: found.rate / against.rate });
    if (found.errors) return { ...one, errors: found.errors, share: 0 };
    switch (target.kind) {
      case 'ratio': return against?.rate ? { ...one, figure: one.ratio.toFixed(2), share: one.ratio / target.least } : { ...one, missing: true };
      case 'rate': return { ...one, figure: `${whole(found.rate)}/s`, share: found.rate / target.least };
      case 'ms': { const ms = figure ? found[figure] : found.aloneMs; return { ...one, figure: `${short(ms)} ms`, share: target.most / ms }; }
      default: { const value = found[figure ?? 'value']; return { ...one, figure: `${short(value)} ${target.unit}`, share: target.most / value }; }
    }
  });
}

const wanted = ({ kind, least, most, unit, of }) => kind === 'ratio' ? `≥ ${least} × ${of}` : kind === 'rate' ? `≥ ${whole(least)}/s` : kind === 'ms' ? `≤ ${short(most)} ms` : `≤ ${most} ${unit}`;
const whole = value => Math.round(value).toLocaleString('en-US');
const short = value => value >= 100 ? whole(value) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Processor time of a request at each larger size, compared with the smallest. */
export function growth(results) {
  const [smallest, ...larger] = [...results].sort((a, b) => a.users - b.users);
  return larger.flatMap(result => Object.entries(growthBounds(result.engine)).flatMap(([operation, bound]) => {
    const [before, after] = [smallest, result].map(one => one.operations[operation]?.cpuUs);
    return before && after ? [{ operation, from: smallest.users, to: result.users, before, after, factor: after / before, bound, share: bound * before / after }] : [];
  }));
}

export function text(result) {
  const { engine, users, group, secs, when, machine, commit, ceilings: limits, facts, peer } = result;
  const title = { sqlite: 'SQLite, synchronous=FULL', postgres: 'PostgreSQL, synchronous_commit=on', other: result.base }[engine];
  const lines = [`${title}; ${whole(users)} users, a group of ${whole(group)}; ${secs} s each`, `${when}, ${commit}, ${machine.cpus} × ${machine.cpu}, load ${machine.load} before`, ''];
  if (engine !== 'other') {
    const all = rows(result);
    lines.push(...table(['operation', 'figure', 'target', '', 'req/s', 'p50 ms', 'p99 ms', 'CPU µs', ...(engine === 'postgres' ? ['DB µs'] : []), 'KB', 'of its ceiling'], all.map(row => [
      row.name, row.missing ? 'not measured' : row.errors ? `${row.errors} errors` : row.figure, row.target ?? '', row.missing ? '' : row.share >= 1 ? 'met' : 'NOT MET',
      cell(row.rate, whole) + (row.alone ? ' alone' : ''), cell(row.p50, short), cell(row.p99, short), cell(row.cpuUs, short), ...(engine === 'postgres' ? [cell(row.databaseCpuUs, short)] : []), row.alone ? '' : cell(row.allocatedBytes, bytes => short(bytes / 1000)),
      row.ratio ? `${row.ratio.toFixed(2)} × ${row.of}` : '',
    ])), `${all.filter(row => row.share >= 1).length} of ${all.filter(row => !row.missing).length} met`, '');
    lines.push(...table(['ceiling', 'req/s', 'p50 ms', 'p99 ms', 'CPU µs'], Object.entries(limits).map(([key, one]) => [
      `${key}: ${ceilings[key].name[engine] ?? ceilings[key].name}`, whole(one.rate) + (one.errors ? ` (${one.errors} errors)` : ''), short(one.p50), short(one.p99), short(one.cpuUs)])), '');
    lines.push(`loading by /Bulk ${whole(facts.loadRate)} users/s; private memory ${Object.entries(facts).filter(([key]) => key.endsWith('Mb')).map(([key, value]) => `${key.slice(0, -2)} ${short(value)} MB`).join(', ')}`, '');
  } else {
    lines.push(...figures(result), '');
  }
  if (peer) lines.push(`${peer.name}, ${whole(peer.users)} users, a group of ${whole(peer.group)}`, ...figures(peer, result), '');
  return lines.join('\n');
}

const figures = (one, beside) => table(['operation', 'req/s', 'p50 ms', 'p99 ms', 'CPU µs', ...(beside ? ['Roster is faster by'] : [])], Object.entries(one.operations).map(([name, found]) => found
  ? [name, whole(found.rate) + (found.alone ? ' alone' : '') + (found.errors ? ` (${found.errors} errors)` : ''), short(found.p50), short(found.p99), cell(found.cpuUs, short),
    ...(beside ? [found.rate && beside.operations[name] ? `${short(beside.operations[name].rate / found.rate)} ×` : ''] : [])]
  : [name, 'not there', '', '', '', ...(beside ? [''] : [])]));

const cell = (value, format) => value === undefined ? '' : format(value);

/** Markdown that is also readable as it is. */
function table(head, body) {
  const widths = head.map((_, i) => Math.max(...[head, ...body].map(line => line[i].length)));
  const line = cells => `| ${cells.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)];
}

export const growthText = results => table(['operation', 'users', 'CPU µs', 'factor', 'bound', ''], growth(results).map(one => [
  one.operation, `${whole(one.from)} → ${whole(one.to)}`, `${short(one.before)} → ${short(one.after)}`, one.factor.toFixed(2), String(one.bound), one.share >= 1 ? 'met' : 'NOT MET'])).join('\n');

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const results = process.argv.slice(2).map(file => JSON.parse(fs.readFileSync(file, 'utf8')));
  for (const result of results) console.log(text(result));
  for (const engine of new Set(results.map(one => one.engine))) {
    const sizes = results.filter(one => one.engine === engine);
    if (sizes.length > 1) console.log(`${engine}, how it grows\n${growthText(sizes)}\n`);
  }
}
