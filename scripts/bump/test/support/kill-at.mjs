// Loaded before the command: ends the process with SIGKILL at the step of writing that its address names, half done where it can be.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(new URL(import.meta.url).search.slice(1));
let steps = 0;
const kill = () => process.kill(process.pid, 'SIGKILL');
const { writeFileSync, linkSync, renameSync, rmSync } = fs;

fs.writeFileSync = (file, text, ...rest) => {
  if (++steps === at) {
    writeFileSync(file, String(text).slice(0, String(text).length / 2));
    kill();
  }
  return writeFileSync(file, text, ...rest);
};
fs.linkSync = (from, to) => {
  if (++steps === at) kill();
  return linkSync(from, to);
};
fs.renameSync = (from, to) => {
  if (++steps === at) kill();
  return renameSync(from, to);
};
fs.rmSync = (...args) => {
  if (++steps === at) kill();
  return rmSync(...args);
};
syncBuiltinESMExports();
