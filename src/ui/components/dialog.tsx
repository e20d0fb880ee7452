/**
 * A window over the screen: it takes the focus, Escape or another screen closes it, and it gives the focus back to what opened it.
 * Runs in the browser, on the native dialog element, which keeps the rest of the page out of reach meanwhile.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { scanningWords } from '../../locale/en/scanning.ts'
import { shellWords } from '../../locale/en/shell.ts'
import { useOpenForm } from '../open-forms.ts'
import { scanTrouble } from '../scan-trouble.ts'
import { keepFocus, useWords } from '../use-desk.ts'
import { Button, Say } from './parts.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}

export const Dialog = ({ title, onClose, children }: DialogProps) => {
  const words = useWords(shellWords)
  const refused = useWords(scanningWords).troubles['window-open']
  useOpenForm()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    const close = () => dialog.current?.close()
    window.addEventListener('hashchange', close)
    return () => {
      window.removeEventListener('hashchange', close)
      // The window is still open here, and what is behind it cannot take the focus yet.
      queueMicrotask(() => {
        if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected) opener.focus()
        else keepFocus()
      })
    }
  }, [])
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={id} onClose={onClose}>
      <div class="dialog-head">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        <Button icon="cross" label={words.close} look="quiet" onPress={() => dialog.current?.close()} />
      </div>
      <div class="dialog-body">
        {scanTrouble.value.kind === 'window-open' ? <Say sign="stop" sentence={refused.what} nextStep={refused.next} /> : null}
        {children}
      </div>
    </dialog>
  )
}
