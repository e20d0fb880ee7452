/**
 * A SIP2 answer taken apart: its code, its fixed part, its fields. Pure; runs on the endpoint.
 * Fields that repeat, that nobody knows or that are missing stop nothing; a fixed part of another length does, for nothing after it can be
 * believed. Texts are for people: no rule reads them.
 */
import iconv from 'iconv-lite'
import { isSameNumber } from '../../ils/wire.ts'
import { openFrame } from './frame.ts'

/** What a library's ILS writes in; cp850 is the specification's own. */
export const encodings = ['utf8', 'iso-8859-1', 'cp850'] as const
export type Encoding = (typeof encodings)[number]

export const encode = (text: string, encoding: Encoding): Buffer => iconv.encode(text, encoding)

/** Whether the encoding has a sign for each of the text's: iconv puts another in its place. */
export const isIn = (text: string, encoding: Encoding): boolean => iconv.decode(encode(text, encoding), encoding) === text

/** Characters of each code's fixed part (3M SIP 2.00; the lengths that running servers really send). */
const fixedLengths: Readonly<Record<string, number>> = { 94: 1, 98: 34, 64: 59, 18: 24, 16: 20, 12: 22, 10: 22, 96: 0 }

export type Answer = NonNullable<ReturnType<typeof parseAnswer>>

/** undefined: not an answer that can be believed. */
export const parseAnswer = (frame: Buffer, encoding: Encoding) => {
  const { message, sequence, checksum } = openFrame(frame)
  // A base that is called ISO-8859-1 was seen to hold the « œ » of Windows-1252.
  const text = iconv.decode(message, encoding === 'iso-8859-1' ? 'windows-1252' : encoding)
  const code = text.slice(0, 2)
  const length = fixedLengths[code]
  if (checksum === 'bad' || length === undefined || text.length < 2 + length) return undefined
  /** Every value of a field, in order. */
  const fields = new Map<string, string[]>()
  for (const field of text.slice(2 + length).split('|')) {
    if (field.length < 2) continue
    const name = field.slice(0, 2)
    // Servers write a bar of a title so.
    const value = field.slice(2).replaceAll('&#124;', '|')
    fields.set(name, [...(fields.get(name) ?? []), value])
  }
  return { code, fixed: text.slice(2, 2 + length), fields, sequence }
}

/** The first value of a field, without blanks around it; empty where it is absent. */
export const fieldOf = ({ fields }: Pick<Answer, 'fields'>, name: string): string => (fields.get(name)?.[0] ?? '').trim()

/** Where each message that a 98 may name stands in its BX (3M SIP 2.00). */
const supportedAt = { hold: 13 } as const

/** Whether a 98 says that the ILS takes such messages; one that says nothing of it may. */
export const mayTake = (status: Pick<Answer, 'fields'>, message: keyof typeof supportedAt): boolean =>
  fieldOf(status, 'BX')[supportedAt[message]] !== 'N'

/** Whether a field that repeats names this number. */
export const listsNumber = ({ fields }: Pick<Answer, 'fields'>, name: string, number: string): boolean =>
  (fields.get(name) ?? []).some((value) => isSameNumber(value, number))
