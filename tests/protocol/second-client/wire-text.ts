/**
 * What two implementers must write to the byte alike: canonical JSON, its hash, the digests of a base and of a case, the subjects of a payload.
 * From PROTOCOL.md alone (Envelope, Payloads, Push, Pull), as the client beside it. Runs in Node; imports nothing of `src` (tests/architecture).
 */
import { createHash } from 'node:crypto'

export type Json = null | boolean | number | string | readonly Json[] | Members
export type Members = { readonly [member: string]: Json | undefined }
export type Fact = Members & { readonly operationId: string; readonly what: string; readonly based: readonly string[] }
export type Row = Members & { readonly facts?: readonly Fact[] }
export type Payload = Members & { readonly kind: string }
export interface PulledRow {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly row: Row | null
}

export const canonicalJson = (value: Json | undefined): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Over UTF-16 code units. */
const fnv1a = (text: string): bigint => {
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n)
  return hash
}

/** Modulo 2^64, 16 hexadecimal digits. */
const asDigits = (sum: bigint): string => BigInt.asUintN(64, sum).toString(16).padStart(16, '0')

export const digestOf = (rows: Iterable<PulledRow>): string => {
  let sum = 0n
  for (const { kind, id, row } of rows) sum += fnv1a(`${kind}\n${id}\n${canonicalJson(row)}`)
  return asDigits(sum)
}

/** What was seen of a case: how many facts it cites, a dot, and the sum of the hashes of their ids; those that its row only counts included. */
export const seenOf = ({ cites, unlisted }: Row): string => {
  const listed = cites as readonly string[]
  const { count, sum } = (unlisted ?? { count: 0, sum: '0' }) as { count: number; sum: string }
  const whole = listed.reduce((hashes, id) => hashes + fnv1a(id), BigInt(`0x${sum}`))
  return `${listed.length + count}.${asDigits(whole)}`
}

const textOf = (value: Json | undefined): string[] => (typeof value === 'string' ? [value] : [])
const barcodesOf = (list: Json | undefined) => (list as readonly Members[]).flatMap(({ barcode }) => textOf(barcode))

/** The documents and the order in whose rows a payload leaves a fact (I-35). */
export const factSubjects = (payload: Payload): string[] => {
  const orders = textOf(payload.orderId)
  const onBoth = (barcodes: readonly string[]) => [...barcodes.map((barcode) => `item/${barcode}`), ...orders.map((id) => `order/${id}`)]
  switch (payload.kind) {
    case 'pick-item':
    case 'unpick-item':
      return onBoth(textOf(payload.barcode))
    case 'hand-over-order':
      return onBoth([...barcodesOf(payload.items), ...(orders.length > 0 ? barcodesOf(payload.leftBehind) : [])])
    case 'undo-handover':
      return onBoth(payload.barcodes as readonly string[])
    case 'return-item':
    case 'undo-return':
    case 'reshelve-item':
    case 'unreshelve-item':
      return onBoth(textOf(payload.barcode)).filter((subject) => subject.startsWith('item/'))
    case 'report-not-found':
    case 'give-up-line':
    case 'bag-order':
    case 'print-label':
    case 'record-arrival':
    case 'undo-arrival':
    case 'confirm-no-show':
      return onBoth([])
    default:
      return []
  }
}
