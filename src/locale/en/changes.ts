/**
 * How a change of the settings is said in a few words, in English.
 */
import { changes as fr } from '../fr/changes.ts'

const s = (n: number): string => (n === 1 ? '' : 's')

export const changes: typeof fr = {
  instead: (became, was) => `${became} instead of ${was}`,
  hours: {
    added: (hours) => `${hours}, added`,
    removed: (hours) => `${hours}, removed`,
    closed: (was) => `closed (before: ${was})`,
    begins: (became, was) => `from ${became} instead of ${was}`,
    ends: (became, was) => `until ${became} instead of ${was}`,
    moved: (became, was) => `${became} (before: ${was})`,
    slot: (n) => `a slot every ${n}\u00a0min`,
    orders: (n) => `${n}\u00a0order${s(n)} per slot`,
    since: (day) => `as of ${day}`,
    more: (day, length, isMore) => `${day}, ${length} ${isMore ? 'more' : 'less'}`,
  },
  right: {
    maximum: (n) => (n === undefined ? 'no limit on number' : n === 0 ? 'none' : `${n} at once`),
    newReleaseMaximum: (n) => (n === undefined ? 'no limit on new releases' : `${n}\u00a0new release${s(n)}`),
    maximumPerOrder: (n) => (n === undefined ? 'no limit per order' : `${n} per order`),
    durationDays: (n) => `${n}\u00a0day${s(n)}`,
    total: (n) => (n === undefined ? 'no limit' : `${n}\u00a0item${s(n)}`),
    own: (said) => `${said} (before: like The others)`,
    inherited: (was) => `like The others (before: ${was})`,
  },
  walk: {
    before: (name, next) => `${name} before ${next}`,
    last: (name) => `${name} last`,
    added: (locations) => `new zone (${locations})`,
    removed: 'is no longer a zone',
    renamed: (name) => `is now “${name}”`,
  },
  colour: (hue, isDarker) => `Your ${hue}${isDarker ? ', darkened' : ''}`,
}
export const changesWords = { fr, en: changes }
