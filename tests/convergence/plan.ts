/**
 * What will happen in one run, drawn from its seed before it begins: presses and faults, each with its moment. Runs in the simulator.
 * Each step has a seed of its own, so that dropping one changes the others as little as can be: that is how a failing run is shrunk.
 */
import { type Chance, createChance } from './chance.ts'
import { type LinkMode, linkModes } from './network-link.ts'

export const stepKinds = [
  'press',
  'link',
  'hints-dead',
  'wake',
  'tab-killed',
  'killed-in-push',
  'killed-in-pull',
  'tab-opened',
  'tab-closed',
  'tab-frozen',
  'battery-dead',
  'connection-lost',
  'disk-quota',
  'disk-abort',
  'disk-dead',
  'evicted',
  'profile-restored',
  'profile-cloned',
  'clock-jump',
  'base-corrupted',
  'tablet-set-aside',
  'poison',
  'newer-type',
  'imported',
  'day-closed',
  'exported',
  'endpoint-killed',
  'crash-before-commit',
  'crash-inside-commit',
  'crash-after-commit',
  'power-cut',
  'backed-up',
  'restored-by-tool',
  'restored-by-copy',
  'newer-operation',
  'endpoint-upgraded',
  'newer-row',
  'two-contents',
  'garbled',
  'orders-imported',
  'nights-pass',
  'pressed-apart',
  'restored-in-turn',
  'request-late',
  'hundreds-accepted',
  'restored-when-full',
  'copied-in-turn',
  'restored-twice',
] as const
export type StepKind = (typeof stepKinds)[number]

export interface Step {
  /** Milliseconds since the start. */
  readonly at: number
  readonly kind: StepKind
  /** Which tablet; modulo their number. */
  readonly who: number
  readonly seed: string
}

export interface Plan {
  readonly seed: number
  readonly isLong: boolean
  readonly tablets: number
  readonly lengthMs: number
  /** Patrons whom nobody sees: with them a base takes several pages. */
  readonly otherPatrons: number
  readonly quarantineDays: number
  /** What a network may do on this day. */
  readonly linkModes: readonly LinkMode[]
  /** The tablets never sleep between two presses. */
  readonly isAlwaysAwake: boolean
  readonly steps: readonly Step[]
}

// How often each fault comes, against the others. What ends an identity or a history is rare, or nothing else would be seen.
type DrawnApart =
  | 'exported'
  | 'killed-in-push'
  | 'killed-in-pull'
  | 'newer-operation'
  | 'endpoint-upgraded'
  | 'newer-row'
  | 'two-contents'
  | 'garbled'
  | 'orders-imported'
  | 'nights-pass'
  | 'pressed-apart'
  | 'restored-in-turn'
  | 'request-late'
  | 'hundreds-accepted'
  | 'restored-when-full'
  | 'copied-in-turn'
  | 'restored-twice'
const faultWeights: { readonly [K in Exclude<StepKind, 'press' | DrawnApart>]: number } = {
  link: 30,
  'hints-dead': 3,
  wake: 5,
  'tab-killed': 8,
  'tab-opened': 6,
  'tab-closed': 2,
  'tab-frozen': 6,
  'battery-dead': 4,
  'connection-lost': 3,
  'disk-quota': 3,
  'disk-abort': 3,
  'disk-dead': 2,
  evicted: 1,
  'profile-restored': 1,
  'profile-cloned': 1,
  'clock-jump': 3,
  'base-corrupted': 2,
  'tablet-set-aside': 0.7,
  poison: 2,
  'newer-type': 2,
  imported: 5,
  'day-closed': 2,
  'endpoint-killed': 3,
  'crash-before-commit': 3,
  'crash-inside-commit': 4,
  'crash-after-commit': 4,
  'power-cut': 4,
  'backed-up': 5,
  'restored-by-tool': 1.5,
  'restored-by-copy': 1.5,
}
const faultKinds = stepKinds.filter((kind): kind is keyof typeof faultWeights => kind in faultWeights)

const minuteMs = 60_000

/** The plan of a seed: two tablets for an hour, or four to six for eight. */
export const makePlan = (seed: number, isLong: boolean): Plan => {
  const chance = createChance(`plan ${seed}`)
  const lengthMs = (isLong ? 480 : 60) * minuteMs
  const tablets = isLong ? chance.between(4, 6) : 2
  const steps: Step[] = []
  const add = (kind: StepKind, at = chance.below(lengthMs)): void => {
    steps.push({ at, kind, who: chance.below(tablets), seed: `${seed}/${steps.length}` })
  }
  // People come in waves.
  for (let waves = (isLong ? 4 : 1) * chance.between(3, 8); waves > 0; waves--) {
    const from = chance.below(lengthMs)
    for (let i = chance.between(3, 10); i > 0; i--) add('press', Math.min(lengthMs, from + chance.below(3 * minuteMs)))
  }
  // On half of the days only a few things go wrong, and those often: what one fault hides from another comes to light.
  const isFocused = chance.happens(0.5)
  const kinds = isFocused ? chance.shuffle(faultKinds).slice(0, chance.between(1, 5)) : faultKinds
  const badModes = linkModes.filter((mode) => mode !== 'good')
  const modes = isFocused ? chance.shuffle(badModes).slice(0, chance.between(1, 3)) : badModes
  const totalWeight = kinds.reduce((sum, kind) => sum + faultWeights[kind], 0)
  for (let i = (isLong ? 4 : 1) * chance.between(2, 14); i > 0; i--) {
    let left = chance.next() * totalWeight
    const kind = kinds.find((one) => {
      left -= faultWeights[one]
      return left < 0
    })
    if (kind !== undefined) add(kind)
  }
  // Tabs that die between a request and what it brings: drawn apart, a moment before a wave's last press.
  const deaths = createChance(`deaths ${seed}`)
  for (const { at, who } of deaths.happens(0.3) ? steps.filter(({ kind }) => kind === 'press' && deaths.happens(0.15)) : []) {
    const kind = deaths.happens(0.6) ? 'killed-in-pull' : 'killed-in-push'
    steps.push({ at: Math.max(0, at - 10), kind, who, seed: `${seed}/${steps.length}` })
  }
  // The manager's files, drawn apart too.
  const files = createChance(`files ${seed}`)
  for (let i = files.happens(0.5) ? files.between(1, isLong ? 8 : 4) : 0; i > 0; i--) {
    steps.push({ at: files.below(lengthMs), kind: 'exported', who: 0, seed: `${seed}/${steps.length}` })
  }
  // And, each from a stream of its own, so that none moves what a seed meant before: pairs of builds, two contents, the ILS's orders.
  const addApart = (stream: Chance, kind: StepKind, from: number, to: number): void => {
    const at = Math.floor(lengthMs * (from + stream.next() * (to - from)))
    steps.push({ at, kind, who: stream.below(tablets), seed: `${seed}/${steps.length}` })
  }
  const builds = createChance(`builds ${seed}`)
  if (builds.happens(0.3)) {
    for (let i = builds.between(1, isLong ? 8 : 4); i > 0; i--) addApart(builds, 'newer-operation', 0.1, 1)
    if (builds.happens(0.6)) {
      addApart(builds, 'endpoint-upgraded', 0.2, 0.9)
      for (let i = builds.between(1, isLong ? 8 : 4); i > 0; i--) addApart(builds, 'newer-row', 0.3, 1)
    }
  }
  const contents = createChance(`contents ${seed}`)
  if (contents.happens(0.25)) {
    for (let i = contents.between(1, isLong ? 6 : 3); i > 0; i--) {
      addApart(contents, contents.happens(0.5) ? 'two-contents' : 'garbled', 0.1, 1)
    }
  }
  const imports = createChance(`imports ${seed}`)
  if (imports.happens(0.25)) {
    for (let i = imports.between(1, isLong ? 6 : 3); i > 0; i--) addApart(imports, 'orders-imported', 0, 0.95)
  }
  // Days end, with presses of the day before that nobody has heard of, and of the day after.
  const nights = createChance(`nights ${seed}`)
  if (nights.happens(0.2)) {
    for (let i = isLong ? nights.between(1, 2) : 1; i > 0; i--) {
      const from = 0.15 + nights.next() * 0.5
      addApart(nights, 'nights-pass', from, from)
      for (let presses = nights.between(10, 24); presses > 0; presses--) addApart(nights, 'press', from, from + (isLong ? 0.06 : 0.35))
    }
  }
  // Two people on one thing at the same moment, neither hearing of the other: rare by chance, and what it opens is rarer.
  const apart = createChance(`apart ${seed}`)
  if (apart.happens(0.3)) {
    for (let i = apart.between(1, isLong ? 8 : 3); i > 0; i--) addApart(apart, 'pressed-apart', 0.1, 1)
  }
  // A profile kept, and put back later on the same tablet: by chance alone it was put back on one day in some hundreds.
  const profiles = createChance(`profiles ${seed}`)
  if (profiles.happens(0.04)) {
    const who = profiles.below(tablets)
    const addTo = (kind: StepKind, from: number): void => {
      steps.push({ at: Math.floor(lengthMs * (from + profiles.next() * 0.3)), kind, who, seed: `${seed}/${steps.length}` })
    }
    addTo('backed-up', 0.15)
    addTo('profile-restored', 0.55)
  }
  const inTurn = createChance(`in turn ${seed}`)
  if (inTurn.happens(0.12)) addApart(inTurn, 'restored-in-turn', 0.1, 0.7)
  // A push that a line brings after two later ones, alone or a second time.
  const late = createChance(`late ${seed}`)
  if (late.happens(0.2)) for (let i = late.between(1, isLong ? 3 : 2); i > 0; i--) addApart(late, 'request-late', 0.05, 0.95)
  // A tablet that is lost with more on it than one operation can name: dear, and rare.
  const hundreds = createChance(`hundreds of ${seed}`)
  if (hundreds.happens(0.013)) addApart(hundreds, 'hundreds-accepted', 0.1, 0.6)
  const full = createChance(`full ${seed}`)
  if (full.happens(0.06)) addApart(full, 'restored-when-full', 0.1, 0.7)
  // A copied profile and its original that never speak at the same time.
  const copies = createChance(`copies ${seed}`)
  if (copies.happens(0.05)) addApart(copies, 'copied-in-turn', 0.1, 0.6)
  const twice = createChance(`put back twice ${seed}`)
  if (twice.happens(0.06)) addApart(twice, 'restored-twice', 0.1, 0.6)
  return {
    seed,
    isLong,
    tablets,
    lengthMs,
    otherPatrons: chance.happens(0.04) ? 1100 : 4,
    quarantineDays: chance.pick([0, 0, 3]) ?? 0,
    linkModes: modes,
    isAlwaysAwake: chance.happens(0.08),
    steps: steps.sort((a, b) => a.at - b.at),
  }
}

/** What the network does from this step on. */
export const pickLinkMode = ({ linkModes: modes }: Plan, { seed }: Step): LinkMode => createChance(`mode ${seed}`).pick(modes) ?? 'offline'
