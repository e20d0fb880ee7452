/**
 * What a new user sees of the messages: the demo's mails, kept in a folder instead of sent, and shown on a page (MSG-12). The real channel and
 * the real route; a mail reader's own words stand in the files.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderChannel } from '../../../src/endpoint/messages/mail/folder-channel.ts'
import type { OutgoingMessage } from '../../../src/endpoint/messages/message-channel.ts'
import { mailAddress } from '../../builders/a-mailing-library.ts'
import { anEndpoint, libraryOfTests } from '../../builders/an-endpoint.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(memoryFolder, 'mails-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const aMail = (n: number, changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  to: mailAddress('usager.2@courrier.example'),
  messageId: String(n).padStart(32, '0'),
  language: 'fr',
  subject: `Votre commande B-${n} est prête`,
  text: 'Bonjour, c’est prêt.',
  html: '<!doctype html><p style="color:red">Bonjour, c’est prêt.</p>',
  senderName: 'Médiathèque de Valmont',
  ...changes,
})
const send = async (...mails: readonly OutgoingMessage[]) => {
  let at = Date.parse('2026-11-24T13:00:00Z')
  const channel = createFolderChannel(dataDir, () => at)
  for (const mail of mails) {
    expect((await channel.send(mail)).kind).toBe('accepted')
    at += 60_000
  }
}
const aDemo = async (isDemo = true) => {
  const endpoint = await anEndpoint({ ports: { dataDir } })
  await endpoint.store.transact(libraryOfTests, (transaction) => transaction.changeLibrary({ isDemo }))
  return (headers: Record<string, string> = {}) => endpoint.ask('/demo/mails', { headers })
}

test('[MSG-12] a mail of the demo is a file that a mail reader opens, and the oldest of many go', async () => {
  await send(aMail(1))
  const [file = ''] = readdirSync(join(dataDir, 'mails')).filter((name) => name.endsWith('.eml'))
  const raw = readFileSync(join(dataDir, 'mails', file), 'utf8')
  expect(raw).toMatch(/^To: usager\.2@courrier\.example$/m)
  expect(raw).toMatch(/^Message-ID: <0{31}1@mediatheque\.example>$/m)
  await send(...Array.from({ length: 203 }, (_, n) => aMail(n + 2)))
  expect(readdirSync(join(dataDir, 'mails'))).toHaveLength(400)
})

test('[MSG-12] the page shows what was kept, the newest first, each mail in a frame that may do nothing', async () => {
  await send(aMail(1), aMail(2, { subject: 'Une <b>autre</b>', html: '<script>alert(1)</script>"' }))
  const answer = await (await aDemo())()
  expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  const page = await answer.text()
  expect(page.indexOf('Une &lt;b&gt;autre')).toBeLessThan(page.indexOf('Votre commande B-1 est prête'))
  expect(page).toContain('usager.2@courrier.example · mardi\u00a024\u00a0novembre à 14\u00a0h\u00a001')
  expect(page).toContain('<iframe sandbox="" title="Une &lt;b&gt;autre&lt;/b&gt;" srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;&quot;"')
  expect(page).not.toMatch(/<script/)
})

test('[MSG-12] it says so where nothing was kept yet, in the reader’s language', async () => {
  const ask = await aDemo()
  expect(await (await ask()).text()).toContain('Aucun encore.')
  expect(await (await ask({ 'Accept-Language': 'en-GB,en;q=0.9' })).text()).toContain('None yet.')
})

test('[MSG-12] a real library has no such page', async () => {
  await send(aMail(1))
  const ask = await aDemo(false)
  const answer = await ask()
  expect([answer.status, await answer.text()]).not.toContain(200)
  expect(answer.status).toBe(404)
})
