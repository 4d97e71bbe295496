// What the sandbox remembers of Iron, for one API key.
export interface IronRecords {
  /** Id of the partner that the key belongs to. */
  readonly partner_id: string;
}

export function emptyIronRecords(account: string): IronRecords {
  void account;
  return { partner_id: '0198c300-0000-4000-8000-0000000000aa' };
}
