/**
 * A build that is still to come, as far as this one can meet it: operations of version 2, rows, members and reasons that this one does not
 * know (I-28). Runs in the simulator. The newer endpoint is the real one, with a reading of version 2 put before its door and its
 * receipts; the newer tablet is what such a build leaves in an outbox that this one then hands over.
 */
import { createHash } from 'node:crypto'
import type { Case } from '../../src/domain/case/case.ts'
import { toCaseId } from '../../src/domain/ids.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import type { Store, StoreReader, StoreTransaction } from '../../src/endpoint/storage/store.ts'
import type { Receipt } from '../../src/endpoint/storage/stored.ts'
import { withMembers } from '../../src/endpoint/storage/with-members.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import type { Request, Response } from '../../src/tablet/sync/transport.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Version 2 tells the time of a fact on Greenwich's clock: whoever reads it as version 1 is an hour off, and does not notice. */
const turnHour = (time: string, hours: number): string =>
  `${String((Number(time.slice(0, 2)) + 24 + hours) % 24).padStart(2, '0')}${time.slice(2)}`

interface Dated {
  readonly typeVersion: number
  readonly payload: { readonly happened: { readonly date: string; readonly time: string } }
}
const isVersion2 = (value: unknown): value is Dated =>
  typeof value === 'object' && value !== null && 'typeVersion' in value && value.typeVersion === 2

const inHour = (value: Dated, typeVersion: number, hours: number): object => {
  const { happened } = value.payload
  return { ...value, typeVersion, payload: { ...value.payload, happened: { ...happened, time: turnHour(happened.time, hours) } } }
}

/** What the newer build reads an envelope as; anything but version 2 stays what it is. */
export const upcast = (value: unknown): unknown => (isVersion2(value) ? inHour(value, 1, 1) : value)

/** The text that a newer tablet makes of a fact: version 2, or this version with members to come. */
export const asNewerTablet = (envelope: Envelope, isNewVersion: boolean): string => {
  const newer = { ...envelope, build: '2031', mood: 'calm' }
  return canonicalJson(isNewVersion && 'happened' in newer.payload ? inHour(newer as unknown as Dated, 2, -1) : newer)
}

/** True for a text that only a newer build reads. */
export const isOfNewerBuild = (text: string): boolean => isVersion2(parse(text))

export type Upcast = typeof upcast

interface Pair {
  readonly hash: string
  readonly envelope: string
}

/** The reading of version 2, put around what this build's endpoint does. One for each endpoint: it remembers what it translated. */
export const createNewerReading = (read: Upcast) => {
  /** What came, by the hash of what it was read as. */
  const originals = new Map<string, Pair>()
  const translate = <R extends Pair>(came: R): R => {
    const value = parse(came.envelope)
    if (!isVersion2(value) || sha256(came.envelope) !== came.hash) return came
    const envelope = canonicalJson(read(value))
    const hash = sha256(envelope)
    originals.set(hash, { hash: came.hash, envelope: came.envelope })
    return { ...came, hash, envelope }
  }
  const readingOf = (reading: StoreReader) => ({
    receiptsOf: async (id: Receipt['operationId']) => (await reading.receiptsOf(id)).map(translate),
    quarantined: async () => (await reading.quarantined()).map(translate),
    receiptsOfDay: async (...asked: Parameters<StoreReader['receiptsOfDay']>) => (await reading.receiptsOfDay(...asked)).map(translate),
  })
  return {
    carry: async (request: Request, real: (request: Request) => Promise<Response>): Promise<Response> => {
      if (!request.path.startsWith('/sync/v1/push') || request.body === undefined) return real(request)
      const body = JSON.parse(request.body) as { operations: readonly { hash: string; envelope: unknown }[] } // Our tablets'.
      const operations = body.operations.map(({ hash, envelope, ...rest }) => {
        const came = { hash, envelope: typeof envelope === 'string' ? envelope : canonicalJson(envelope) }
        const older = translate(came)
        return { ...(older === came ? { hash, envelope } : older), ...rest }
      })
      const answer = await real({ ...request, body: JSON.stringify({ ...body, operations }) })
      const text = answer.text.replaceAll(/"hash":"([0-9a-f]{64})"/g, (said, hash: string) => {
        const original = originals.get(hash)
        return original !== undefined && body.operations.some((one) => one.hash === original.hash) ? `"hash":"${original.hash}"` : said
      })
      return { ...answer, text }
    },
    store: (store: Store): Store =>
      withMembers(store, {
        read: (id, work) => store.read(id, (reading) => work(withMembers(reading, readingOf(reading)))),
        transact: (id, work, ahead) => {
          const renamed: typeof work = (transaction) =>
            work(
              withMembers<StoreTransaction>(transaction, {
                ...readingOf(transaction),
                keepReceipt: (receipt) => transaction.keepReceipt({ ...receipt, ...originals.get(receipt.hash) }),
              }),
            )
          return store.transact(id, renamed, ahead)
        },
      }),
  }
}

/** What a newer endpoint adds to its answers: members that nobody asked for, and reasons without words here. */
export const asNewerAnswer = (answer: Response): Response => {
  const said = parse(answer.text)
  if (answer.status !== 200 || typeof said !== 'object' || said === null) return answer
  const results = 'results' in said && Array.isArray(said.results) ? said.results : undefined
  const named = results?.map((result: { readonly outcome: string }) => ({
    ...result,
    weight: 1,
    ...(result.outcome === 'refused' ? { reason: 'a-rule-to-come' } : {}),
  }))
  return { ...answer, text: JSON.stringify({ ...said, ...(named === undefined ? {} : { results: named }), weather: 'rain' }) }
}

/** Rows of kinds that this build does not know; `n` tells those of one day apart. */
export const rowsToCome = (n: number): readonly Row[] => {
  const jammed: Case = {
    kind: 'case',
    id: toCaseId(`locker-jammed:locker/${n}:1`),
    caseKind: 'loss-suspected',
    subject: `locker/${n}`,
    cites: [],
    follows: undefined,
    settlement: undefined,
  }
  // A kind to come is none of ours: that is what these rows are for.
  return [
    { kind: 'locker', id: `locker-${n}`, doors: n, isOpen: true },
    { ...jammed, caseKind: 'locker-jammed' },
  ] as unknown as readonly Row[]
}

/** A known row with a member to come. */
export const withLocker = <R extends Row>(row: R, locker: number): R => ({ ...row, locker })
export const lockerOf = (row: object): unknown => ('locker' in row ? row.locker : undefined)
/** The same without it: what this build alone would have written. */
export const withoutLocker = <R extends object>(row: R): R => {
  const { locker: _, ...others } = row as R & { readonly locker?: unknown }
  return others as R // It lost a member that its type does not have.
}
