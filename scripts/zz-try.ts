import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { bundle } from './lib/bump/bundle.ts';
import { refuseHostileNames } from './lib/bump/hostile.ts';
import { mergeFacts } from './lib/bump/merge/merge.ts';
import { renameToOurs } from './lib/bump/merge/names.ts';
import { patchYaml } from './lib/bump/merge/yaml-patch.ts';
import { parseSpec } from './lib/bump/parse.ts';
import { stripProse } from './lib/bump/prose.ts';
import { upgrade } from './lib/bump/upgrade-3.0.ts';

const t = (l: string, s: number) => console.log(l, (performance.now() - s).toFixed(0));
for (const [p, f] of [
  ['iron', '/work/shared/reference/iron/openapi-1.0-16988.yaml'],
  ['paxos', '/work/shared/reference/paxos/openapi-2026-07-31.json'],
] as const) {
  let s = performance.now();
  const theirs0 = parseSpec(readFileSync(f, 'utf8'), f);
  t('parse', s);
  s = performance.now();
  const theirs1 = bundle(theirs0, f);
  refuseHostileNames(theirs1);
  const theirs = upgrade(theirs1);
  const text = readFileSync(`specs/${p}/spec.yaml`, 'utf8');
  const ours = parse(text);
  const names = parse(readFileSync(`specs/${p}/names.yaml`, 'utf8'));
  s = performance.now();
  const r = renameToOurs(theirs, ours, names);
  t('rename', s);
  s = performance.now();
  console.log(r.proposals);
  const m = mergeFacts(ours, r.document);
  t('merge', s);
  s = performance.now();
  console.log(m.needsProse.length, m.needsProse.slice(0, 10));
  const out = patchYaml(text, m.document);
  t('patch', s);
  console.log(p, out === text);
  if (out !== text) {
    const a = text.split('\n'),
      b = out.split('\n');
    const i = a.findIndex((l, j) => l !== b[j]);
    console.log(i, a.slice(i - 2, i + 6), b.slice(i - 2, i + 6), a.length, b.length);
  }
  const r2 = renameToOurs(stripProse(ours) as never, ours, names);
  const m2 = mergeFacts(ours, r2.document);
  console.log('own', patchYaml(text, m2.document) === text, r2.proposals, m2.needsProse);
}
