// What is the same for every customer: currencies, documents to sign, subdivisions, custodians, market prices.
import type {
  CountrySubdivision,
  CryptoCurrency,
  FiatCurrency,
  TermsAndConditionsLink,
  VaspSuggestion,
} from '@org/iron-types';

/** Of the contract's examples. */
export const terms: readonly TermsAndConditionsLink[] = [
  {
    id: '0198c3ab-bbcc-417c-ab39-a40586e113a1',
    display_name: 'Terms of Service',
    url: 'https://legal.example.com/terms-of-service-2026-01.pdf',
  },
  {
    id: '0198c3ab-ccdd-4288-9c4a-b51697f224a2',
    display_name: 'Privacy Notice',
    url: 'https://legal.example.com/privacy-notice-2026-01.pdf',
  },
];

const sepaCountries = ['AT', 'BE', 'DE', 'ES', 'FI', 'FR', 'IE', 'IT', 'NL', 'PT'];

export const fiatCurrencies: readonly FiatCurrency[] = [
  { code: 'EUR', name: 'Euro', countries: sepaCountries.map((code) => ({ code })) },
  { code: 'USD', name: 'US Dollar', countries: [{ code: 'US' }] },
  { code: 'GBP', name: 'Pound Sterling', countries: [{ code: 'GB' }] },
  { code: 'BRL', name: 'Brazilian Real', countries: [{ code: 'BR' }] },
  { code: 'MXN', name: 'Mexican Peso', countries: [{ code: 'MX' }] },
  { code: 'NGN', name: 'Nigerian Naira', countries: [{ code: 'NG' }] },
  { code: 'KES', name: 'Kenyan Shilling', countries: [{ code: 'KE' }] },
];

const chains = [
  'Ethereum',
  'Base',
  'Arbitrum',
  'Polygon',
  'Avalanche',
  'Bsc',
  'Solana',
  'Stellar',
  'Tempo',
  'Plasma',
] as const;

export const cryptoCurrencies: readonly CryptoCurrency[] = [
  ...chains.map((chain) => ({ code: 'USDC', chain, name: 'USD Coin', mint_only: false })),
  ...(['Ethereum', 'Polygon', 'Solana', 'Tron'] as const).map((chain) => ({
    code: 'USDT',
    chain,
    name: 'Tether USD',
    mint_only: false,
  })),
  ...(['Ethereum', 'Base', 'Solana'] as const).map((chain) => ({
    code: 'EURC',
    chain,
    name: 'Euro Coin',
    mint_only: false,
  })),
  { code: 'CTUSD', chain: 'Citrea', name: 'Citrea USD', mint_only: true },
];

/** Price of a unit in US dollars. EUR to USDC is the rate of the contract's examples; the market never moves. */
export const prices: Readonly<Record<string, string>> = {
  USD: '1',
  EUR: '1.081123',
  GBP: '1.27',
  BRL: '0.18',
  MXN: '0.05',
  NGN: '0.00065',
  KES: '0.0077',
  USDC: '1',
  USDT: '1',
  EURC: '1.081123',
  CTUSD: '1',
};

/** Countries where an attested wallet is refused: those outside of the United States and the rest of the world. */
export const regulatedRegion: ReadonlySet<string> = new Set(
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

export const vasps: readonly VaspSuggestion[] = [
  {
    did: 'did:ethr:0x27b1fdb04752bbc536007a920d24acb045561c26',
    name: 'Example Exchange',
    country: 'IE',
    website: 'https://exchange.example.com',
  },
  {
    did: 'did:ethr:0x8617e340b3d01fa5f11f306f4090fd50e238070d',
    name: 'Example Custody',
    country: 'CH',
    website: 'https://custody.example.org',
  },
  { did: 'did:ethr:0x4b0f64dd4d6a55b8a3a2a1b9a6b1f5c2b4b8c0de', name: 'Sample Trading', country: 'US' },
];

const states =
  'AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware FL:Florida GA:Georgia HI:Hawaii ID:Idaho IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky LA:Louisiana ME:Maine MD:Maryland MA:Massachusetts MI:Michigan MN:Minnesota MS:Mississippi MO:Missouri MT:Montana NE:Nebraska NV:Nevada NH:New_Hampshire NJ:New_Jersey NM:New_Mexico NY:New_York NC:North_Carolina ND:North_Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode_Island SC:South_Carolina SD:South_Dakota TN:Tennessee TX:Texas UT:Utah VT:Vermont VA:Virginia WA:Washington WV:West_Virginia WI:Wisconsin WY:Wyoming DC:District_of_Columbia';
const provinces =
  'AB:Alberta BC:British_Columbia MB:Manitoba NB:New_Brunswick NL:Newfoundland_and_Labrador NS:Nova_Scotia NT:Northwest_Territories NU:Nunavut ON:Ontario PE:Prince_Edward_Island QC:Quebec SK:Saskatchewan YT:Yukon';
const laender =
  'BB:Brandenburg BE:Berlin BW:Baden-Württemberg BY:Bavaria HB:Bremen HE:Hesse HH:Hamburg MV:Mecklenburg-Western_Pomerania NI:Lower_Saxony NW:North_Rhine-Westphalia RP:Rhineland-Palatinate SH:Schleswig-Holstein SL:Saarland SN:Saxony ST:Saxony-Anhalt TH:Thuringia';
const unitedKingdom = 'ENG:England NIR:Northern_Ireland SCT:Scotland WLS:Wales';

export const subdivisions: ReadonlyMap<string, readonly CountrySubdivision[]> = new Map(
  Object.entries({ US: states, CA: provinces, DE: laender, GB: unitedKingdom }).map(([country, list]) => [
    country,
    list.split(' ').map((entry) => {
      const [code = '', name = ''] = entry.split(':');
      return { code: `${country}-${code}`, name: name.replaceAll('_', ' ') };
    }),
  ]),
);
