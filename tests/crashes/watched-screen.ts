/**
 * Reads a tablet's screen at every change of it, and writes what it says into the ledger. Runs in the page (what looks) and in Node.
 * It looks when the page has changed and before it is drawn: it never believes less than an eye would. What the last changes before a
 * kill said may be lost on its way out of the browser; that is then not held against the product.
 */
import type { BrowserContext } from '@playwright/test'
import { returns } from '../../src/locale/fr/returns.ts'
import { shell } from '../../src/locale/fr/shell.ts'
import { documentsIn } from './busy-library.ts'
import type { Ledger } from './ledger.ts'

interface Screen {
  /** The live region. */
  readonly spoken: string
  /** The titles under « Revenus à l’instant ». */
  readonly returned: string
  /** All that the end of a handover shows, once it is stamped « Enregistré ici ». */
  readonly stamped: string
  readonly waiting: string
}

/** Runs in the page, before the app. */
const look = ({
  report,
  feel,
  returnedLabel,
}: {
  readonly report: string
  readonly feel: string
  readonly returnedLabel: string
}): void => {
  let last = ''
  // The gun's last key, or a finger: the press is in the page now.
  const touch = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.key === 'Enter') Reflect.get(globalThis, feel)()
  }
  for (const type of ['keydown', 'click']) window.addEventListener(type, touch, { capture: true })
  const text = (selector: string): string => document.querySelector(selector)?.textContent ?? ''
  const read = (): void => {
    const screen: Screen = {
      spoken: text('[role="status"]'),
      returned: text(`ul[aria-label="${returnedLabel}"]`),
      stamped: document.querySelector('.stamp') === null ? '' : text('main'),
      waiting: text('.bar .pending'),
    }
    const next = JSON.stringify(screen)
    if (next !== last) Reflect.get(globalThis, report)(screen)
    last = next
  }
  new MutationObserver(read).observe(document, { subtree: true, childList: true, characterData: true })
}

export interface ScreenListener {
  readonly ledger: Ledger
  /** The piles whose button was pressed last; their lines in the ledger. */
  readonly handing: () => readonly string[]
  /** A key or a finger has reached the page. */
  readonly onTouch: () => void
  /** After something was said. */
  readonly onSaid: () => void
  /** The screen says that something is wrong. */
  readonly onAlarm: (words: string) => void
}

const countIn = (waiting: string): number | undefined => {
  if (waiting.startsWith(shell.allSent)) return 0
  const count = /^(\d+)\u00a0à\u00a0transmettre/.exec(waiting)?.[1]
  return count === undefined ? undefined : Number(count)
}

/** Looks at every page of `context` from its next address on. */
export const watchScreen = async (context: BrowserContext, listener: ScreenListener): Promise<void> => {
  const { ledger, handing, onTouch, onSaid, onAlarm } = listener
  let wasHandedOver = false
  const hear = ({ spoken, returned, stamped, waiting }: Screen): void => {
    const isSaved = spoken.startsWith(`${shell.saved}. `)
    for (const barcode of documentsIn(returned + (isSaved ? spoken : ''))) ledger.say(`return-item ${barcode}`)
    // Of two piles the voice says which by nothing but their order; the screen names the documents.
    const isHandedOver = isSaved && /documents? remis/.test(spoken)
    if (isHandedOver && !wasHandedOver) ledger.say(handing().find((line) => !ledger.said.has(line)) ?? '')
    wasHandedOver = isHandedOver
    const shown = documentsIn(stamped)
    for (const line of handing())
      if (
        line
          .split(' ')
          .slice(1)
          .every((barcode) => shown.includes(barcode))
      )
        ledger.say(line)
    if (spoken.startsWith(shell.notSaved.title)) onAlarm(spoken)
    const count = countIn(waiting)
    if (count !== undefined) ledger.wait(count)
    onSaid()
  }
  await context.exposeBinding('screenSays', (_source, screen: Screen) => hear(screen))
  await context.exposeBinding('handTouches', onTouch)
  await context.addInitScript(look, { report: 'screenSays', feel: 'handTouches', returnedLabel: returns.returned })
}
