/**
 * A code typed by hand, as a scanner: what a person enters is one reading. Runs in the page.
 * It takes whatever was meant to be a code; an empty field is nothing.
 */
import type { RawReading, Scanner } from './scanner.ts'

export const createTypedScanner = (): Scanner & { enter(text: string): void } => {
  const listeners = new Set<(reading: RawReading) => void>()
  return {
    source: 'typed',
    listen: (onReading) => {
      listeners.add(onReading)
      return () => listeners.delete(onReading)
    },
    enter: (text) => {
      if (text.trim() !== '') for (const listener of listeners) listener({ text, symbology: undefined })
    },
  }
}
