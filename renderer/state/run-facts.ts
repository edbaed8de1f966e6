/** What happened while a run trained, as labelled facts. */
import type { RunSummary } from '../../core/contract/run';
import { isResumable } from './run-statuses';
import { formatCount, formatDuration, formatMomentExactly, formatNumber, withUnit } from '../format';
import type { ConfigurationField } from './configuration-fields';

/** What the store calls them, and what their makers do. */
const ENVIRONMENT_LABELS: Readonly<Record<string, string>> = {
  app: 'AlarmworkNet Studio',
  electron: 'Electron',
  node: 'Node.js',
  v8: 'V8',
  system: 'System',
  architecture: 'Architecture',
  kernel: 'Kernel',
};

export function runFacts({
  id,
  status,
  createdAt,
  startedAt,
  finishedAt,
  progress,
  results,
  dataSha256,
  environment,
}: RunSummary): ConfigurationField[] {
  const stepsPerSecond =
    progress?.stepsPerSecond ?? (results && results.seconds > 0 ? results.steps / results.seconds : null);
  const facts: ConfigurationField[] = [
    { key: 'created', label: 'Created', value: formatMomentExactly(createdAt) },
    { key: 'started', label: 'Started', value: formatMomentExactly(startedAt) },
    {
      key: 'finished',
      label: isResumable({ status }) ? 'Stopped' : 'Finished',
      value: formatMomentExactly(finishedAt),
    },
    { key: 'time', label: 'Time', value: formatDuration(results?.seconds ?? progress?.seconds) },
    { key: 'epochs', label: 'Epochs done', value: formatCount(results?.epochs ?? progress?.epoch) },
    { key: 'steps', label: 'Optimizer steps', value: formatCount(results?.steps ?? progress?.step) },
    { key: 'speed', label: 'Speed', value: withUnit(formatNumber(stepsPerSecond), 'steps/s') },
    { key: 'parameters', label: 'Parameters', value: formatCount(results?.parameters) },
    { key: 'id', label: 'Id', value: id },
  ];
  if (dataSha256) facts.push({ key: 'data', label: 'SHA-256 of the data', value: dataSha256 });
  for (const [name, value] of Object.entries(environment))
    facts.push({ key: `environment.${name}`, label: ENVIRONMENT_LABELS[name] ?? name, value });
  return facts;
}
