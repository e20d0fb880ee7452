/**
 * What a mail says to whoever opens it: its headers unfolded, its subject, text and html decoded. Runs in tests. For what nodemailer makes: one level
 * of parts, each base64, quoted-printable or as it is.
 */
export interface ReadMail {
  readonly headers: string
  readonly subject: string
  /** Without the line that ends each. */
  readonly parts: readonly { readonly type: string | undefined; readonly text: string }[]
  readonly text: string
  readonly html: string
}

const ofHex = (text: string): string => {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
const ofBase64 = (text: string): string => Buffer.from(text, 'base64').toString()

const decode = (about: string, body: string): string =>
  /base64/i.test(about) ? ofBase64(body) : /quoted-printable/i.test(about) ? ofHex(body.replace(/=\r\n/g, '')) : body

/** Words of a header that hold more than ASCII; between two of them a space says nothing (RFC 2047, 6.2). */
const decodeWords = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?(Q|B)\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toUpperCase() === 'B' ? ofBase64(word) : ofHex(word.replaceAll('_', ' ')),
    )

export const readMail = (raw: string): ReadMail => {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head.replace(/\r\n[ \t]+/g, ' ')
  const boundary = /boundary="?([^";\r\n]+)/.exec(headers)?.[1] ?? ''
  const parts = rest
    .join('\r\n\r\n')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const at = part.indexOf('\r\n\r\n')
      const [about, body] = [part.slice(0, at), part.slice(at + 4)]
      const text = decode(about, body).replaceAll('\r\n', '\n').replace(/\n$/, '')
      return { type: /Content-Type: ([^;\r\n]+)/i.exec(about)?.[1], text }
    })
  const subject = decodeWords(/^Subject: (.*)$/im.exec(headers)?.[1] ?? '').trim()
  return { headers, subject, parts, text: parts[0]?.text ?? '', html: parts[1]?.text ?? '' }
}
