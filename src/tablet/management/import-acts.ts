/**
 * Files that a manager brings in (IMP-1): sent in parts, asked after until they are read, taken. Runs in the page, with the rest of the
 * manager's acts. What a file holds passes through here and stays nowhere.
 */
import { identityBytes } from '../../domain/ids.ts'
import * as imports from '../../protocol/imports.ts'
import type { Ask, Body, ManagementResult } from './management-result.ts'

export type { BroughtKind, BroughtReport } from '../../protocol/imports.ts'

export interface ImportActs {
  /** Answers its id and what its columns say that it is. `isStopped`: whoever sends it has thought better of it. */
  sendFile(
    file: File,
    onSent: (bytes: number) => void,
    isStopped: () => boolean,
  ): Promise<ManagementResult<{ readonly fileId: string; readonly kind: imports.BroughtKind | undefined }>>
  /** Asked again while it answers `working`; without files, all that was sent goes. */
  importFiles(asked: imports.ImportAsked): Promise<ManagementResult<Body<'import'>>>
}

const toBase64 = async (part: Blob): Promise<string> => {
  const bytes = new Uint8Array(await part.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += imports.spreadBytes)
    text += String.fromCharCode(...bytes.subarray(at, at + imports.spreadBytes))
  return btoa(text)
}

export const createImportActs = (ask: Ask, randomHex: (bytes: number) => string): ImportActs => ({
  sendFile: async (file, onSent, isStopped) => {
    const whole = { fileId: randomHex(identityBytes), of: file.size, changedAt: file.lastModified }
    for (let from = 0; ; ) {
      const data = isStopped() ? undefined : await toBase64(file.slice(from, from + imports.partBytes)).catch(() => undefined)
      if (data === undefined) return { kind: 'refused', problem: 'unreadable' }
      const sent = await ask('import-part', { ...whole, from, data })
      if (sent.kind === 'refused') return sent
      from = sent.value.bytes
      onSent(from)
      if (from >= file.size) return { kind: 'done', value: { fileId: whole.fileId, kind: sent.value.kind } }
    }
  },
  importFiles: (asked) => ask('import', asked),
})
