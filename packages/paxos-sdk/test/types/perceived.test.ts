// Programs as users write them: what an editor shows, and what narrows. Compiled against the built package; a bump compiles them, and
// those that the last release kept, against the types it would write.
import { testPrograms } from '@org/test-kit/programs';

testPrograms(import.meta.url);
