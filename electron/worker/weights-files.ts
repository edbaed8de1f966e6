/** Files of weights from outside: what they say of themselves, whether they fit a new run, and its first checkpoint from them. */
import { basename } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import type { RunConfiguration } from '../../core/contract/run';
import type { WeightsSummary } from '../../core/contract/predictions';
import { toLittleEndian } from '../../core/formats/little-endian';
import { prepareDataset } from '../../core/data/prepare';
import type { Series } from '../../core/contract/series';
import { importedTensors } from '../../core/train/imported-weights';
import { parametersOf } from '../../core/train/results';
import { TrainingSession } from '../../core/train/session';
import { originOf, startingWeights } from '../../core/train/starting-weights';
import { modelOfFile, type TrainedModel } from '../../core/predict/trained-model';
import { seriesSha256 } from '../store/dataset-document';
import { describeEnvironment } from '../store/environment';
import { writeFirstCheckpoint } from '../store/first-checkpoint';
import { loadBestKernels, usedKernel } from '../store/kernel-module';
import { keepingOf, USUAL_CHECKPOINTS } from '../store/run-recorder';
import { sha256 } from '../store/sha256';
import { readWeightsAt } from '../store/weights-file';

/** @throws StudioError `bad-file` naming the file and the place in it */
export function summaryOfWeights(path: string): WeightsSummary {
  return about(path, () => {
    const found = readWeightsAt(path);
    const tensors = importedTensors(found);
    const parameters = tensors.reduce((sum, { values }) => sum + values.length, 0);
    const flat = new Float32Array(parameters);
    let at = 0;
    for (const { values } of tensors) {
      flat.set(values, at);
      at += values.length;
    }
    const { format, specification, preparation, notes } = found;
    return {
      fileName: basename(path),
      format,
      specification,
      preparation,
      run: notes['run'] || null,
      parameters,
      sha256: sha256(toLittleEndian(specification ? parametersOf(specification, tensors) : flat)),
    };
  });
}

export function modelInFile(path: string): TrainedModel {
  return about(path, () => modelOfFile(readWeightsAt(path)));
}

export interface Beginning {
  readonly sha256: string;
  readonly difference: string | null;
}

/** Whether a run of this configuration can begin with the file's weights. @throws StudioError `bad-file` naming what does not fit */
export function checkBeginning(path: string, configuration: RunConfiguration, series: Series | null): Beginning {
  const data = prepareDataset(configuration.dataset, configuration.readout, series);
  return about(path, () => {
    const { sha256: hash, difference } = startingWeights(readWeightsAt(path), configuration, data, sha256);
    return { sha256: hash, difference };
  });
}

/**
 * Puts into a new run's folder what it begins with.
 *
 * @param folder of the run; nothing is in it yet
 * @returns for the run's notes, where it has its weights from
 */
export function beginWithWeights(
  path: string,
  configuration: RunConfiguration,
  series: Series | null,
  folder: string,
): string {
  const data = prepareDataset(configuration.dataset, configuration.readout, series);
  const { parameters, sha256: hash } = about(path, () =>
    startingWeights(readWeightsAt(path), configuration, data, sha256),
  );
  const clock = () => performance.now() / 1000;
  const tools = { clock, sha256, loadKernels: loadBestKernels };
  const session = new TrainingSession(configuration, data, tools, null, keepingOf(USUAL_CHECKPOINTS), parameters);
  const environment = describeEnvironment(usedKernel(configuration.kernel));
  writeFirstCheckpoint(session, { folder, configuration, dataSha256: seriesSha256(data.series), environment, clock });
  return originOf(basename(path), hash);
}

/** What is thrown, with the file in front. */
function about<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'bad-file') throw error;
    throw new StudioError(error.code, `${basename(path)}: ${error.message}`);
  }
}
