/** Settings of a series that do not go together. */

interface SeriesSettings {
  readonly inputs: readonly string[];
  readonly target: string;
  readonly otherTargets?: readonly string[] | undefined;
  readonly targetKind?: 'value' | 'class' | undefined;
  readonly horizon: number;
  readonly differencing: boolean;
  readonly sequenceColumn?: string | undefined;
  readonly split?: 'time' | 'sequence' | 'random' | undefined;
}

export interface SettingConflict {
  /** The setting to change. */
  readonly key: keyof SeriesSettings;
  readonly message: string;
}

/** @returns the first that is found, or null */
export function settingConflict(settings: SeriesSettings): SettingConflict | null {
  return targetConflict(settings) ?? horizonConflict(settings) ?? classConflict(settings) ?? sequenceConflict(settings);
}

function targetConflict({ target, otherTargets = [] }: SeriesSettings): SettingConflict | null {
  const twice = otherTargets.find((name, place) => name === target || otherTargets.indexOf(name) !== place);
  return twice === undefined
    ? null
    : { key: 'otherTargets', message: `Column "${twice}" is a target twice (target, otherTargets): leave one out` };
}

function horizonConflict({
  inputs,
  target,
  otherTargets = [],
  horizon,
  differencing,
}: SeriesSettings): SettingConflict | null {
  if (horizon !== 0) return null;
  const copied = [target, ...otherTargets].find((name) => inputs.includes(name));
  if (copied !== undefined) {
    const key = copied === target ? 'target' : 'otherTargets';
    return {
      key,
      message:
        `Column "${copied}" is an input (inputs) and a target (${key}) of the same row, because the horizon is 0: ` +
        'the network would only have to copy it. Take it out of one of them, or raise the horizon',
    };
  }
  return differencing
    ? {
        key: 'differencing',
        message:
          'Differencing learns the change since the row of the inputs, and with horizon 0 the target is in that row: ' +
          'turn differencing off, or raise the horizon',
      }
    : null;
}

function classConflict({ otherTargets = [], targetKind, differencing }: SeriesSettings): SettingConflict | null {
  if (targetKind !== 'class') return null;
  if (otherTargets.length > 0) {
    return {
      key: 'otherTargets',
      message: 'With classes (targetKind class) there is one target: leave otherTargets out, or predict values',
    };
  }
  return differencing
    ? {
        key: 'differencing',
        message: 'Classes (targetKind class) do not change by an amount: turn differencing off, or predict values',
      }
    : null;
}

function sequenceConflict({
  inputs,
  target,
  otherTargets = [],
  sequenceColumn,
  split,
}: SeriesSettings): SettingConflict | null {
  if (sequenceColumn === undefined) {
    return split === 'sequence'
      ? {
          key: 'split',
          message: 'Split sequence needs a sequence column (sequenceColumn): choose one, or split by time',
        }
      : null;
  }
  const isInput = inputs.includes(sequenceColumn);
  if (isInput || sequenceColumn === target || otherTargets.includes(sequenceColumn)) {
    return {
      key: 'sequenceColumn',
      message:
        `Column "${sequenceColumn}" says which sequence a row belongs to (sequenceColumn), and cannot be ` +
        `${isInput ? 'an input (inputs)' : 'a target'} as well`,
    };
  }
  return split === 'time'
    ? { key: 'split', message: 'Split time is for one series: with a sequence column choose sequence or random' }
    : null;
}
