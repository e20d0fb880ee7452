/**
 * How far an import is, on the error stream, so that the counts on the output can be piped. Runs in the endpoint's commands.
 * On a terminal one line rewrites itself; elsewhere each tenth is a plain line.
 */
import type { ImportStep } from './import-files.ts'
import type { ImportText } from './import-text-fr.ts'

export interface Progress {
  show(step: ImportStep): void
  /** Takes the line away, before something else is written. */
  clear(): void
}

export const createProgress = (
  stream: { readonly isTTY?: boolean | undefined; write(text: string): unknown },
  { step: stepNames, file: fileNames }: Pick<ImportText, 'step' | 'file'>,
): Progress => {
  let last = ''
  return {
    show: ({ step, file, done, of }) => {
      const share = of === 0 ? 100 : Math.floor((done * 100) / of)
      const isCounted = of > 1
      const shown = stream.isTTY ? share : share - (share % 10)
      const text = `${fileNames[file]}, ${stepNames[step]}${isCounted ? ` ${shown} %` : '…'}`
      if (text === last) return
      last = text
      stream.write(stream.isTTY ? `\r\u001b[2K${text}` : `${text}\n`)
    },
    clear: () => {
      if (stream.isTTY) stream.write('\r\u001b[2K')
      last = ''
    },
  }
}
