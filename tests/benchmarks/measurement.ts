/**
 * Figures of one benchmark: each kept as a JSON line when it is taken, and told as median, spread, p95, p99 and worst at the end.
 * Runs in Node. Never the best of a series; the first turn of each contender is a warm-up and is thrown away.
 */
import { cpus } from 'node:os'

export interface Summary {
  readonly what: string
  readonly unit: string
  readonly runs: number
  readonly median: number
  /** Between the first and the third quartile. */
  readonly iqr: number
  readonly p95: number
  readonly p99: number
  readonly worst: number
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0

export class Measurement {
  readonly #valuesByWhat = new Map<string, { readonly unit: string; readonly values: number[] }>()
  readonly #benchmark: string

  constructor(benchmark: string) {
    this.#benchmark = benchmark
    const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' }
    console.log(JSON.stringify({ benchmark, at: new Date().toISOString(), ...machine }))
  }

  take(what: string, value: number, unit: string, particulars: Readonly<Record<string, unknown>> = {}): void {
    console.log(JSON.stringify({ benchmark: this.#benchmark, what, value: Math.round(value * 1000) / 1000, unit, ...particulars }))
    const series = this.#valuesByWhat.get(what) ?? { unit, values: [] }
    series.values.push(value)
    this.#valuesByWhat.set(what, series)
  }

  /** Many figures of one kind, kept together in one line. */
  takeAll(what: string, values: readonly number[], unit: string, particulars: Readonly<Record<string, unknown>> = {}): void {
    const rounded = values.map((value) => Math.round(value * 1000) / 1000)
    console.log(JSON.stringify({ benchmark: this.#benchmark, what, values: rounded, unit, ...particulars }))
    const series = this.#valuesByWhat.get(what) ?? { unit, values: [] }
    for (const value of values) series.values.push(value)
    this.#valuesByWhat.set(what, series)
  }

  /** What was measured, in the order in which it came first. */
  get series(): readonly string[] {
    return [...this.#valuesByWhat.keys()]
  }

  summary(what: string): Summary {
    const { unit, values } = this.#valuesByWhat.get(what) ?? { unit: '', values: [] }
    const sorted = [...values].sort((a, b) => a - b)
    const iqr = quantile(sorted, 0.75) - quantile(sorted, 0.25)
    const [median, p95, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 0.99)]
    return { what, unit, runs: sorted.length, median, iqr, p95, p99, worst: sorted.at(-1) ?? 0 }
  }

  table(): void {
    console.table(
      this.series.map((what) => {
        const { unit, runs, ...figures } = this.summary(what)
        const round = (value: number) => Math.round(value * 100) / 100
        return {
          what,
          unit,
          runs,
          median: round(figures.median),
          iqr: round(figures.iqr),
          p95: round(figures.p95),
          p99: round(figures.p99),
          worst: round(figures.worst),
        }
      }),
    )
  }
}

/** Says a ratio beside what it was to be; sets the exit code when it falls short. */
export const judge = (what: string, value: number, limit: number, unit = ''): void => {
  const isReached = value <= limit
  console.log(`${isReached ? '✓' : '✘'} ${what}: ${Math.round(value * 100) / 100}${unit}, to reach ≤ ${limit}${unit}`)
  if (!isReached) process.exitCode = 1
}

/**
 * The line without which no speed is shown: what was pressed, and what was found on the disk of `where`. `cases`: contradictions where
 * there were none to find. Sets the exit code when one is lost, doubled or foreign.
 */
export const judgeCorrectness = (where: string, pressed: ReadonlySet<string>, kept: readonly string[], cases: number): void => {
  const distinct = new Set(kept)
  const lost = [...pressed].filter((id) => !distinct.has(id)).length
  const foreign = [...distinct].filter((id) => !pressed.has(id)).length
  const doubled = kept.length - distinct.size
  const isCorrect = lost === 0 && doubled === 0 && foreign === 0 && cases === 0
  const sentence = `${pressed.size} pressed, ${distinct.size} found, ${lost} lost, ${doubled} doubled, ${foreign} foreign, ${cases} cases`
  console.log(`${isCorrect ? '✓' : '✘'} ${where}: ${sentence}`)
  if (!isCorrect) process.exitCode = 1
}
