/**
 * `npm run demo:ils [-- --port 6001]`: a small library system beside the demo, on this machine alone, so that whoever tries it sees a loan
 * settle. It knows the demo's cards and documents, speaks SIP2 on that port and as a small Koha on the next one, and says each loan and
 * return that it is told. Its librarians go through their list each minute. It keeps nothing.
 * Exit codes: 1 no demo here, or the port is taken; 2 not understood.
 */
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { parseArgs } from 'node:util'
import { toInstant } from '../../domain/instant.ts'
import { dueDate } from '../../domain/loan-right/due-date.ts'
import { addDays, type LocalDate, parseLocalDate } from '../../domain/local-date.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { requireConfiguration } from '../configuration.ts'
import { FrameReader, openFrame, sealFrame } from '../connectors/sip2/frame.ts'
import { createSmallIls, type SmallIls, type SmallLoan } from '../demo/small-ils.ts'
import { createSmallKoha, type SmallKoha } from '../demo/small-koha.ts'
import { understood } from '../storage/command-ports.ts'
import { requireStore } from '../storage/open-store.ts'

/** Days by which a loan that is renewed is due later. */
const renewedDays = 28
/** Of a card, what its owner's account is opened with. */
const passwordSigns = 4
const account = { login: 'demo', password: 'demo' }
/** Between two rounds of the small Koha's librarians: milliseconds. */
const listEveryMs = 60_000
const usage = 'npm run demo:ils [-- --port 6001]'

const readPort = (): number | undefined => {
  const { port = '6001' } = parseArgs({ options: { port: { type: 'string' } } }).values
  return /^\d{1,5}$/.test(port) ? Number(port) : undefined
}

const sayMovement = (isLoan: boolean, barcode: string, card: string, said: string): string =>
  `${isLoan ? `prêt · loan ${barcode} → ·· ${card.slice(-4)}` : `retour · return ${barcode}`}  ${said}`

const words = (message: string, answer: string): string | undefined => {
  const code = message.slice(0, 2)
  if (code !== '11' && code !== '09') return undefined
  const field = (name: string): string => new RegExp(`\\|${name}([^|]*)\\|`).exec(`|${message.slice(code === '11' ? 40 : 39)}`)?.[1] ?? ''
  const why = /AF([^|]*)\|/.exec(answer)?.[1]
  return sayMovement(code === '11', field('AB'), field('AA'), answer[2] === '1' ? 'accepté · accepted' : `refusé · refused: ${why ?? ''}`)
}

const listen = (server: Server, port: number, greeting: string): void => {
  server.once('error', () => {
    console.error(`Le port ${port} est pris : --port. · Port ${port} is taken: --port.`)
    process.exit(1)
  })
  server.listen(port, '127.0.0.1', () => console.log(greeting))
}

const serveKoha = (koha: SmallKoha, port: number): void => {
  const server = createHttpServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://koha')
      const sent = Buffer.concat(pieces).toString('utf8')
      const form = new URLSearchParams(sent)
      const { authorization } = request.headers
      const asked = { method: request.method ?? '', path: pathname, query: searchParams, form, authorization, sent }
      const { status, body, type } = koha.answer(asked)
      const [isLoan, barcode, card] = [form.get('action') === 'issue', form.get('barcode') ?? '', form.get('cardnumber') ?? '']
      if (form.has('action')) console.log(sayMovement(isLoan, barcode, card, body))
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body)
    })
  })
  listen(
    server,
    port,
    `Le même comme un petit Koha, 127.0.0.1:${port}. · The same as a small Koha.

KOHA_URL=http://127.0.0.1:${port} KOHA_USER=${account.login} KOHA_PASSWORD=${account.password} KOHA_BRANCH=MPL ILS_LIBRARY=demo ILS_EVERY=10 npm start
`,
  )
  setInterval(() => {
    if (koha.list.length > 0) console.log(`Les bibliothécaires relisent la liste : ${koha.list.length}. · The list is gone through.`)
    koha.goThroughList()
  }, listEveryMs)
}

const serve = (ils: SmallIls, port: number): void => {
  const server = createServer((socket) => {
    const reader = new FrameReader()
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.push(chunk)) {
          const { message, sequence } = openFrame(frame)
          const answer = ils.answer(message.toString('utf8'))
          const said = words(message.toString('utf8'), answer)
          if (said !== undefined) console.log(said)
          socket.write(Buffer.concat([sealFrame(Buffer.from(answer, 'utf8'), sequence), Buffer.from('\r\n')]))
        }
      } catch {
        socket.destroy()
      }
    })
  })
  listen(
    server,
    port,
    `Petit SIGB d’essai, 127.0.0.1:${port} : ${ils.patrons.size} cartes, ${ils.items.size} documents. · A small ILS to try.
Arrêtez la démo, puis relancez-la ainsi · stop the demo, then start it again so:

SIP2_URL=sip2://127.0.0.1:${port} SIP2_LOGIN=${account.login} SIP2_PASSWORD=${account.password} SIP2_INSTITUTION=MPL SIP2_BRANCH=MPL \\
ILS_LIBRARY=demo ILS_EVERY=10 npm start

Le mot de passe d’un usager, sur sa page : les ${passwordSigns} derniers chiffres de sa carte. · A patron’s password, on their page: the card’s last ${passwordSigns} digits.
`,
  )
}

const port = understood(readPort)
if (port === undefined) {
  console.error(usage)
  process.exit(2)
}
const { dataDir, databaseUrl } = requireConfiguration(process.env, [])
const store = await requireStore({ dataDir, databaseUrl })
const demo = (await store.libraries()).find(({ isDemo }) => isDemo)
if (demo === undefined) {
  console.error('Pas de démo ici : lancez d’abord npm start. · No demo here: npm start first.')
  process.exit(1)
}
const { ils, dueOn } = await store.read(demo.id, async (reader) => {
  const settings = await reader.row('settings', 'settings')
  const toLocal = wallClockOf(settings?.zone)
  const sip = (date: LocalDate, time: string): string => `${date.replaceAll('-', '')}    ${time}`
  const now = () => toLocal(toInstant(Date.now()))
  const categories = new Map<string, string>((await reader.rowsOf('patron')).map(({ id, category }) => [id, category]))
  const catalogue = [...(await reader.catalogue())]
  const types = new Map<string, string>(catalogue.map(({ barcode, documentType }) => [barcode, documentType]))
  /** As the demo's own rights say, from the day on which it was lent: what differs is then no fault of the demo's. */
  const dueOn = (isRenewal: boolean, { barcode, card, at }: SmallLoan): LocalDate => {
    const lentOn = parseLocalDate(at.replace(/^(\d{4})-?(\d\d)-?(\d\d).*$/, '$1-$2-$3')) ?? now().date
    const due = settings === undefined ? lentOn : dueDate(settings, categories.get(card) ?? '', types.get(barcode), lentOn)
    return isRenewal ? addDays(due, renewedDays) : due
  }
  const small = createSmallIls({
    password: account.password,
    now: () => sip(now().date, `${now().time.replace(':', '')}00`),
    dueOn: (isRenewal, loan) => sip(dueOn(isRenewal, loan), '235900'),
  })
  for (const card of categories.keys()) {
    small.patrons.add(card)
    small.passwords.set(card, card.slice(-passwordSigns))
  }
  for (const { barcode, title } of catalogue) small.items.set(barcode, { title, renewals: 0 })
  return { ils: small, dueOn }
})
await store.close()
serve(ils, port)
serveKoha(
  createSmallKoha({
    ils,
    branch: 'MPL',
    account: { user: account.login, password: account.password },
    key: { id: account.login, secret: account.password },
    dueAt: (isRenewal, loan) => `${dueOn(isRenewal, loan)}T12:00:00Z`,
  }),
  port + 1,
)
