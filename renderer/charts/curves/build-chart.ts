/** A chart of curves as marks, made in slices so that no frame waits for it, and only what has changed made anew. */
import type { AxisRange } from '../../../core/analysis/axis';
import type { Bands } from '../../../core/analysis/bands';
import type { ChartPalette } from '../chart-palette';
import { runColour, runDash, type Shade } from '../run-colours';
import type { ChartSeries, GroupSeries, RunSeries } from './chart-series';
import { curvePlaces, type CurveData, type CurvePlaces, type Scales } from './curve-data';
import {
  bandMarks,
  curveMarks,
  hasBottomStrip,
  hasTopStrip,
  stripCounts,
  stripMarks,
  type CurveLook,
  type CurveMarks,
  type Decimation,
} from './curve-marks';
import { frameMarks, type FrameTexts } from './frame-marks';
import { geometryOf, type Geometry } from './geometry';
import { extent, steadyRange, united, withRoom, xRangeOf, yRangeOf } from './ranges';
import { Remembered } from './remembered';
import type { Mark } from './scene';

export interface ChartQuestion {
  readonly width: number;
  readonly height: number;
  readonly series: ChartSeries;
  readonly scales: Scales;
  /** Null where nothing is zoomed. */
  readonly zoom: { readonly x: AxisRange | null; readonly y: AxisRange | null };
  readonly texts: FrameTexts;
  readonly shade: Shade;
  readonly palette: ChartPalette;
  /** Null to draw every point. */
  readonly decimation: Decimation | null;
  readonly dataOf: (series: RunSeries) => CurveData;
  /** Null while it is being computed. */
  readonly bandsOf: (group: GroupSeries, members: readonly CurveData[]) => Bands | null;
}

export interface DrawnRun {
  readonly series: RunSeries;
  readonly data: CurveData;
  readonly marks: readonly Mark[];
  readonly strip: readonly Mark[];
}

export interface DrawnGroup {
  readonly group: GroupSeries;
  readonly bands: Bands;
  readonly marks: readonly Mark[];
}

export interface BuiltChart {
  readonly geometry: Geometry;
  readonly frame: readonly Mark[];
  readonly runs: readonly DrawnRun[];
  readonly groups: readonly DrawnGroup[];
  readonly counts: ReturnType<typeof stripCounts>;
  readonly withoutX: number;
  /** Points that were drawn, of those that there are in the stretch shown. */
  readonly drawn: number;
  readonly points: number;
}

/** Waits where a slice has lasted long enough. @param stroked points stroked since the last call */
export type Breathe = (stroked?: number) => Promise<void> | void;

/** Builds one chart again and again. */
export class ChartBuilder {
  readonly #places = new Remembered<CurvePlaces>();
  readonly #xRanges = new Remembered<AxisRange | null>();
  readonly #yRanges = new Remembered<AxisRange | null>();
  readonly #curves = new Remembered<CurveMarks>();
  readonly #strips = new Remembered<readonly Mark[]>();
  readonly #bands = new Remembered<CurveMarks>();
  #steady: { key: string; x: AxisRange; y: AxisRange } | null = null;

  async build(question: ChartQuestion, breathe: Breathe): Promise<BuiltChart> {
    const { series, scales, zoom, texts, palette, decimation, width, height } = question;
    const scaleKey = `${scales.x} ${scales.y}`;
    const runs: { series: RunSeries; data: CurveData }[] = [];
    const dataByKey = new Map<string, CurveData>();
    const hasGroups = series.groups.length > 0;
    for (const each of hasGroups ? series.groups.flatMap(({ members }) => members) : series.runs) {
      const data = question.dataOf(each);
      dataByKey.set(each.key, data);
      await breathe();
    }
    for (const each of series.runs) {
      const data = dataByKey.get(each.key);
      if (data) runs.push({ series: each, data });
    }
    const groups: { group: GroupSeries; bands: Bands }[] = [];
    for (const group of series.groups) {
      const members = group.members.flatMap(({ key }) => dataByKey.get(key) ?? []);
      const bands = question.bandsOf(group, members);
      if (bands) groups.push({ group, bands });
    }

    const all = [...dataByKey.values()];
    const xRanges = all.map((data) => this.#xRanges.get(data, scales.x, () => xRangeOf(data, scales.x)));
    const xNeeded = united(xRanges, scales.x);
    const rangeKey = `${scaleKey} ${JSON.stringify(zoom.x)}`;
    const yRanges: (AxisRange | null)[] = [];
    for (const { data } of runs) {
      yRanges.push(this.#yRanges.get(data, rangeKey, () => yRangeOf(data, scales, zoom.x)));
      await breathe();
    }
    for (const { bands } of groups) yRanges.push(extentOfBands(bands, scales, zoom.x));
    const yNeeded = withRoom(united(yRanges, scales.y), scales.y);
    const isLive = [...series.runs, ...series.groups.flatMap(({ members }) => members)].some((each) => each.isLive);
    const { x, y } = this.#steadied(isLive, `${rangeKey} ${JSON.stringify(series)}`, xNeeded, yNeeded, scales);
    const shownX = zoom.x ?? x;
    const shownY = zoom.y ?? y;

    const placesKey = `${scaleKey} ${JSON.stringify(zoom.x)}`;
    const places: CurvePlaces[] = [];
    for (const data of all) {
      places.push(this.#places.get(data, placesKey, () => curvePlaces(data, scales, zoom.x)));
      await breathe();
    }
    const counts = stripCounts(places);
    const geometry = geometryOf({
      width,
      height,
      x: shownX,
      y: shownY,
      scales,
      hasTopStrip: hasTopStrip(counts),
      hasBottomStrip: hasBottomStrip(counts),
    });

    const look = (colour: number, dash: readonly number[] | null, faint: number | null): CurveLook => ({
      colour: runColour(colour, question.shade),
      dash: dash ?? runDash(colour),
      faint,
    });
    const geometryKey = JSON.stringify(geometry);
    let drawn = 0;
    const drawnRuns: DrawnRun[] = [];
    for (const { series: each, data } of runs) {
      const looks = look(each.colour, each.dash, each.faint);
      const key = `${geometryKey} ${decimation} ${JSON.stringify(looks)}`;
      const made = this.#curves.get(data, key, () => curveMarks(data, looks, geometry, decimation));
      const placed = this.#places.get(data, placesKey, () => curvePlaces(data, scales, zoom.x));
      const strip = this.#strips.get(data, key, () => stripMarks(placed, looks.colour, geometry));
      drawn += made.drawn + strip.reduce((sum, mark) => sum + (mark.kind === 'strokes' ? mark.xs.length : 0), 0);
      drawnRuns.push({ series: each, data, marks: made.marks, strip });
      await breathe();
    }
    const drawnGroups: DrawnGroup[] = [];
    for (const { group, bands } of groups) {
      const looks = look(group.colour, null, null);
      const key = `${geometryKey} ${JSON.stringify(looks)}`;
      const made = this.#bands.get(bands, key, () => bandMarks(bands, looks, geometry));
      drawnGroups.push({ group, bands, marks: made.marks });
      await breathe();
    }
    return {
      geometry,
      frame: frameMarks(geometry, texts, counts, palette),
      runs: drawnRuns,
      groups: drawnGroups,
      counts,
      withoutX: places.reduce((sum, { withoutX }) => sum + withoutX, 0),
      drawn,
      points: places.reduce((sum, { points }) => sum + points, 0),
    };
  }

  /** While curves grow, axes move in steps; once all have ended they fit exactly. */
  #steadied(isLive: boolean, key: string, x: AxisRange, y: AxisRange, scales: Scales): { x: AxisRange; y: AxisRange } {
    if (!isLive) {
      this.#steady = null;
      return { x, y };
    }
    const before = this.#steady?.key === key ? this.#steady : null;
    const steady = {
      key,
      x: steadyRange(before?.x ?? null, x, scales.x, 'high'),
      y: steadyRange(before?.y ?? null, y, scales.y, 'both'),
    };
    this.#steady = steady;
    return steady;
  }
}

function extentOfBands({ x, centre, low, high }: Bands, { y }: Scales, within: AxisRange | null): AxisRange | null {
  const isIn = (i: number) => within === null || ((x[i] ?? NaN) >= within.low && (x[i] ?? NaN) <= within.high);
  return extent(
    [centre, low, high].map((line) => line.filter((_, i) => isIn(i))),
    y,
  );
}
