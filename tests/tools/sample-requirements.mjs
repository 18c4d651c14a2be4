#!/usr/bin/env node
// Draws requirement lines by chance, to try whether their tests turn red when the rule is inverted.
//
//   node tests/tools/sample-requirements.mjs [SEED] [COUNT]
//
// The same seed draws the same lines as long as the list stays the same. Lines that no test shows are left out.
import { readFileSync } from 'node:fs';

const corpus = new URL('../corpus/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, corpus), 'utf8'));
const seed = Number(process.argv[2] ?? 9865);
const count = Number(process.argv[3] ?? 40);

const without = new Set(read('requirements-elsewhere.json').filter((row) => row.kind !== 'overridden').flatMap((row) => row.ids));
const lines = read('requirements.json').filter((line) => !without.has(line.id));

// mulberry32: small, and the same everywhere.
let state = seed >>> 0;
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

console.log(`seed ${seed}: ${count} of ${lines.length} lines`);
for (let drawn = 0; drawn < count && lines.length > 0; drawn++) {
  const [line] = lines.splice(Math.floor(random() * lines.length), 1);
  console.log(`${line.id}\t${line.level}\t${line.says}`);
}
