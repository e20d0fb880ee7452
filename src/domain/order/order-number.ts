/**
 * The number that people say of an order: the letter of the tablet that made it, or of the endpoint, and a counter (ORD-2). Runs
 * everywhere.
 * It identifies nothing (the order's id does), but no two tablets make the same one, even off line.
 */
import { type DeviceLetter, toDeviceLetter } from '../ids.ts'
import type { Order } from './order.ts'

/** ORD-2: what the endpoint writes on orders that it makes itself: the first tablet gets B. */
export const endpointLetter = toDeviceLetter('A')

/** ORD-2: the letter of the next device: A after none, AA after Z, never one that came before. */
export const nextDeviceLetter = (letter: DeviceLetter | undefined): DeviceLetter => {
  if (letter === undefined) return toDeviceLetter('A')
  const kept = letter.slice(0, -1)
  if (!letter.endsWith('Z')) return toDeviceLetter(kept + String.fromCharCode(letter.charCodeAt(letter.length - 1) + 1))
  return toDeviceLetter(`${nextDeviceLetter(kept === '' ? undefined : toDeviceLetter(kept))}A`)
}

/** A, B … Z, AA: the longer letter is the later one. */
export const isLaterLetter = (a: DeviceLetter, b: DeviceLetter): boolean => (a.length === b.length ? a > b : a.length > b.length)

/** ORD-2: so many letters after that one. */
export const lettersOn = (letter: DeviceLetter, count: number): DeviceLetter =>
  count === 0 ? letter : lettersOn(nextDeviceLetter(letter), count - 1)

/** Digits under which a counter is not said: all numbers of a week are as long. */
const counterDigits = 3

/** ORD-2: "B-017"; from the thousandth on, as many digits as it takes. */
export const formatOrderNumber = (letter: DeviceLetter, n: number): string => `${letter}-${String(n).padStart(counterDigits, '0')}`

/** Whether it is a number as `formatOrderNumber` writes it, and whose; undefined: it is none. */
export const letterOf = (number: string): DeviceLetter | undefined => {
  const [letter = '', count] = number.split('-')
  return Number(count) > 0 && parseOrderNumber(number) === number ? toDeviceLetter(letter) : undefined
}

/** Whether somebody who says this number means this order. */
export const isNumbered = ({ number, saidNumber }: Pick<Order, 'number' | 'saidNumber'>, said: string | undefined): boolean =>
  said !== undefined && (number === said || saidNumber === said)

/** The number as printed, from how it is typed or said ("b17", "B 017"); undefined when it cannot be one. */
export const parseOrderNumber = (text: string): string | undefined => {
  const parts = /^([A-Z]{1,3})[ -]?(\d{1,6})$/.exec(text.trim().toUpperCase())
  return parts?.[1] === undefined ? undefined : formatOrderNumber(toDeviceLetter(parts[1]), Number(parts[2]))
}
