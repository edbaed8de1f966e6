/** Property tests try the same examples every time, so that a change alone decides them; another seed tries others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['ALARMWORK_TEST_SEED'] ?? 20_261_124) });
