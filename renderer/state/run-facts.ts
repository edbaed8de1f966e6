/** What happened while a run trained, as labelled facts. */
import type { RunSummary } from '../../core/contract/run';
import { formatCount, formatDuration, formatMomentExactly, formatNumber, withUnit } from '../format';
import type { ConfigurationField } from './configuration-fields';

export function runFacts({
  id,
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
    { key: 'finished', label: 'Finished', value: formatMomentExactly(finishedAt) },
    { key: 'time', label: 'Time', value: formatDuration(results?.seconds ?? progress?.seconds) },
    { key: 'epochs', label: 'Epochs done', value: formatCount(results?.epochs ?? progress?.epoch) },
    { key: 'steps', label: 'Optimizer steps', value: formatCount(results?.steps ?? progress?.step) },
    { key: 'speed', label: 'Speed', value: withUnit(formatNumber(stepsPerSecond), 'steps/s') },
    { key: 'parameters', label: 'Parameters', value: formatCount(results?.parameters) },
    { key: 'id', label: 'Id', value: id },
  ];
  if (dataSha256) facts.push({ key: 'data', label: 'SHA-256 of the data', value: dataSha256 });
  for (const [name, value] of Object.entries(environment))
    facts.push({ key: `environment.${name}`, label: name, value });
  return facts;
}
