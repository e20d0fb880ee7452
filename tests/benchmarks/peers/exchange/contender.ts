/**
 * What commit and drain ask of whoever keeps presses in a browser and hands them over: ours, a bare write, and each peer. Runs in the page.
 * The nth press holds the same loan for all. A contender opens cut off from its server, as a tablet in an outage.
 */

import { toBootId, toDeviceId, toOperationId } from '../../../../src/domain/ids.ts'
import { toInstant } from '../../../../src/domain/instant.ts'
import type { LocalDate, LocalTime } from '../../../../src/domain/local-date.ts'
import type { Envelope } from '../../../../src/domain/operation/operation.ts'
import { formatItemSubject } from '../../../../src/domain/operation/subject.ts'
import type { Identity } from '../../../../src/tablet/storage/tablet-storage.ts'
import { claire, loanOf } from '../../bench-loan.ts'

export interface Opening {
  /** The name of its database in this browser: a new name is an empty one. */
  readonly database: string
  /** The address of its server; ours is the one that served the page. */
  readonly url: string
  /** Who ours is for its endpoint. */
  readonly identity: Identity
}

export interface Contender {
  /** What of the nth press is not the disk's work, made before it is timed. */
  makeReady?(n: number): Promise<void>
  /** Keeps the nth press; resolves once it is on the disk as this contender promises, and its view knows of it. Answers its id. */
  press(n: number): Promise<string>
  /** Keeps `count` presses from the nth on, as fast as it can. */
  pressMany(from: number, count: number): Promise<readonly string[]>
  /** The network is back: resolves once the server has acknowledged all, and this end has kept that. */
  drain(): Promise<void>
  /** What it does behind a drain, and a person sees: ours fetches the rows that changed, before the bar says that nothing is pending. */
  settle?(): Promise<void>
  /** What its own disk holds, asked of the disk. */
  kept(): Promise<readonly string[]>
}

/** The nth press as an envelope that nobody decided or hashed: what a peer keeps as one document. */
export const envelopeOf = (n: number): Envelope => {
  // Both are real, and written as the types say.
  const payload = loanOf(n, 4, { date: '2026-11-24' as LocalDate, time: '14:31' as LocalTime })
  return {
    operationId: toOperationId(crypto.randomUUID().replaceAll('-', '')),
    bootId: toBootId('b'.repeat(32)),
    n: n + 1,
    deviceId: toDeviceId('d'.repeat(32)),
    librarianId: claire,
    type: payload.kind,
    typeVersion: 1,
    payload,
    based: Object.fromEntries(payload.items.map(({ barcode }) => [formatItemSubject(barcode), []])),
    at: toInstant(Date.now()),
    clockOffset: 0,
    build: 'bench',
  }
}

/** One press after the other. */
export const pressInTurn = async (press: (n: number) => Promise<string>, from: number, count: number): Promise<readonly string[]> => {
  const ids: string[] = []
  for (let n = from; n < from + count; n++) ids.push(await press(n))
  return ids
}
