/** What the Statistics tab of a comparison is asked, and what it finds. */
import type { RunSummary, WeightsChoice } from '../../core/contract/run';
import { comparedRuns, isUnderWay, type ComparedRun } from '../statistics/compared-runs';
import type { Figure } from '../statistics/comparison-words';
import {
  compareAllGroups,
  compareGroups,
  MOST_MATRIX_GROUPS,
  type MatrixCell,
  type TwoGroups,
} from '../statistics/group-comparison';
import { wordingOf } from '../statistics/field-wording';
import { measureInWords, measureOf, MEASURES, type Measure } from '../statistics/measures';
import { seedGroups, varyingFields, type FieldWording, type SeedGroup } from '../statistics/seed-groups';
import { learnFromSameData } from './comparison';
import { SlicedWork } from './sliced-work.svelte';

/** More runs than this make a table that nobody reads; the page says how many were left out. */
export const MOST_STATISTICS_RUNS = 500;

/** The questions; kept while other pages are open. */
export class StatisticsChoice {
  measureKey = $state('test.rmse');
  weights = $state<WeightsChoice>('final');
  /** Fields to group by; null for all but the seed. */
  by = $state.raw<readonly string[] | null>(null);
  /** Keys of the groups compared; null, or of a group that is gone: the first and the second. */
  a = $state<string | null>(null);
  b = $state<string | null>(null);
  /** A run whose group A is, where none was chosen: the one an ablation began with. */
  original = $state<string | null>(null);

  startFrom(original: string): void {
    this.original = original;
    this.by = this.a = this.b = null;
  }
}

export class Statistics {
  readonly #two = new SlicedWork<TwoGroups>();
  readonly #all = new SlicedWork<MatrixCell[]>();
  readonly #choice: StatisticsChoice;
  readonly #given: () => readonly RunSummary[];
  readonly #unitOf: () => string;

  readonly #runs = $derived.by(() => this.#given().slice(0, MOST_STATISTICS_RUNS));
  readonly measure: Measure = $derived.by(() => measureOf(this.#choice.measureKey));
  readonly weights: WeightsChoice = $derived.by(() => (this.measure.hasWeights ? this.#choice.weights : 'final'));

  // Runs report ten times a second while they train; as a text what statistics are about stays equal, and nothing follows.
  readonly #asText = $derived.by(() => JSON.stringify(comparedRuns(this.#runs, this.measure, this.weights)));
  readonly runs: readonly ComparedRun[] = $derived.by(() => JSON.parse(this.#asText) as ComparedRun[]);

  readonly #configurations = $derived.by(() => JSON.stringify(this.#runs.map(({ configuration }) => configuration)));
  readonly wording: FieldWording = $derived.by(() =>
    wordingOf(JSON.parse(this.#configurations) as RunSummary['configuration'][]),
  );
  readonly isComparable: boolean = $derived.by(() => learnFromSameData(this.#runs));
  readonly unit: string = $derived.by(() => this.measure.unit ?? this.#unitOf());

  readonly fields: readonly string[] = $derived.by(() => varyingFields(this.runs));
  readonly groups: readonly SeedGroup[] = $derived.by(() => seedGroups(this.runs, this.#choice.by, this.wording));
  readonly underWay: number = $derived.by(() => this.runs.filter(isUnderWay).length);
  readonly figure: Figure = $derived.by(() => ({
    name: measureInWords(this.measure, this.weights),
    better: this.measure.better,
    unit: this.unit,
  }));

  readonly #chosen = $derived.by(() => chosenGroups(this.groups, this.#choice));

  constructor(choice: StatisticsChoice, runs: () => readonly RunSummary[], unitOf: () => string) {
    this.#choice = choice;
    this.#given = runs;
    this.#unitOf = unitOf;
    $effect(() => {
      const { a, b, wording } = this;
      if (a && b) this.#two.start(compareGroups(a, b, wording.labelOf));
      else this.#two.clear();
    });
    $effect(() => {
      const { groups } = this;
      if (groups.length > 1 && groups.length <= MOST_MATRIX_GROUPS) this.#all.start(compareAllGroups(groups));
      else this.#all.clear();
    });
  }

  get a(): SeedGroup | null {
    return this.#chosen.a;
  }

  get b(): SeedGroup | null {
    return this.#chosen.b;
  }

  get two(): TwoGroups | null {
    return this.#two.answer;
  }

  get cells(): readonly MatrixCell[] | null {
    return this.#all.answer;
  }

  get isPending(): boolean {
    return this.#two.isPending || this.#all.isPending;
  }

  /** Figures that at least one of the runs has; all of them before any has ended. */
  get measures(): readonly Measure[] {
    const known = MEASURES.filter((measure) =>
      this.#runs.some(({ results }) => results && measure.valueOf(results, 'final') != null),
    );
    return known.length > 0 ? known : MEASURES;
  }
}

/** The two groups to compare: those chosen, else the original's against the next, else the first two. */
export function chosenGroups(
  groups: readonly SeedGroup[],
  { a, b, original }: Pick<StatisticsChoice, 'a' | 'b' | 'original'>,
): { a: SeedGroup | null; b: SeedGroup | null } {
  const first =
    groups.find(({ key }) => key === a) ??
    groups.find(({ members }) => members.some(({ id }) => id === original)) ??
    groups.find(({ key }) => key !== b) ??
    null;
  const others = groups.filter((group) => group !== first);
  return { a: first, b: others.find(({ key }) => key === b) ?? others[0] ?? null };
}
