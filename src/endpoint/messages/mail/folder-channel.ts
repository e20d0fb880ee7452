/**
 * The demo's mails: nothing leaves the machine, each is kept as a file `.eml` that any mail reader opens. Runs on the endpoint. The newest
 * stay, and only so many: a demo that is left running fills no disk.
 */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { type MailAddress, readMailAddress } from '../../../domain/message/mail-address.ts'
import type { MessageChannel, OutgoingMessage } from '../message-channel.ts'
import { toMail } from './smtp-channel.ts'

/** Mails that are kept, the newest. */
const mostKept = 200
const demoSender = readMailAddress('clic@mediatheque.example') as MailAddress

const mailFolder = (dataDir: string): string => join(dataDir, 'mails')

const isMail = (name: string): boolean => /^[\w-]+\.eml$/.test(name)

/** The names of the mails that are kept, the newest first. */
const keptMails = async (dataDir: string): Promise<readonly string[]> =>
  (await readdir(mailFolder(dataDir)).catch(() => [])).filter(isMail).sort().reverse()

const toFile = async (message: OutgoingMessage): Promise<Buffer> => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  const { message: built } = await transport.sendMail(toMail(message, { from: demoSender, replyTo: undefined }))
  return built as Buffer
}

export const createFolderChannel = (dataDir: string, now: () => number): MessageChannel => ({
  send: async (message) => {
    const folder = mailFolder(dataDir)
    await mkdir(folder, { recursive: true })
    const moment = new Date(now()).toISOString().replace(/\D/g, '').slice(0, 14)
    const name = `${moment}-${message.messageId}.eml`
    await writeFile(join(folder, `${name}.part`), await toFile(message), { mode: 0o600 })
    await rename(join(folder, `${name}.part`), join(folder, name))
    for (const old of (await keptMails(dataDir)).slice(mostKept)) await rm(join(folder, old), { force: true })
    return { kind: 'accepted', said: name }
  },
})
