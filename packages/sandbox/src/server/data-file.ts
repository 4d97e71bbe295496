// A file that keeps what the sandbox remembers: read at the start, replaced whole when something has changed.
import { existsSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { checkSnapshot, type Snapshot } from '../engine/snapshot.ts';

export interface DataFile {
  /** Saves soon; several changes at once. */
  changed(): void;
  /** Saves now what has changed. */
  flush(): Promise<void>;
}

/** Least time between two saves, in milliseconds. */
const pause = 500;

/** The snapshot in a file, or undefined where there is no such file. Throws where the file holds something else. */
export function loadData(file: string): Snapshot | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const snapshot: unknown = JSON.parse(readFileSync(file, 'utf8'));
    checkSnapshot(snapshot);
    return snapshot;
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message} Move it away to start with nothing.`);
  }
}

export function createDataFile(file: string, snapshot: () => Snapshot, failed: (error: Error) => void): DataFile {
  let dirty = false;
  let saving = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const save = async (): Promise<void> => {
    if (!dirty) return;
    dirty = false;
    await replace(file, JSON.stringify(snapshot()));
  };
  const queue = (): Promise<void> => {
    saving = saving.then(save).catch((error: Error) => failed(error));
    return saving;
  };
  return {
    changed() {
      dirty = true;
      timer ??= setTimeout(() => {
        timer = undefined;
        queue();
      }, pause).unref();
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      return queue();
    },
  };
}

/** Written beside the file and renamed over it: after a crash the file is the old one or the new one, never a part. */
async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    // Readable by its user only: the names of credentials are API keys.
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
