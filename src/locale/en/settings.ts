/**
 * The words of the settings in English: each setting is a sentence with its figure inside. `{lead}` stands where the figure is read or
 * typed. Typed by the French source beside it. Runs everywhere.
 */
import type { settings as french } from '../fr/settings.ts'

const s = (n: number): string => (n === 1 ? '' : 's')

const days = (n: number): string => {
  if (n > 0 && n % 365 === 0) return `${n / 365}\u00a0year${s(n / 365)}`
  const months = Math.round(n / 30.5)
  return n >= 60 && Math.abs(months * 30.5 - n) <= 1 ? `${months}\u00a0months` : `${n}\u00a0day${s(n)}`
}

export const settings: typeof french = {
  head: 'What this service does',
  say: 'Each setting is a sentence. Everyone reads it, managers change it.',
  service: 'The service',
  place: 'The place and the team',
  sections: {
    name: { title: 'Name', sentence: 'The service is called {serviceName}.' },
    lead: { title: 'Notice', sentence: 'Orders are taken up to {leadTimeHours} ahead, for the next {horizonDays}.' },
    limits: { title: 'Limits', sentence: 'One person has {openOrdersPerSlot} per slot, {openOrders} in all.' },
    newness: { title: 'New releases', sentence: 'An item is new for {newReleaseDays}.' },
    absences: { title: 'No-shows', sentence: 'Late {graceMinutes} after the slot; if nobody comes, the pile waits {keepDays}.' },
    retention: {
      title: 'Forgetting',
      sentence: '{keepLoanDays} after a return, nobody knows who had read it; {keepNameDays} without a loan, and a name is erased.',
    },
    returns: { title: 'Returns', sentence: 'A returned item can leave again {quarantineDays}.' },
    lock: { title: 'Lock', sentence: 'The PIN is asked again after {idleLockMinutes} without a touch.' },
  },
  figures: {
    leadTimeHours: (n) => (n === 0 ? 'the last minute' : `${n}\u00a0hour${s(n)}`),
    horizonDays: (n) => `${n}\u00a0day${s(n)}`,
    openOrdersPerSlot: (n) => `${n}\u00a0order${s(n)}`,
    openOrders: (n) => `${n}`,
    newReleaseDays: (n) => days(n),
    graceMinutes: (n) => `${n}\u00a0min`,
    keepDays: (n) => `${n}\u00a0day${s(n)}`,
    quarantineDays: (n) => (n === 0 ? 'at once' : `after ${n}\u00a0day${s(n)} of quarantine`),
    keepLoanDays: (n) => days(n),
    keepNameDays: (n) => days(n),
    idleLockMinutes: (n) => `${n}\u00a0min`,
  },
}
