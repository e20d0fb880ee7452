/**
 * The catalogue file of the day on this tablet: fetched once, kept in the browser's Cache under its hash. Runs in the page.
 * What changed since it was made is a second file, what is on loan a third, each fetched when it has another name. All are immutable and
 * without personal data, and may be evicted and fetched again at any time. The hash is verified before a file is kept.
 */
import { unpackFile } from '../../catalogue/pack-file.ts'
import type { CatalogueFile } from '../../domain/row/desk-state.ts'
import { limitSilence } from '../clock/limit-silence.ts'

const cacheName = 'catalogue'
/** Until the page is opened again, the file is not fetched: what is done at the desk needs the room. */
let isShortOfRoom = false

export const forgetCatalogue = async (): Promise<void> => {
  await caches.delete(cacheName)
}

/** Gives the file's room back. */
export const dropCatalogue = async (): Promise<void> => {
  isShortOfRoom = true
  await forgetCatalogue()
}

/** Where the endpoint serves a catalogue file, and the name under which it is cached. */
export const cataloguePath = (hash: string): string => `/catalogue/v1/${hash}`

const hasHash = async (bytes: Uint8Array<ArrayBuffer>, hash: string): Promise<boolean> => {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') === hash
}

interface WantedFile {
  readonly hash: string
  /** Bytes of the file, before compression: what progress is measured against. */
  readonly bytes: number
  /** Those that are a catalogue's files travel so. */
  readonly isPacked: boolean
}

/** What the base's row of the catalogue names. */
export type NamedCatalogue = Pick<CatalogueFile, 'hash' | 'bytes' | 'changes' | 'lent'>

const filesOf = ({ hash, bytes, changes, lent }: NamedCatalogue): readonly WantedFile[] => [
  ...(hash === undefined ? [] : [{ hash, bytes, isPacked: true }]),
  ...(changes === undefined ? [] : [{ ...changes, isPacked: true }]),
  ...(lent === undefined ? [] : [{ ...lent, isPacked: false }]),
]

const missingFiles = async (named: NamedCatalogue): Promise<readonly WantedFile[]> => {
  const cache = await caches.open(cacheName)
  const kept = await Promise.all(filesOf(named).map(({ hash }) => cache.match(cataloguePath(hash))))
  return filesOf(named).filter((_, i) => kept[i] === undefined)
}

/** Whether all of the catalogue is on this tablet, is to be fetched, or has no room here. */
export const whereIsCatalogue = async (named: NamedCatalogue): Promise<'here' | 'missing' | 'no-room'> =>
  isShortOfRoom ? 'no-room' : (await missingFiles(named)).length === 0 ? 'here' : 'missing'

/** Longest silence of a download that goes on: what stalls is given up, and tried again. Milliseconds. */
const silenceMs = 60_000

/** The file's bytes as they are announced. Packed where the endpoint has made that already. */
const download = async ({ hash, bytes, isPacked }: WantedFile, bearer: string, onProgress: (share: number) => void) => {
  const silence = limitSilence(silenceMs)
  try {
    const ask = (path: string): Promise<Response> =>
      fetch(path, { cache: 'no-store', credentials: 'omit', headers: { authorization: `Bearer ${bearer}` }, signal: silence.signal })
    const packed = isPacked ? await ask(`${cataloguePath(hash)}/packed`) : undefined
    const response = packed?.ok === true ? packed : await ask(cataloguePath(hash))
    if (!response.ok || response.body === null) throw new Error(`catalogue: ${response.status}`)
    const file = new Uint8Array(bytes)
    let length = 0
    const reader = response.body.getReader()
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      silence.heard()
      if (length + chunk.value.length > bytes) throw new Error('catalogue: longer than announced')
      file.set(chunk.value, length)
      length += chunk.value.length
      onProgress(length / bytes)
    }
    if (response === packed) unpackFile(file)
    if (length !== bytes || !(await hasHash(file, hash))) throw new Error('catalogue: not the file announced')
    return file
  } finally {
    silence.end()
  }
}

/** Fetches, verifies and keeps what is missing, and drops the older files; `onProgress` hears a share from 0 to 1. Rejects when it did not arrive whole. */
export const fetchCatalogue = async (named: NamedCatalogue, bearer: string, onProgress: (share: number) => void): Promise<void> => {
  const cache = await caches.open(cacheName)
  for (const file of await missingFiles(named)) {
    const bytes = await download(file, bearer, onProgress)
    await cache.put(cataloguePath(file.hash), new Response(bytes)).catch(dropCatalogue)
  }
  const paths = new Set(filesOf(named).map(({ hash }) => cataloguePath(hash)))
  for (const request of await cache.keys()) if (!paths.has(new URL(request.url).pathname)) await cache.delete(request)
}

/** It is fetched anew. */
export const dropFile = async (hash: string): Promise<void> => {
  const cache = await caches.open(cacheName)
  await cache.delete(cataloguePath(hash))
}

/** The file's bytes; undefined when it is not on this tablet. */
export const readCatalogue = async (hash: string): Promise<ArrayBuffer | undefined> => {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(cataloguePath(hash))
  return kept?.arrayBuffer()
}
