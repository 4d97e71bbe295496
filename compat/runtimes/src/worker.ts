// Starts the program in workerd: addresses in a request, the record in the answer.
import { program } from './program.ts';

export default {
  fetch: async (request: Request): Promise<Response> => Response.json(await program(await request.json())),
};
