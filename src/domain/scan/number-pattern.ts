/**
 * Whether a number has the form that a library's pattern says (SET-18). Pure; runs wherever a number is judged: tablet, import, settings.
 * JavaScript's own matching tries every way to share a text between the parts of a pattern: one odd label could hold a tablet's only thread
 * for hours. Here each part maps the places where it may end to the places where it may begin, all at once. No way is tried twice, so the
 * steps are known before any text is read. The signs of a class are still told by JavaScript, one at a time.
 */
import type { BarcodeRule } from '../settings/settings.ts'

/** Characters: far above any pattern, and any number, that a library wrote. */
const longestPattern = 300
const longestNumber = 80
/** Steps on the longest number. A sign is one, `*` as many as a number has signs: sixty of these, but none inside another. */
const mostSteps = 5000

/** Bit `n`: before the sign `n` of the number. */
type Places = bigint

interface Text {
  readonly signs: readonly string[]
  /** Where the signs of each class stand. */
  readonly masks: Map<string, Places>
}

interface Part {
  readonly steps: number
  /** Where this part begins, of where it may end; `isBack`: the other way round. */
  readonly reach: (places: Places, text: Text, isBack: boolean) => Places
}

const everywhere = ({ signs }: Text): Places => (1n << BigInt(signs.length + 1)) - 1n

const maskOf = (kind: string, expression: RegExp, { signs, masks }: Text): Places => {
  let mask = masks.get(kind)
  if (mask === undefined) {
    mask = signs.reduceRight((found, sign) => (found << 1n) | (expression.test(sign) ? 1n : 0n), 0n)
    masks.set(kind, mask)
  }
  return mask
}

/** `kind`: a sign or a class, as the pattern writes it. */
const oneSign = (kind: string): Part => {
  const expression = new RegExp(`^${kind}$`, 'u')
  return {
    steps: 1,
    reach: (places, text, isBack) => {
      const mask = maskOf(kind, expression, text)
      return isBack ? (places & mask) << 1n : (places >> 1n) & mask
    },
  }
}

const sequence = (parts: readonly Part[]): Part => {
  const backwards = parts.toReversed()
  return {
    steps: parts.reduce((sum, { steps }) => sum + steps, 0),
    reach: (places, text, isBack) =>
      (isBack ? parts : backwards).reduce((found, part) => (found === 0n ? found : part.reach(found, text, isBack)), places),
  }
}

const either = (parts: readonly Part[]): Part => ({
  steps: parts.reduce((sum, { steps }) => sum + steps, 0),
  reach: (places, text, isBack) => parts.reduce((found, part) => found | part.reach(places, text, isBack), 0n),
})

/** After as many times as a number has signs, one more reaches no other place. */
const enoughTimes = longestNumber + 2

const repeated = (part: Part, least: number, most: number): Part => {
  const [always, perhaps] = [Math.min(least, enoughTimes), Math.min(most - least, enoughTimes)]
  return {
    steps: part.steps * (always + perhaps),
    reach: (places, text, isBack) => {
      let found = places
      for (let i = 0; i < always && found !== 0n; i++) found = part.reach(found, text, isBack)
      for (let i = 0, fresh = found; i < perhaps && fresh !== 0n; i++) {
        fresh = part.reach(fresh, text, isBack) & ~found
        found |= fresh
      }
      return found
    },
  }
}

/** A place of which something is true; nothing is read. */
const place = (steps: number, of: (text: Text) => Places): Part => ({ steps, reach: (places, text) => places & of(text) })

const word = /^\w$/
const bounds = (text: Text): Places => {
  const words = maskOf('\\w', word, text)
  return words ^ (words << 1n)
}
const places: Readonly<Record<string, Part>> = {
  '^': place(1, () => 1n),
  $: place(1, ({ signs }) => 1n << BigInt(signs.length)),
  '\\b': place(1, bounds),
  '\\B': place(1, (text) => everywhere(text) & ~bounds(text)),
}

/** A look ahead or behind, at every place. */
const look = (part: Part, isBack: boolean, isNegated: boolean): Part =>
  place(part.steps, (text) => {
    const found = part.reach(everywhere(text), text, isBack)
    return isNegated ? everywhere(text) & ~found : found
  })

const opening = /\((?:\?(?:(<)?([=!])|:|<[^>]+>))?/y
const single = /\[(?:\\.|[^\]\\])*\]|\\(?:[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[^1-9k])|[^\\)|]/iuy
const quantifier = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y

/** A pattern that JavaScript understands; throws where it refers back to what it matched. */
const parse = (source: string): Part => {
  let at = 0
  const take = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at
    const found = expression.exec(source)
    at += found?.[0].length ?? 0
    return found
  }
  const parseOne = (): Part => {
    const opened = take(opening)
    if (opened !== null) {
      const inside = parseAll()
      at += 1
      return opened[2] === undefined ? inside : look(inside, opened[1] === '<', opened[2] === '!')
    }
    const kind = take(single)?.[0]
    if (kind === undefined) throw new SyntaxError()
    return places[kind] ?? oneSign(kind)
  }
  const parseAll = (): Part => {
    const ways: Part[][] = [[]]
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        at += 1
        ways.push([])
        continue
      }
      const part = parseOne()
      const [whole, sign, least = sign === '+' ? '1' : '0', comma, most] = take(quantifier) ?? []
      const atMost = sign === undefined ? (comma === '' ? least : most || Infinity) : sign === '?' ? 1 : Infinity
      ways.at(-1)?.push(whole === undefined ? part : repeated(part, Number(least), Number(atMost)))
    }
    return either(ways.map(sequence))
  }
  return parseAll()
}

/** Says of a number whether it has the form, whole. */
export type NumberPattern = (number: string) => boolean

/** `no-pattern`: JavaScript does not understand it; `too-costly`: it repeats what is repeated, refers back, or is too long. */
export const readPattern = (source: string): NumberPattern | 'no-pattern' | 'too-costly' => {
  try {
    new RegExp(source, 'u')
  } catch {
    return 'no-pattern'
  }
  if (source.length > longestPattern) return 'too-costly'
  try {
    const whole = parse(source)
    if (whole.steps > mostSteps) return 'too-costly'
    return (number) => {
      const signs = [...number]
      if (signs.length > longestNumber) return false
      return (whole.reach(1n << BigInt(signs.length), { signs, masks: new Map() }, false) & 1n) !== 0n
    }
  } catch {
    // A newer browser may understand more than is read here.
    return 'too-costly'
  }
}

const patterns = new WeakMap<BarcodeRule, NumberPattern>()

/** The form that a rule asks for, its lengths too; no number has one that cannot be read. */
export const hasForm = (rule: BarcodeRule, number: string): boolean => {
  let pattern = patterns.get(rule)
  if (pattern === undefined) {
    const read = readPattern(rule.pattern)
    pattern = typeof read === 'string' ? () => false : read
    patterns.set(rule, pattern)
  }
  return (rule.lengths?.includes(number.length) ?? true) && pattern(number)
}
