// The three ways in which a value of a contract enters a code file. Nothing else puts one there.

/** A value as a JSON literal, which is also a JavaScript expression and a TypeScript literal type. */
export function literal(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`a ${typeof value} has no JSON literal.`);
  // Two characters that end a line in older JavaScript, but not in JSON.
  return text.replace(/[\u2028\u2029]/g, (character) => (character === '\u2028' ? '\\u2028' : '\\u2029'));
}

/** A name that is a JavaScript identifier already. Throws for every other one: a name is never repaired. */
export function identifier(name: string): string {
  if (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) && name !== '__proto__') return name;
  throw new Error(`${JSON.stringify(name)} is not an identifier.`);
}

/** A JSDoc block with a line break at its end; empty for an empty text. Nothing in the text can end the block. */
export function comment(text: string, indent = ''): string {
  if (text === '') return '';
  const lines = text
    .replaceAll('*/', '*\\/')
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd());
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line && ` ${line}`}`).join('\n')}\n${indent} */\n`;
}
