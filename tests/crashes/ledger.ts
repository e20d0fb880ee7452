/**
 * What hands pressed on one tablet, and what its screen then said: « Enregistré », « 3 à transmettre ». Runs beside the crashes.
 * Written outside of everything that is killed, so that it can be held against the endpoint's disk when all is over. A press is one line,
 * « return-item 3000000017 », as `pressesReceived` writes it: each document is handed over once and comes back once.
 */
export class Ledger {
  readonly #pressed = new Set<string>()
  /** In the order said, which is the order of the outbox. */
  readonly #said = new Set<string>()
  #sentCount = 0

  press(line: string): void {
    this.#pressed.add(line)
  }

  /** The screen shows it as saved. What nobody pressed stays out: it would be found on the endpoint. */
  say(line: string): void {
    if (this.#pressed.has(line)) this.#said.add(line)
  }

  /** The bar shows how many wait: those said before them are transmitted. One that is saved and not said yet waits too. */
  wait(count: number): void {
    this.#sentCount = Math.max(this.#sentCount, this.#said.size - count)
  }

  get pressed(): ReadonlySet<string> {
    return this.#pressed
  }

  get said(): ReadonlySet<string> {
    return this.#said
  }

  /** What the screen has shown as transmitted. */
  get sent(): readonly string[] {
    return [...this.#said].slice(0, this.#sentCount)
  }
}

/** What is wrong with what the endpoint received, a line each: lost though said, doubled, or pressed by nobody. */
export const findFaults = (ledgers: readonly Ledger[], received: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const line of received) counts.set(line, (counts.get(line) ?? 0) + 1)
  const said = ledgers.flatMap((ledger) => [...ledger.said])
  const isPressed = (line: string): boolean => ledgers.some(({ pressed }) => pressed.has(line))
  return [
    ...said.filter((line) => !counts.has(line)).map((line) => `lost: ${line}`),
    ...[...counts].filter(([, count]) => count > 1).map(([line, count]) => `${count} times: ${line}`),
    ...[...counts.keys()].filter((line) => !isPressed(line)).map((line) => `pressed by nobody: ${line}`),
  ]
}
