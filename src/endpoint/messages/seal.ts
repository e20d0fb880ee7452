/**
 * What a patron's browser, or a mail, holds for the endpoint until it comes back: sealed, so that nobody can read it or make another (PAGE-6,
 * PAGE-7). AES-256-GCM under a key of the endpoint's own. Runs on the endpoint. Each seal names what it is for and its library: a basket is no
 * proof, and what one library sealed another does not know.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** NIST SP 800-38D: 96 bits of nonce, 128 bits of tag. Bytes. */
const [nonceBytes, tagBytes] = [12, 16]

/** What a seal is for. */
export type SealedFor = 'basket' | 'trial' | 'form' | 'asked' | 'proven' | 'known' | 'link' | 'code' | 'order' | 'opposition' | 'keeper'

export interface Seals {
  seal(what: SealedFor, library: string, value: unknown): string
  /** undefined: not ours, changed, or made for something else. */
  open(what: SealedFor, library: string, text: string | undefined): unknown
  /** Hexadecimal digits that only this endpoint can make of these words, and that cannot be read back. */
  sign(what: SealedFor, words: readonly string[]): string
}

export const createSeals = (secret: string): Seals => {
  const key = createHmac('sha256', Buffer.from(secret, 'hex')).update('seal').digest()
  const about = (what: SealedFor, library: string): Buffer => Buffer.from(`${what}\n${library}`)
  return {
    seal: (what, library, value) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(about(what, library))
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open: (what, library, text) => {
      const bytes = Buffer.from(text ?? '', 'base64url')
      if (bytes.length <= nonceBytes + tagBytes) return undefined
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
          .setAAD(about(what, library))
          .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        const opened = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
        return JSON.parse(opened.toString('utf8'))
      } catch {
        return undefined
      }
    },
    sign: (what, words) =>
      createHmac('sha256', key)
        .update([what, ...words].join('\n'))
        .digest('hex'),
  }
}
