/** What a configuration means to the network. */
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import type { Specification } from '../nn/parameters';

/** Sizes of the network that a configuration asks for on this data. */
export function specificationOf(configuration: RunConfiguration, data: PreparedDataset): Specification {
  return {
    model: configuration.model,
    inputs: data.inputs,
    hiddenUnits: configuration.hiddenUnits,
    outputs: data.outputs,
    period: configuration.model === 'elman' ? 1 : configuration.period,
    readout: configuration.readout,
  };
}

/** How many updates of the recurrent layer an error travels back through. */
export function updatesBack({ gradient, truncation }: RunConfiguration): number {
  switch (gradient) {
    case 'bptt':
      return Infinity;
    case 'truncated':
      return truncation;
    case 'local':
      return 1;
  }
}
