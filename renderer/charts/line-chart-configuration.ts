/** What a line chart shows, as plain data, and the Chart.js data and options that follow from it. */
import type { ChartData, ChartOptions, Tick, TooltipItem } from 'chart.js';
import { formatNumber, formatTick } from '../format';
import { BAND_LABEL_HEIGHT, type Band } from './bands-plugin';
import type { ChartPalette } from './chart-palette';
import { shownPoints, standAlone, type Point } from './curve-points';
import { DOT_MARGIN } from './curves/scene-canvas';
import { shortInMiddle, shortName } from './short-name';

export interface Curve {
  readonly label: string;
  readonly colour: string;
  readonly dash: number[];
  readonly points: Point[];
  /** Drawn fainter and thinner: a baseline beside what matters. */
  readonly isFaint?: boolean;
  /** Drawn broad, so that it shows on both sides of a fainter curve that lies on it. */
  readonly isBroad?: boolean;
  /** Holds its value up to the next point: there is nothing between two classes. */
  readonly isStepped?: boolean;
  /** Points without a line: what has no order has nothing between. */
  readonly isLoose?: boolean;
}

/** What stays the same while curves grow. */
export interface LineChartFrame {
  readonly xLabel: string;
  readonly yLabel: string;
  /** Where the horizontal axis starts, even where no curve does. */
  readonly xMin?: number | undefined;
  readonly logarithmic: boolean;
  /** Text for a place on the horizontal axis, where it isn't simply a number. */
  readonly xText?: ((x: number) => string) | undefined;
  /** Text for a value, where it stands for something: the name of a class. */
  readonly yText?: ((y: number) => string) | undefined;
  readonly bands?: readonly Band[] | undefined;
}

export interface LineChartContent extends LineChartFrame {
  readonly curves: readonly Curve[];
}

/** More lines than this in a tooltip hide the chart under it. */
const TOOLTIP_LINES = 12;

export function lineChartData(curves: readonly Curve[]): ChartData<'line', Point[]> {
  return {
    datasets: curves.map((curve) => {
      const {
        label,
        colour,
        dash,
        points,
        isFaint = false,
        isBroad = false,
        isStepped = false,
        isLoose = false,
      } = curve;
      const shown = shownPoints(points);
      const width = isFaint ? 1 : isBroad ? 3.5 : 1.75;
      return {
        label,
        data: shown,
        // For files, which have room for them.
        every: points,
        borderColor: colour,
        backgroundColor: colour,
        borderDash: dash,
        stepped: isStepped,
        borderWidth: width,
        pointRadius: isLoose ? (isBroad ? 4 : 3) : dotRadii(shown, width / 2 + DOT_MARGIN),
        showLine: !isLoose,
        pointHitRadius: 8,
        pointHoverRadius: 3,
        parsing: false,
        normalized: true,
      };
    }),
  };
}

/** A line cannot show a point that stands alone. Radii of its own for each point cost time: one for all where none does. */
function dotRadii(points: readonly Point[], radius: number): number | number[] {
  const alone = standAlone(points);
  return alone.includes(true) ? alone.map((isAlone) => (isAlone ? radius : 0)) : 0;
}

export function lineChartOptions(frame: LineChartFrame, palette: ChartPalette): ChartOptions<'line'> {
  const { xLabel, yLabel, xMin, logarithmic, xText, yText, bands = [] } = frame;
  const font = { family: palette.fontFamily, size: 11 };
  const axis = { border: { display: false }, grid: { color: palette.grid, tickColor: palette.grid } };
  const ticks = { color: palette.muted, font, maxRotation: 0 };
  const title = (text: string) => ({ display: text !== '', text, color: palette.muted, font });
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { top: bands.length > 0 ? BAND_LABEL_HEIGHT : 4, right: 8 } },
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: {
      x: {
        ...axis,
        type: 'linear',
        title: title(xLabel),
        ticks: {
          ...ticks,
          maxTicksLimit: 8,
          // A third of an epoch or of a row is no place.
          callback: (value) =>
            Number.isInteger(Number(value))
              ? shortInMiddle(xText?.(Number(value)) ?? Number(value).toLocaleString('en'), PLACE_LENGTH)
              : null,
        },
        afterBuildTicks: (scale) => (scale.ticks = withoutCrowdedEnds(scale.ticks)),
        // Without it Chart.js pads the axis to round numbers, and the last stretch of the chart stays empty.
        bounds: 'data',
        ...(xMin === undefined ? {} : { min: xMin }),
      },
      y: {
        ...axis,
        type: logarithmic ? 'logarithmic' : 'linear',
        title: title(yLabel),
        ticks: {
          ...ticks,
          maxTicksLimit: 7,
          ...(yText
            ? { precision: 0, callback: (value) => shortName(yText(Number(value)), AXIS_LENGTH) }
            : { callback: (value) => formatTick(Number(value)) }),
        },
      },
    },
    plugins: {
      legend: { display: false },
      bands: { bands, colour: palette.muted, font: `11px ${palette.fontFamily}` },
      tooltip: {
        filter: (_item, index) => index < TOOLTIP_LINES,
        backgroundColor: palette.background,
        borderColor: palette.grid,
        borderWidth: 1,
        titleColor: palette.muted,
        bodyColor: palette.text,
        titleFont: { ...font, weight: 'normal' },
        bodyFont: font,
        padding: 8,
        boxWidth: 8,
        boxHeight: 8,
        callbacks: {
          title: ([item]: TooltipItem<'line'>[]) =>
            item?.parsed.x == null
              ? ''
              : xText
                ? xText(item.parsed.x)
                : `${xLabel} ${item.parsed.x.toLocaleString('en')}`,
          label: ({ dataset, parsed: { y } }) =>
            `${shortName(dataset.label ?? '', LABEL_LENGTH)}: ${
              yText && y !== null ? shortName(yText(y), LABEL_LENGTH) : formatNumber(y)
            }`,
        },
      },
    },
  };
}

/** Where the data begins and ends is seldom a round number, and its label would touch the one beside it. */
function withoutCrowdedEnds(ticks: Tick[]): Tick[] {
  const gaps = ticks.slice(1).map(({ value }, i) => value - (ticks[i]?.value ?? value));
  const step = Math.max(...gaps);
  const isCrowded = (gap: number | undefined) => gap !== undefined && gap < step * 0.7;
  return ticks.slice(isCrowded(gaps[0]) ? 1 : 0, isCrowded(gaps.at(-1)) ? -1 : undefined);
}

const LABEL_LENGTH = 48;
/** The names on the vertical axis leave the chart its width. */
const AXIS_LENGTH = 16;
/** A date and a time of day; eight of them stand side by side. */
const PLACE_LENGTH = 24;
