import type { ComponentChildren, VNode } from "preact";
import { formatAmount, type Won } from "../lib/money.ts";
import { type ChartScale, chartScale } from "./chart_scale.ts";
import { useWords } from "./lang.ts";

/** One line of figures, won, one per label. */
export interface Series {
  readonly label: string;
  readonly values: readonly Won[];
}

/** Props of a chart; two series at most. */
export interface ChartProps {
  readonly title: string;
  /** What stands beneath the axis: months. */
  readonly labels: readonly string[];
  readonly series: readonly [Series] | readonly [Series, Series];
}

const width = 600;
const plot = { left: 52, right: 592, top: 12, bottom: 186 };

/** Bars side by side, drawn on the server; the same figures as a table beneath. */
export function BarChart(props: ChartProps) {
  return (
    <ChartFrame {...props}>
      {(scale, step) =>
        props.series.map((series, which) =>
          series.values.map((value, index) => {
            const barWidth = Math.min(18, step / (props.series.length + 1));
            const left = plot.left + step * (index + 0.5) + (which - props.series.length / 2) * (barWidth + 2) + 1;
            const [from, to] = [yOf(scale, Number(value)), yOf(scale, 0)];
            return (
              <rect
                key={`${which}-${index}`}
                class={seriesClass(props, which)}
                x={rounded(left)}
                y={rounded(Math.min(from, to))}
                width={rounded(barWidth)}
                height={rounded(Math.abs(to - from))}
                rx="2"
              />
            );
          })
        )}
    </ChartFrame>
  );
}

/** Lines with a point a month, drawn on the server; the same figures as a table beneath. */
export function LineChart(props: ChartProps) {
  return (
    <ChartFrame {...props}>
      {(scale, step) =>
        props.series.map((series, which) => {
          const points = series.values.map((value, index) =>
            [rounded(plot.left + step * (index + 0.5)), rounded(yOf(scale, Number(value)))] as const
          );
          return (
            <g key={which} class={seriesClass(props, which)}>
              <polyline class="series-line" points={points.map((point) => point.join(",")).join(" ")} />
              {points.map(([x, y]) => <circle key={x} cx={x} cy={y} r="3" />)}
            </g>
          );
        })}
    </ChartFrame>
  );
}

interface FrameProps extends ChartProps {
  readonly children: (scale: ChartScale, step: number) => ComponentChildren;
}

function ChartFrame(props: FrameProps): VNode {
  const words = useWords();
  const scale = chartScale(props.series.flatMap((series) => series.values));
  const step = (plot.right - plot.left) / Math.max(1, props.labels.length);
  return (
    <figure class="chart">
      <figcaption class="chart-head">
        <span class="panel-title">{props.title}</span>
        <span class="chart-legend">
          {props.series.map((series, which) => (
            <span key={series.label}>
              <svg class={seriesClass(props, which)} width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="3" />
              </svg>
              {series.label}
            </span>
          ))}
          <span>{words.chartUnit}</span>
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} 214`} role="img" aria-label={props.title} class="chart-plot">
        {scale.ticks.map((tick) => {
          const y = rounded(yOf(scale, tick));
          return (
            <g key={tick}>
              <line class="chart-grid" x1={plot.left} x2={plot.right} y1={y} y2={y} />
              <text class="chart-text" x={plot.left - 8} y={y + 4} text-anchor="end">
                {formatTick(tick)}
              </text>
            </g>
          );
        })}
        {props.children(scale, step)}
        {props.labels.map((label, index) => (
          <text
            key={label}
            class="chart-text"
            x={rounded(plot.left + step * (index + 0.5))}
            y={plot.bottom + 18}
            text-anchor="middle"
          >
            {label}
          </text>
        ))}
      </svg>
      <ChartTable {...props} />
    </figure>
  );
}

function ChartTable(props: ChartProps) {
  const words = useWords();
  return (
    <details class="chart-table">
      <summary>{words.asTable}</summary>
      <div class="table-scroll" tabindex={0} role="region" aria-label={props.title}>
        <table class="grid-table">
          <thead>
            <tr>
              <th scope="col">{words.month}</th>
              {props.series.map((series) => <th key={series.label} scope="col" class="num">{series.label}</th>)}
            </tr>
          </thead>
          <tbody>
            {props.labels.map((label, index) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {props.series.map((series) => {
                  const value = series.values[index];
                  return <td key={series.label} class="num">{value === undefined ? "" : formatAmount(value)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const tickFormat = new Intl.NumberFormat("ko-KR");

/** Won as 만원, for an axis only. */
function formatTick(tick: number): string {
  return tickFormat.format(tick / 10_000);
}

/** The last series is the loud one; a lone one is loud. */
function seriesClass(props: ChartProps, which: number): string {
  return which === props.series.length - 1 ? "series-1" : "series-0";
}

function yOf(scale: ChartScale, value: number): number {
  return plot.bottom - (plot.bottom - plot.top) * (value - scale.from) / (scale.to - scale.from);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
