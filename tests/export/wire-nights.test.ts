/**
 * Many random days between a desk and an ILS over a wire, and what they prove: the rules hold on each, and each of the wires that break one
 * is found. `PTE_NIGHTS` asks for more days than each run has, `PTE_NIGHT_FROM` for others than the first.
 */
import { expect, it } from 'vitest'
import { accept } from '../../src/domain/result.ts'
import { createKohaWire } from '../../src/endpoint/connectors/koha/koha-wire.ts'
import type { KohaSettings } from '../../src/endpoint/connectors/koha/read-settings.ts'
import { openLink } from '../../src/endpoint/connectors/sip2/link.ts'
import { loanRequest, returnRequest } from '../../src/endpoint/connectors/sip2/request.ts'
import { createSip2Wire, momentAt, type Sip2Settings } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { WireAnswer, WireSession } from '../../src/endpoint/ils/wire.ts'
import { kohaNight, type MakeWire, runNight, sip2Night } from './wire-night.ts'

const [from, nights] = [Number(process.env.PTE_NIGHT_FROM ?? 0), Number(process.env.PTE_NIGHTS ?? 20)]
/** Milliseconds: a slow machine does a day in some seconds. */
const allTheNights = Math.max(600_000, nights * 5000)
/** Days in which a mutant has to be found. */
const patience = 60

/** Ours, with one of its acts changed. */
const changed =
  <Settings>(create: MakeWire<Settings>, change: (session: WireSession) => WireSession): MakeWire<Settings> =>
  (settings, now) => {
    const ours = create(settings, now)
    return {
      ...ours,
      open: async () => {
        const opened = await ours.open()
        if (!opened.ok) return opened
        const { value } = opened
        return accept(change({ post: (one) => value.post(one), read: (one) => value.read(one), close: () => value.close() }))
      },
    }
  }

/** Ours over SIP2, with one answer changed. */
const changing = (change: (answer: WireAnswer) => WireAnswer): MakeWire<Sip2Settings> =>
  changed(createSip2Wire, ({ post, ...rest }) => ({ ...rest, post: async (movement) => change(await post(movement)) }))

/** Ours to Koha, with one of its acts changed. */
const changedKoha = (change: (session: WireSession) => WireSession): MakeWire<KohaSettings> => changed(createKohaWire, change)

/** Writes without a look; `isPatient` tells whether what was not answered is taken as not done. */
const blind =
  (isPatient: boolean): MakeWire<Sip2Settings> =>
  (settings, now) => ({
    ...createSip2Wire(settings, now),
    canTell: () => true,
    open: async () => {
      const link = await openLink(settings, settings)
      if (!link.ok) return link
      return accept<WireSession>({
        post: async ({ card, barcode, happened }) => {
          const [at, today] = [momentAt(happened.at, settings.zone), momentAt(now(), settings.zone)]
          const answer = await (card === undefined
            ? link.value.ask(returnRequest(settings, barcode, at, today), '10')
            : link.value.ask(loanRequest(settings, card, barcode, at), '12'))
          if (!answer.ok) return isPatient ? { kind: 'unknown' } : { kind: 'not-asked' }
          return answer.value.fixed.startsWith('1') ? { kind: 'accepted', dueOn: undefined } : { kind: 'refused', said: '' }
        },
        read: async () => ({ kind: 'not-done' }),
        close: () => link.value.close(),
      })
    },
  })

it(
  '[ILS-1, ILS-2, ILS-3] over random days with cuts, deaths and lies nothing is told twice, lost, or taken from somebody else',
  async () => {
    for (let seed = from; seed < from + nights; seed += 1) expect(await runNight(seed), `night ${seed}`).toEqual([])
  },
  allTheNights,
)

it.each([
  ['done at once', true],
  ['put into the list of its librarians', false],
])(
  '[ILS-1, ILS-2, ILS-3, ILS-14] and the same holds by Koha, %s; what its list undoes there late is a case',
  async (_, isDirect) => {
    for (let seed = from; seed < from + nights; seed += 1) expect(await runNight(seed, kohaNight(isDirect)), `night ${seed}`).toEqual([])
  },
  allTheNights,
)

it.each([
  ['writes again after an answer that did not come, without a look', blind(false)],
  ['writes without a look', blind(true)],
  [
    'believes a first digit whatever card it speaks of',
    changing((answer) =>
      answer.kind === 'to-decide' && answer.reason === 'other-than-asked' ? { kind: 'accepted', dueOn: undefined } : answer,
    ),
  ],
  [
    'takes what was not answered as done',
    changing((answer) => (answer.kind === 'unknown' ? { kind: 'accepted', dueOn: undefined } : answer)),
  ],
  [
    'takes a refusal as done',
    changing((answer) => (answer.kind === 'refused' || answer.kind === 'to-decide' ? { kind: 'accepted', dueOn: undefined } : answer)),
  ],
])(
  '[ILS-2, ILS-3] a wire that %s is found',
  async (_, makeWire) => {
    let found: readonly string[] = []
    for (let seed = 0; seed < patience && found.length === 0; seed += 1) found = await runNight(seed, sip2Night(makeWire))
    expect(found).not.toEqual([])
  },
  600_000,
)

it.each([
  [
    'takes a place in the list as done',
    0,
    changedKoha(({ post, ...rest }) => ({
      ...rest,
      post: async (movement) => {
        const answer = await post(movement)
        return answer.kind === 'queued' ? { kind: 'accepted', dueOn: undefined } : answer
      },
    })),
  ],
  [
    'takes what may lie in the list as not done',
    0,
    changedKoha(({ read, ...rest }) => ({
      ...rest,
      read: async (movement) => {
        const reading = await read(movement)
        return reading.kind === 'not-yet' ? { kind: 'not-done' } : reading
      },
    })),
  ],
  [
    'takes what moved there since as gone through',
    // Rare: so far the first of them.
    84,
    changedKoha(({ read, ...rest }) => ({
      ...rest,
      read: async (movement) => {
        const reading = await read(movement)
        return reading.kind === 'to-decide' ? { kind: 'done', dueOn: undefined } : reading
      },
    })),
  ],
])(
  '[ILS-2, ILS-14] a link to Koha that %s is found',
  async (_, first, makeWire) => {
    let found: readonly string[] = []
    for (let seed = first; seed < first + patience && found.length === 0; seed += 1)
      found = await runNight(seed, kohaNight(false, makeWire))
    expect(found).not.toEqual([])
  },
  600_000,
)
