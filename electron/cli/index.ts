/** The command line: the same core and the same files as the app, under plain Node. JSON goes to stdout, all else to stderr. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { StudioError } from '../../core/contract/errors';
import { CASE_FORMS, type CaseForm } from '../../core/contract/gradient-case';
import { EXPORT_FORMATS, type ExportFormat } from '../../core/contract/ipc';
import { WEIGHTS_CHOICES, type WeightsChoice } from '../../core/contract/run';
import { METRICS_FORMATS, type MetricsFormat } from '../../core/contract/run-exports';
import { datasetLibrary } from '../../core/data/library';
import { MOST_STEPS } from '../../core/predict/predict-series';
import { APP_VERSION } from '../store/environment';
import { USUAL_CHECKPOINTS } from '../store/run-recorder';
import { CommandError } from './command-error';
import { doctor } from './doctor';
import { exampleConfiguration } from './example-config';
import { bundle, exportMetrics, exportRun } from './export';
import { gradcheck } from './gradcheck';
import { gradients, SIMD_KERNELS, type SimdKernel } from './gradients';
import { predict, type PredictOptions } from './predict';
import { resume, train } from './train';
import { unbundle } from './unbundle';
import { verify } from './verify';

const BAD_INPUT = 2;
const RUN_FAILED = 1;
/** As a shell reports a program that Ctrl+C ended. */
const INTERRUPTED = 130;

const weightsOption = () =>
  new Option('--weights <which>', 'weights after the last step, or with the lowest validation loss')
    .choices([...WEIGHTS_CHOICES])
    .default('final');

const checkpointOption = () =>
  new Option('--checkpoint-every <seconds>', 'how much training a crash may cost')
    .argParser(secondsFrom)
    .default(USUAL_CHECKPOINTS.every);

const program = new Command('alarmworknet')
  .description('AlarmworkNet Studio without its window: train, predict, export and check gradients from scripts')
  .version(APP_VERSION)
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .showSuggestionAfterError();

program
  .command('example-config')
  .description('print a complete valid configuration')
  .option('--dataset <name>', 'shipped series or task; `datasets` lists them', 'co2')
  .action((options: { dataset: string }) => print(exampleConfiguration(options), 2));

program
  .command('train')
  .description('train one run in a folder of its own and print its results')
  .requiredOption('--config <file>', 'configuration, as example-config prints it')
  .requiredOption('--out <folder>', 'new or empty folder for the run')
  .option('--set <name=value>', 'change the configuration; may be given several times', collect, [])
  .option('--weights <file>', 'begin with the weights of a file that export wrote, instead of at random')
  .addOption(checkpointOption())
  .action(async (options: { config: string; out: string; set: string[]; weights?: string; checkpointEvery: number }) =>
    tell(await train(options)),
  );

program
  .command('resume')
  .description('end the run that train, or the app, began in a folder and that was interrupted')
  .argument('<folder>', 'folder of the run')
  .addOption(checkpointOption())
  .action(async (folder: string, options: { checkpointEvery: number }) => tell(await resume(folder, options)));

program
  .command('predict')
  .description("predict a run's validation or test part, or, with --data, the rows of a file")
  .option('--run <folder>', 'folder of a trained run')
  .option('--weights <which or file>', 'of a run: final or best (default: final); without --run: a file of weights')
  .addOption(new Option('--part <part>', 'part of the data (default: test)').choices(['validation', 'test']))
  .option(
    '--output <name>',
    'of a part: one of several targets, or a class (default: the first target, or all classes)',
  )
  .option('--data <file>', 'CSV file with the columns that the network has as inputs')
  .option('--csv <name=value>', 'how that file is read (separator=";", decimalComma=true, …)', collect, [])
  .option('--steps <number>', 'rows past its end to forecast by feeding predictions back', stepsFrom)
  .option('--out <file>', 'CSV file to write the predictions to')
  .option('--json', 'with the predictions themselves in the answer', false)
  .action((options: PredictOptions) => print(predict(options)));

program
  .command('export')
  .description("write a run's weights to a file")
  .requiredOption('--run <folder>', 'folder of a trained run')
  .addOption(new Option('--format <format>', 'file format').choices([...EXPORT_FORMATS]).makeOptionMandatory())
  .requiredOption('--out <file>', 'file to write')
  .addOption(weightsOption())
  .action((options: { run: string; format: ExportFormat; out: string; weights: WeightsChoice }) =>
    print(exportRun(options)),
  );

program
  .command('verify')
  .description('check an exported file: the bits of its weights, and its self-test by the reference kernels')
  .argument('<file>', 'file that export wrote')
  .action((file: string) => {
    const answer = verify(file);
    print(answer);
    if (!answer.ok) process.exitCode = RUN_FAILED;
  });

program
  .command('export-metrics')
  .description("write a run's metrics, a row an epoch, for other programs")
  .requiredOption('--run <folder>', 'folder of a run')
  .addOption(new Option('--format <format>', 'file format').choices([...METRICS_FORMATS]).makeOptionMandatory())
  .requiredOption('--out <file>', 'file to write')
  .action(async (options: { run: string; format: MetricsFormat; out: string }) => print(await exportMetrics(options)));

program
  .command('bundle')
  .description('write a whole run into one file, for another machine')
  .requiredOption('--run <folder>', 'folder of a run')
  .requiredOption('--out <file>', 'ZIP file to write')
  .action(async (options: { run: string; out: string }) => print(await bundle(options)));

program
  .command('unbundle')
  .description('make the folder of a run from what bundle wrote')
  .argument('<file>', 'file that bundle wrote')
  .requiredOption('--out <folder>', 'new or empty folder for the run')
  .action(async (file: string, options: { out: string }) => print(await unbundle(file, options)));

program
  .command('datasets')
  .description('list the shipped series and tasks')
  .action(() => print(datasetLibrary(), 2));

program
  .command('doctor')
  .description('verify every file of a run, or of the whole store of the app, and repair what can be')
  .argument('[folder]', "a run's folder, or the app's data folder (default: its usual place)")
  .option('--repair', 'mend what can be; without it nothing is touched', false)
  .action((folder: string | undefined, options: { repair: boolean }) => {
    const answer = doctor(folder, options);
    print(answer);
    if (answer.repaired < answer.problems.length) process.exitCode = RUN_FAILED;
  });

program
  .command('gradients')
  .description('compute outputs, loss and gradients of a worked case')
  .requiredOption('--case <file>', 'case with parameters, inputs and targets')
  .addOption(new Option('--form <form>', 'which implementation').choices([...CASE_FORMS]).default('vector'))
  .addOption(new Option('--kernel <kernel>', 'with --form simd').choices([...SIMD_KERNELS]).default('strict'))
  .action((options: { case: string; form: CaseForm; kernel: SimdKernel }) => print(gradients(options)));

program
  .command('gradcheck')
  .description("check a configuration's analytic gradients against central differences")
  .requiredOption('--config <file>', 'configuration, as example-config prints it')
  .option('--set <name=value>', 'change the configuration; may be given several times', collect, [])
  .action((options: { config: string; set: string[] }) => {
    const answer = gradcheck(options);
    print(answer, 2);
    if (!answer.ok) process.exitCode = RUN_FAILED;
  });

function secondsFrom(value: string): number {
  const seconds = Number(value);
  if (value.trim() !== '' && seconds >= 0 && seconds < Infinity) return seconds;
  throw new InvalidArgumentError('write a number of seconds, for instance 10');
}

function stepsFrom(value: string): number {
  if (/^\d+$/.test(value) && Number(value) <= MOST_STEPS) return Number(value);
  throw new InvalidArgumentError(`write a whole number from 0 to ${MOST_STEPS}`);
}

function tell(answer: { readonly status: string }): void {
  print(answer);
  if (answer.status === 'diverged') process.exitCode = RUN_FAILED;
  if (answer.status === 'cancelled') process.exitCode = INTERRUPTED;
}

function collect(value: string, before: readonly string[]): string[] {
  if (!value.includes('=')) throw new InvalidArgumentError('write NAME=VALUE, for instance epochs=50');
  return [...before, value];
}

function print(answer: unknown, indent = 0): void {
  process.stdout.write(`${JSON.stringify(answer, null, indent)}\n`);
}

/** @returns the exit code */
function explain(error: unknown): number {
  // Asking for help, or for the version, is no error.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const known = error instanceof CommandError || error instanceof StudioError || error instanceof CommanderError;
  const message = known
    ? error.message.replace(/^error: /, '')
    : `unexpected error, please report it: ${String(error)}`;
  process.stderr.write(`alarmworknet: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  if (!known && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return known ? BAD_INPUT : RUN_FAILED;
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = explain(error);
});
