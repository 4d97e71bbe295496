// The directory of virtual asset service providers; the first two are those of the contract's example.
import type { Vasp } from '@org/paxos-types';
import type { PaxosHandlers } from '../handlers.ts';
import { among, pageOf } from '../page.ts';
import { notFound } from '../problems.ts';

export const vasps: readonly Vasp[] = [
  { id: '0198c3c1-a6b7-7ccc-86f4-5fb0319cce02', name: 'Example Exchange' },
  { id: '0198c3c1-a7c8-7ccd-96f4-5fb0319cce03', name: 'Example Wallets' },
  { id: '0198c3c1-a8d9-7cce-a6f4-5fb0319cce04', name: 'Analytical Custody' },
];

export const vaspHandlers: PaxosHandlers = {
  ListVasps({ query }) {
    const prefix = query.search?.toLowerCase() ?? '';
    const wanted = vasps.filter(({ id, name }) => among(query.ids, id) && name.toLowerCase().startsWith(prefix));
    return { status: 200, body: pageOf(wanted, query, { sortKey: ({ name }) => name, order: 'ASC' }) };
  },

  GetVasp({ path }) {
    const vasp = vasps.find(({ id }) => id === path.id);
    if (!vasp) throw notFound(`vasp ${path.id} is unknown`);
    return { status: 200, body: { vasp } };
  },
};
