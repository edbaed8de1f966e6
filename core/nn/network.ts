import { AlarmworkPass } from './alarmwork-net';
import { ElmanPass } from './elman';
import type { Specification } from './parameters';
import type { Pass, PassOptions } from './pass';

export function createPass(specification: Specification, options: PassOptions): Pass {
  return specification.model === 'alarmwork'
    ? new AlarmworkPass(specification, options)
    : new ElmanPass(specification, options);
}
