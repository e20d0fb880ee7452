/**
 * What the public page gives a browser to hold, sealed so that nobody can read or make it elsewhere (PAGE-6): AES-256-GCM under a key of the
 * endpoint's own. Runs on the endpoint. Each seal names what it is for and its library: a basket of one is no proof of another.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** NIST SP 800-38D: 96 bits of nonce, 128 bits of tag. Bytes. */
const [nonceBytes, tagBytes] = [12, 16]

/** What a seal is for. */
export type SealedFor = 'basket' | 'form' | 'asked' | 'proven' | 'link'

export interface Seals {
  seal(what: SealedFor, library: string, value: unknown): string
  /** undefined: not ours, changed, or made for something else. */
  open(what: SealedFor, library: string, text: string | undefined): unknown
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
  }
}
