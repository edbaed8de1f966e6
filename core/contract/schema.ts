import { z } from 'zod';

// Zod's compiled fast path calls `new Function`, which the renderer's content security policy forbids.
z.config({ jitless: true });

export { z };
