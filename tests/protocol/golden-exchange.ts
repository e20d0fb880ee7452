/**
 * One exchange as a version of the protocol makes it: a request and its answer, word for word, in a JSON file. Runs in tests.
 * What is random in an answer (identities, tickets, the epoch) is written `$name`; a request takes what an earlier answer gave. `$hash1`,
 * `$hash2`… are hashes of envelopes that name the library, whose identity is random.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { toDeviceId, toLibrarianId, toOperationId } from '../../src/domain/ids.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { noteSilence } from '../../src/endpoint/authority/silence-job.ts'
import { offerPinCode } from '../../src/endpoint/enrolment/change-team.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { offerPassphraseCode } from '../../src/endpoint/enrolment/manager-passphrase.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { anEndpoint, asJson, libraryOfTests, managerOfTests } from '../builders/an-endpoint.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = { readonly [key: string]: Json }

export interface GoldenExchange {
  readonly file: string
  readonly title: string
  /** The tablet that asks, by its letter; absent: a stranger. An enrolment gives the letter its identity. */
  readonly as?: string
  /** Milliseconds that pass before. */
  readonly after?: number
  /** How often the same is asked; the last answer counts. */
  readonly times?: number
  /** Asked by a tablet that has as much in quarantine as it may. */
  readonly isQuarantineFull?: true
  readonly request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: JsonObject }
  readonly answer: { readonly status: number; readonly body: JsonObject }
}

const folderOf = (version: number): string => fileURLToPath(new URL(`./golden/v${version}/`, import.meta.url))

export const readGolden = (version: number): readonly GoldenExchange[] =>
  readdirSync(folderOf(version))
    .filter((file) => /^\d\d-/.test(file))
    .sort()
    .map((file) => ({ file, ...JSON.parse(readFileSync(`${folderOf(version)}${file}`, 'utf8')) }))

/** SHA-256 of files, hexadecimal, by their names. */
type Hashes = Readonly<Record<string, string>>
/** What was recorded or recorded anew on a day, and why. */
export interface Recording {
  readonly on: string
  readonly why: string
  readonly files: Hashes
}

/** Names of files that are not, or no longer, what the last recording of each says. */
export const changedSince = (recordings: readonly Recording[], found: Hashes): readonly string[] => {
  const recorded: Hashes = Object.assign({}, ...recordings.map(({ files }) => files))
  return Object.keys({ ...recorded, ...found }).filter((name) => recorded[name] !== found[name])
}

/** The recordings of a version, the oldest first, and what its folder holds now. */
export const readRecordings = (version: number): { readonly recordings: readonly Recording[]; readonly found: Hashes } => {
  const folder = folderOf(version)
  const names = readdirSync(folder).filter((name) => name !== 'recorded.json')
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(`${folder}${name}`))
      .digest('hex')
  return {
    recordings: JSON.parse(readFileSync(`${folder}recorded.json`, 'utf8')),
    found: Object.fromEntries(names.sort().map((name) => [name, hash(name)])),
  }
}

/** Members made by chance; and `content`, which names the build that made the file. */
const chance = new Set(['credential', 'ticket', 'pass', 'epoch', 'code', 'link', 'cursor', 'digest', 'content', 'codeId'])

/** The answer with `$name` where chance wrote; `made` are texts of chance by what they are called. */
const masked = (value: Json, made: ReadonlyMap<string, string>): Json => {
  if (typeof value === 'string') return [...made].reduce((text, [chosen, name]) => text.replaceAll(chosen, name), value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((member: Json) => masked(member, made))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, chance.has(name) ? `$${name}` : masked(member, made)]))
}

/** As an import leaves it. */
const catalogue: Row = { kind: 'catalogue', id: 'catalogue', hash: 'c'.repeat(64), items: 1, records: 1, bytes: 2048 }

/** A manager who has no passphrase yet. */
const otherManager: Row = {
  kind: 'librarian',
  id: toLibrarianId('denis'),
  name: 'Denis',
  isManager: true,
  pin: { salt: '0'.repeat(32), iterations: 100_000, hash: '0'.repeat(64) },
}

const fail = (defect: unknown): void => {
  throw defect
}

interface Known {
  readonly deviceId: string
  credential: string
  ticket: string
  firstTicket: string
  cursor: string
  /** The manager's, once a passphrase was told. */
  pass: string
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

export interface Replayed {
  readonly sent: Json | undefined
  readonly status: number
  /** As it came. */
  readonly body: Json
  /** With `$name` where the files have it. */
  readonly masked: Json
}

type Endpoint = Awaited<ReturnType<typeof anEndpoint>>

/** What no push could bring at once. */
const fillQuarantine = async ({ store, instantBefore }: Endpoint, deviceId: string): Promise<void> => {
  const nothing = { type: undefined, happenedOn: undefined, caseId: undefined, version: 0, receivedAt: instantBefore(0) }
  const of = { operationId: toOperationId('f'.repeat(32)), hash: 'f'.repeat(64), deviceId: toDeviceId(deviceId) }
  const text = { envelope: 'x'.repeat(8 * 2 ** 20), outcome: 'quarantined', reason: 'operation-not-understood' } as const
  await store.transact(libraryOfTests, (transaction) => transaction.keepReceipt({ ...nothing, ...of, ...text }))
}

/** Asks a real endpoint, in order, what the files ask; answers what it said. */
export const replay = async (exchanges: readonly GoldenExchange[]): Promise<ReadonlyMap<string, Replayed>> => {
  const current = await anEndpoint({ rows: [catalogue, otherManager] })
  const knownByLetter = new Map<string, Known>()
  const made = new Map<string, string>()
  let usedCode = ''
  const replayed = new Map<string, Replayed>()

  const given = async (placeholder: string, known: Known | undefined, others: ReadonlyMap<string, Known>): Promise<string> => {
    switch (placeholder) {
      case '$code':
        usedCode = await current.offerCode()
        return usedCode
      case '$usedCode':
        return usedCode
      case '$expiredCode':
        return (await offerEnrolmentCode(current.store, libraryOfTests, current.instantBefore(11 * 60_000))).code
      case '$passphraseCode':
        return (await offerPassphraseCode(current.store, libraryOfTests, managerOfTests, current.instantBefore(0))).code
      case '$pinCode': {
        const who = { id: toLibrarianId('oscar'), by: managerOfTests }
        return (await offerPinCode(current.store, libraryOfTests, who, current.instantBefore(0)))?.code ?? ''
      }
      case '$pass':
        return known?.pass ?? ''
      case '$ticket':
        return known?.ticket ?? ''
      case '$firstTicket':
        return known?.firstTicket ?? ''
      case '$cursor':
        return known?.cursor ?? ''
      case '$library':
        return identity
      case '$tooLarge':
        return 'x'.repeat(70_000)
      default:
        return others.get(placeholder.slice('$deviceIdOf'.length))?.deviceId ?? placeholder
    }
  }

  const { identity } = await current.store.read(libraryOfTests, (reading) => reading.library())
  made.set(identity, '$library')

  const filled = async (value: Json, known: Known | undefined): Promise<Json> => {
    if (typeof value === 'string') return value.startsWith('$') ? given(value, known, knownByLetter) : value.replace('$library', identity)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return Promise.all(value.map((member: Json) => filled(member, known)))
    const members: [string, Json][] = []
    for (const [name, member] of Object.entries(value)) members.push([name, await filled(member, known)])
    const whole = Object.fromEntries(members)
    const { hash, envelope } = whole
    if (envelope === undefined || typeof hash !== 'string' || !hash.startsWith('$hash')) return whole
    const itsHash = createHash('sha256')
      .update(typeof envelope === 'string' ? envelope : canonicalJson(envelope))
      .digest('hex')
    made.set(itsHash, hash)
    return { ...whole, hash: itsHash }
  }

  for (const exchange of exchanges) {
    const { file, as = '', after = 0, times = 1, request } = exchange
    current.advance(after)
    // What a running endpoint does every other minute.
    await noteSilence(current.store, current.instantBefore(0), fail)
    const known = knownByLetter.get(as)
    if (exchange.isQuarantineFull && known !== undefined) await fillQuarantine(current, known.deviceId)
    const sent = request.body === undefined ? undefined : await filled(request.body, known)
    const path = request.path.replace('$cursor', encodeURIComponent(known?.cursor ?? '')).replace('$library', identity)
    const init: RequestInit = {
      method: request.method,
      headers: { ...asJson, ...(known && { Authorization: `Bearer ${known.deviceId}.${known.credential}` }) },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    }
    let response = await current.ask(path, init)
    for (let again = 1; again < times; again++) response = await current.ask(path, init)
    const body = (await response.json()) as JsonObject
    if (path.startsWith('/enrolment/v1/enrol') && response.ok) {
      const ticket = textOf(body.ticket)
      knownByLetter.set(as, {
        deviceId: textOf(body.deviceId),
        credential: textOf(body.credential),
        ticket,
        firstTicket: ticket,
        cursor: '',
        pass: '',
      })
    } else if (known !== undefined && response.ok) {
      known.credential = textOf(body.credential) || known.credential
      known.ticket = textOf(body.ticket) || known.ticket
      known.pass = textOf(body.pass) || known.pass
      const end = body.end
      if (typeof end === 'object' && end !== null && 'cursor' in end) known.cursor = textOf(end.cursor)
    }
    for (const [letter, { deviceId }] of knownByLetter) made.set(deviceId, `$deviceIdOf${letter}`)
    replayed.set(file, { sent, status: response.status, body, masked: masked(body, made) })
  }
  return replayed
}
