// The provider of the small repository.
import type { Provider } from '../../../contract/providers.ts';

export const acme: Provider = {
  name: 'acme',
  pascal: 'Acme',
  docs: 'https://acme.example/docs',
  nullableWhenRead: false,
};
