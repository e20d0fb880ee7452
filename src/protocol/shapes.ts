/**
 * What the manager's routes share: who asks, the head of each answer, and the values that the endpoint wrote from values of the domain.
 * Runs on both ends. A tablet believes its endpoint: such a value is checked as text or number, and has its domain's type.
 */
import * as v from 'valibot'
import {
  type CardNumber,
  type DeviceId,
  type ItemBarcode,
  identifierSigns,
  type LibrarianId,
  type OperationId,
  type OrderId,
} from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { LocalDate, LocalTime } from '../domain/local-date.ts'

/** A database may refuse to look for what is none. */
export const named = v.pipe(v.string(), v.regex(identifierSigns))
const head = { protocol: v.number(), nonce: v.string() }
const asker = { ...head, librarianId: named }
const manager = { ...asker, /** 64 hexadecimal digits. */ pass: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }

/** A route of whoever is signed in: what is asked, and what is answered, each beside what all have. */
export const byWhoever = <Asked extends v.ObjectEntries, Answered extends v.ObjectEntries>(asks: Asked, answers: Answered) => ({
  asks: v.object({ ...asker, ...asks }),
  answers: v.object({ ...head, ...answers }),
})
/** The same, with a manager's pass. */
export const byManager = <Asked extends v.ObjectEntries, Answered extends v.ObjectEntries>(asks: Asked, answers: Answered) => ({
  asks: v.object({ ...manager, ...asks }),
  answers: v.object({ ...head, ...answers }),
})

// The casts: the endpoint wrote it from a value of that type.
export const written = <T>(schema: v.GenericSchema) => schema as v.GenericSchema<unknown, T>
export const at = written<Instant>(v.number())
export const day = written<LocalDate>(v.string())
export const time = written<LocalTime>(v.string())
export const card = written<CardNumber>(v.string())
export const barcode = written<ItemBarcode>(v.string())
export const deviceId = written<DeviceId>(v.string())
export const librarianId = written<LibrarianId>(v.string())
export const operationId = written<OperationId>(v.string())
export const orderId = written<OrderId>(v.string())
