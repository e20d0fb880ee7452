/**
 * The demo's mails: nothing leaves the machine, each is kept as a file `.eml` that any mail reader opens, with what the
 * demo's page shows of it beside. Runs on the endpoint. The newest stay, and only so many: a demo that is left running fills no disk.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { type MailAddress, readMailAddress } from '../../../domain/message/message.ts'
import type { MessageChannel, OutgoingMessage } from '../message-channel.ts'
import { toMail } from './smtp-channel.ts'

/** Mails that are kept, the newest. */
const mostKept = 200
const demoSender = readMailAddress('clic@mediatheque.example') as MailAddress

const mailFolder = (dataDir: string): string => join(dataDir, 'mails')

/** What the demo's page shows of a mail, beside the file. */
export interface KeptMail extends Pick<OutgoingMessage, 'to' | 'subject' | 'text' | 'html' | 'language'> {
  readonly at: number
}

/** The names of the mails that are kept, without their endings, the newest first. */
const keptNames = async (dataDir: string): Promise<readonly string[]> =>
  (await readdir(mailFolder(dataDir)).catch(() => []))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
    .reverse()

/** The mails that are kept, the newest first, `limit` at most. */
export const readKeptMails = async (dataDir: string, limit: number): Promise<readonly KeptMail[]> => {
  const mails: KeptMail[] = []
  for (const name of (await keptNames(dataDir)).slice(0, limit)) {
    const text = await readFile(join(mailFolder(dataDir), `${name}.json`), 'utf8').catch(() => undefined)
    // Written below, and put in its place whole.
    if (text !== undefined) mails.push(JSON.parse(text) as KeptMail)
  }
  return mails
}

const toFile = async (message: OutgoingMessage): Promise<Buffer> => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  const { message: built } = await transport.sendMail(toMail(message, { from: demoSender, replyTo: undefined }))
  return built as Buffer
}

/** In its place whole, or not at all. */
const place = async (path: string, content: Buffer | string): Promise<void> => {
  await writeFile(`${path}.part`, content, { mode: 0o600 })
  await rename(`${path}.part`, path)
}

export const createFolderChannel = (dataDir: string, now: () => number): MessageChannel => ({
  send: async (message) => {
    const folder = mailFolder(dataDir)
    await mkdir(folder, { recursive: true })
    const at = now()
    const name = `${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}-${message.messageId}`
    await place(join(folder, `${name}.eml`), await toFile(message))
    const { to, subject, text, html, language } = message
    await place(join(folder, `${name}.json`), JSON.stringify({ at, to, subject, text, html, language } satisfies KeptMail))
    for (const old of (await keptNames(dataDir)).slice(mostKept))
      for (const ending of ['eml', 'json']) await rm(join(folder, `${old}.${ending}`), { force: true })
    return { kind: 'accepted', said: name }
  },
})
