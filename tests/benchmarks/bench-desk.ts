/**
 * The library on which the exchange is measured: settings without a maximum, one librarian, 3,260 patrons, and tablets that are enrolled
 * already. Runs in Node and in the page of a benchmark. Nobody in it is real.
 */
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import {
  type DeviceId,
  type LibraryId,
  type LibraryIdentity,
  type OperationId,
  toCardNumber,
  toDeviceId,
  toDeviceLetter,
  toLibraryId,
  toLibraryIdentity,
  toOperationId,
} from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import type { Based, Operation } from '../../src/domain/operation/operation.ts'
import { hashPin } from '../../src/endpoint/enrolment/hash-pin.ts'
import type { AheadReader, Store } from '../../src/endpoint/storage/store.ts'
import { rowTable } from '../../src/endpoint/storage/stored.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import type { Identity } from '../../src/tablet/storage/tablet-storage.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aLoanRight, aSettings } from '../builders/a-settings.ts'
import { cardOf, claire, patronCount, pin } from './bench-loan.ts'

export const libraryId = toLibraryId('bench')

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Of the libraries that were seeded here. */
const identities = new Map<LibraryId, LibraryIdentity>()

/** Who the nth tablet of a library is; the ticket it was given last. */
export const identityOf = (n: number, epoch: string, library: LibraryId = libraryId): Identity => ({
  deviceId: toDeviceId(sha256(`${library}, tablet ${n}`).slice(0, 32)),
  letter: toDeviceLetter('B'),
  credential: sha256(`credential ${n}`),
  ticket: '0'.repeat(32),
  epoch,
  formerCredential: undefined,
  credentialAt: toInstant(Date.now()),
  library: identities.get(library) ?? toLibraryIdentity('0'.repeat(32)),
  libraryName: 'Bench',
})

export interface Seed {
  readonly tablets: number
  readonly now: Instant
  readonly library?: LibraryId
  readonly patrons?: number
}

/** Makes the library; answers its epoch. */
export const seedLibrary = async (store: Store, { tablets, now, library = libraryId, patrons = patronCount }: Seed): Promise<string> => {
  const { epoch, identity } = await store.createLibrary({ id: library, name: 'Bench', isDemo: false })
  identities.set(library, identity)
  const cards = Array.from({ length: patrons }, (_, n) => toCardNumber(cardOf(n)))
  // In some questions: hundreds of libraries are made for one measurement.
  const ahead = (reader: AheadReader) => reader.readAhead(() => cards.map((card) => [rowTable, 'key', 'patron', card] as const))
  await store.transact(
    library,
    async (transaction) => {
      await transaction.writeRow(aSettings({ loanRights: [aLoanRight('*', '*')], totalMaximums: {} }), now)
      // One round: two hundred tablets sign in at once, and a PIN is not what is measured.
      const verifier = await hashPin(pin, { salt: '00', iterations: 1, hash: '' })
      await transaction.writeRow({ kind: 'librarian', id: claire, name: 'Claire', isManager: true, pin: verifier }, now)
      for (const id of cards) await transaction.writeRow(aPatron({ id }), now)
      for (let n = 0; n < tablets; n++) {
        const { deviceId, letter, credential, ticket } = identityOf(n, epoch, library)
        await transaction.keepDevice({
          libraryId: library,
          id: deviceId,
          letter,
          name: '',
          credentialHash: sha256(credential),
          nextCredentialHash: undefined,
          ticket,
          previousTicket: undefined,
          lastHeardAt: now,
          pendingCount: 0,
          build: undefined,
          setAsideAt: undefined,
        })
      }
    },
    ahead,
  )
  return epoch
}

/** What is on the endpoint's disk of the operations it received, read by another connection. */
export const readReceipts = (dataDir: string): { readonly operationIds: readonly string[]; readonly cases: number } => {
  const database = new Database(join(dataDir, 'desk.db'), { readonly: true })
  const operationIds = database.prepare("SELECT operation_id FROM receipt WHERE outcome LIKE 'accepted%'").pluck().all().map(String)
  const cases = Number(database.prepare("SELECT count(*) FROM row WHERE kind = 'case' AND json IS NOT NULL").pluck().get())
  database.close()
  return { operationIds, cases }
}

export interface Pressed {
  readonly operationId: OperationId
  /** As one operation travels in a push. */
  readonly text: string
}

/** The nth press of a tablet as it would be sent, made without a tablet. */
export const pressedOf = (
  n: number,
  payload: Operation,
  { at, deviceId, based = {} }: { readonly at: number; readonly deviceId: DeviceId; readonly based?: Based },
): Pressed => {
  const operationId = toOperationId(sha256(`operation ${deviceId} ${n}`).slice(0, 32))
  const text = canonicalJson({
    operationId,
    bootId: 'b'.repeat(32),
    n: n + 1,
    deviceId,
    librarianId: claire,
    type: payload.kind,
    typeVersion: 1,
    payload,
    based,
    at,
    clockOffset: 0,
    build: 'bench',
  })
  return { operationId, text: `{"hash":"${sha256(text)}","envelope":${text}}` }
}

/** The body of one push of these. */
export const pushBody = (ticket: string, operations: readonly Pressed[]): string => {
  const head = JSON.stringify({ protocol: 4, nonce: randomBytes(16).toString('hex'), ticket, pendingCount: operations.length })
  return `${head.slice(0, -1)},"operations":[${operations.map(({ text }) => text).join(',')}]}`
}
