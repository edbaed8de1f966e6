import { checkGradients, type GradientCheck } from '../../core/train/gradient-check';
import { prepare, readConfiguration, showNotes } from './configuration';

/** Analytic against numeric gradients for a configuration's own network and data. */
export function gradcheck(options: { config: string; set: string[] }): GradientCheck {
  const configuration = readConfiguration(options.config, options.set);
  const { data, notes } = prepare(options.config, configuration);
  showNotes(notes);
  return checkGradients(configuration, data);
}
