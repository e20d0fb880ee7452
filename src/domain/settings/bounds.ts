/**
 * What a figure of the settings may be, both ends included (SET-4): the field says it, the endpoint holds to it, a settings file too.
 * Runs everywhere. They keep out a slip of the keyboard, not a choice; units are those of settings.ts.
 */

export interface Bounds {
  readonly from: number
  readonly to: number
}

/** Members of the settings that are one figure; as wide as the files that libraries held before sections had bounds. */
export const figureBounds = {
  leadTimeHours: { from: 0, to: 240 },
  horizonDays: { from: 1, to: 90 },
  openOrdersPerSlot: { from: 1, to: 99 },
  openOrders: { from: 1, to: 99 },
  newReleaseDays: { from: 0, to: 1000 },
  graceMinutes: { from: 0, to: 240 },
  keepDays: { from: 0, to: 60 },
  quarantineDays: { from: 0, to: 60 },
  // From 31: what the closing erased is remembered for 30 days, and whoever comes late has to be told by then.
  keepLoanDays: { from: 31, to: 366 },
  keepNameDays: { from: 31, to: 1096 },
  idleLockMinutes: { from: 1, to: 240 },
  // Below three, one of two persons knows the other.
  fewestPersons: { from: 3, to: 11 },
  readyDelayMinutes: { from: 0, to: 120 },
  mailsPerHour: { from: 10, to: 2000 },
} as const satisfies Readonly<Record<string, Bounds>>

/** Questions of the first run (SET-16). */
export const firstRunBounds: Bounds = { from: 0, to: 5 }
export const rangeBounds = { intervalMinutes: { from: 5, to: 120 }, capacity: { from: 1, to: 99 } } as const
/** Documents; a maximum that is absent is « sans limite ». As wide as the files that libraries hold already. */
export const rightBounds = { maximum: { from: 0, to: 999 }, durationDays: { from: 1, to: 366 } } as const
/** Of all documents together. */
export const totalBounds: Bounds = { from: 0, to: 999 }
/** Per cent of full time; 0: is never proposed (ROTA-6). */
export const shareBounds: Bounds = { from: 0, to: 100 }
export const bayBounds: Bounds = { from: 1, to: 999 }
/** Signs of a new name; one that stands already stays. */
export const serviceNameBounds: Bounds = { from: 2, to: 30 }
/** Signs of what is said after an order was read back, in each language: one breath. */
export const callWordsBounds: Bounds = { from: 1, to: 200 }
/** Signs, on the public page: of what the library says of itself, in each language, and of its telephone; of the guide, steps, and signs of each. */
export const pageBounds = {
  words: { from: 1, to: 300 },
  telephone: { from: 1, to: 30 },
  guideSteps: { from: 1, to: 8 },
  guideTitle: { from: 1, to: 80 },
  guideText: { from: 1, to: 600 },
} as const satisfies Readonly<Record<string, Bounds>>
/** Days ahead for which a closure or an opening may be said: eighteen months. */
export const dayBounds: Bounds = { from: 0, to: 548 }

export const isWithin = ({ from, to }: Bounds, n: number): boolean => Number.isInteger(n) && n >= from && n <= to
