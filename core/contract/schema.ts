import { z } from 'zod';

// Zod's compiled fast path calls `new Function`, which the window's content security policy forbids.
z.config({ jitless: 'document' in globalThis });

export { z };
