// The header `x-sandbox-fault`: the fault of one request, as JSON or in a short form.
import { checkFault, type Fault } from './faults.ts';

export const faultHeader = 'x-sandbox-fault';

/**
 * Reads `status=503`, `status=429; retry-after=30`, `delay=30s`, `ms=200`, `reset=before`, `truncated`, `html=502`,
 * `expired-token`, or a fault as JSON. Throws where it is none.
 */
export function readFaultHeader(text: string): Fault {
  const fault = text.trimStart().startsWith('{') ? parse(text) : shortForm(text);
  checkFault(fault);
  return fault;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError('The header is not JSON.');
  }
}

function shortForm(text: string): unknown {
  const [first = '', ...others] = text.split(';').map((part) => part.trim());
  const [kind = '', value] = first.split('=', 2);
  const retryAfter = others.find((part) => part.startsWith('retry-after='))?.slice('retry-after='.length);
  switch (kind) {
    case 'status':
      return { kind, status: Number(value), ...(retryAfter !== undefined && { retryAfter }) };
    case 'html':
      return value === undefined ? { kind } : { kind, status: Number(value) };
    case 'delay':
      return { kind, by: value };
    case 'ms':
      return { kind: 'delay', ms: Number(value) };
    case 'reset':
      return { kind, when: value };
    default:
      return { kind };
  }
}
