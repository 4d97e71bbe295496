// Calls of OpenAI's own API like those of bench/src/overhead/calls.ts: one record read, one made.
import OpenAI from 'openai';

export function createCalls(fetch) {
  const openai = new OpenAI({ apiKey: 'key-for-the-stub', fetch });
  return {
    get: () => openai.models.retrieve('6a3e8f0e-6d8e-4c8e-9a52-0f4a2f3e1d77'),
    post: () => openai.embeddings.create({ model: 'small', input: 'Ada Lovelace', encoding_format: 'float' }),
  };
}
