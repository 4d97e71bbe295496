// Assets, what one of each is worth, and how finely it can be divided. Prices stand still: amounts can be computed ahead.
import { divide, multiply, precision, round } from '../decimal.ts';
import { badRequest, refuse } from '../problems.ts';

const fiat = ['USD', 'EUR', 'SGD', 'GBP', 'MXN', 'BRL'];
/** Of one dollar each; Paxos issues all but USDC. */
export const stablecoins: readonly string[] = ['USDG', 'PYUSD', 'USDP', 'USDC'];

/** US dollars for one of the asset. Bitcoin and ether as in the contract's examples, the others of their usual size. */
const dollars: Readonly<Record<string, string>> = {
  USD: '1',
  EUR: '1.08',
  SGD: '0.75',
  GBP: '1.27',
  MXN: '0.055',
  BRL: '0.18',
  USDG: '1',
  PYUSD: '1',
  USDP: '1',
  USDC: '1',
  PAXG: '4120.50',
  BTC: '80000',
  ETH: '2480.15',
  AAVE: '180',
  ARB: '0.35',
  AVAX: '22',
  BCH: '480',
  BNB: '640',
  BONK: '0.000018',
  DOGE: '0.16',
  ENA: '0.42',
  LINK: '14.50',
  LTC: '95',
  MNT: '0.85',
  ONDO: '0.90',
  PENGU: '0.011',
  PEPE: '0.0000095',
  POL: '0.24',
  QNT: '98',
  RENDER: '4.20',
  SHIB: '0.000013',
  SKY: '0.07',
  SOL: '145',
  SUI: '3.10',
  TRUMP: '9.50',
  UNI: '7.80',
  WIF: '0.75',
  WLD: '1.10',
  XLM: '0.28',
};

export const assets: readonly string[] = Object.keys(dollars);

export function isAsset(asset: string): boolean {
  return Object.hasOwn(dollars, asset);
}

export function isFiat(asset: string): boolean {
  return fiat.includes(asset);
}

/** Decimal places of the smallest amount. */
export function scaleOf(asset: string): number {
  if (isFiat(asset)) return 2;
  if (stablecoins.includes(asset)) return 6;
  return ['BTC', 'BCH', 'LTC', 'DOGE'].includes(asset) ? 8 : 18;
}

/** Price of `base` in `quote`, to as many digits as one is quoted with. */
export function priceOf(base: string, quote: string): string {
  const price = dollars[base] ?? '0';
  return quote === 'USD' ? price : divide(price, dollars[quote] ?? '1', Math.max(2, precision(price)), 'down');
}

/** Worth in US dollars, to the cent. */
export function notional(asset: string, amount: string): string {
  return round(multiply(amount, dollars[asset] ?? '0'), 2, 'down');
}

/** Throws a `Refusal` for an asset that the sandbox does not know. */
export function assertAsset(asset: string): void {
  if (!isAsset(asset)) throw badRequest(`asset ${asset.slice(0, 20)} is unknown`);
}

/** Throws a `Refusal` unless the amount is above zero, and not finer than the asset can be divided. */
export function assertAmount(field: string, amount: string, asset: string): void {
  if (amount.length > 40 || !/^\d*\.?\d+$/.test(amount) || !/[1-9]/.test(amount)) {
    throw badRequest(`${field} must be greater than zero, with at most 40 digits`);
  }
  const scale = scaleOf(asset);
  if (precision(amount) > scale) {
    const detail = `${field} has more than ${scale} decimal places, which is the precision of ${asset}`;
    throw refuse(400, 'Exceed Precision', detail, { type: 'exceed-precision' });
  }
}
