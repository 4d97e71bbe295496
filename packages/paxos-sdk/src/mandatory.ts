// What Paxos's documentation makes mandatory and its schema does not: refused before it is sent.

type Fields = Readonly<Record<string, unknown>>;

/**
 * The amounts that an order needs, by its type; stop orders only sell.
 *
 * @see https://docs.paxos.com/api-reference/endpoints/orders/create-order (documented)
 */
function amountsOf({ type, side }: Fields): string[] {
  switch (type) {
    case 'MARKET':
      return [side === 'BUY' ? 'quote_amount' : 'base_amount'];
    case 'LIMIT':
    case 'POST_ONLY_LIMIT':
      return ['base_amount', 'price'];
    case 'STOP_MARKET':
      return ['base_amount', 'stop_price'];
    case 'STOP_LIMIT':
      return ['base_amount', 'stop_price', 'price'];
    default:
      return [];
  }
}

const MANDATORY: Readonly<Record<string, (body: Fields) => (string | false)[]>> = {
  createOrder: (body) => [
    ...amountsOf(body).map((name) => !isText(body[name]) && `${name} as a decimal string`),
    body.time_in_force === 'GTT' && !body.expiration_date && 'expiration_date',
    !body.identity_id !== !body.identity_account_id && 'identity_id with identity_account_id',
  ],
  // https://docs.paxos.com/api-reference/endpoints/identity/create-identity (documented)
  createIdentity: ({ person_details: person, institution_details, ...body }) => {
    if (!person === !institution_details) return ['person_details or institution_details, not both'];
    const details = (person ?? institution_details) as Fields;
    const taxed =
      // From these numbers Paxos fills tax_details itself.
      /^(SSN|ITIN|EIN)$/.test(`${details.cip_id_type}`) ||
      isList(body.tax_details) ||
      (body.tax_details_not_required && details.cip_id_country !== 'USA');
    return [
      !person && !isList(body.institution_members) && 'institution_members',
      !taxed && 'tax_details, or tax_details_not_required outside of the USA',
      details.verifier_type === 'PASSTHROUGH' && !details.passthrough_verified_at && 'passthrough_verified_at',
    ];
  },
};

/** What the body lacks; each begins with the name of a field. */
export function missingFields(operation: string, body: unknown): string[] {
  const check = body && typeof body === 'object' ? MANDATORY[operation] : undefined;
  return check ? check(body as Fields).filter((one) => one !== false) : [];
}

/** Why Paxos would refuse this body; nothing if it may be good. */
export function missingIn(operation: string, body: unknown): string | undefined {
  const missing = missingFields(operation, body);
  return missing.length > 0 ? `body needs ${missing.join(', ')}.` : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
