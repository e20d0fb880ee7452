/**
 * A library's first hour with the archive, in the order in which a person does it: start, code, files, first order, update, an update that fails.
 * Runs on the Node of the archive, inside a root that holds nothing else, beside a second client written from the protocol's page.
 * Words: the folder, a port, and the archives to update by. The last line is a report in JSON.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SecondClient } from './second-client/client.ts'
import { place } from './second-client/requests.ts'

const [home, port, good, broken, tables, files] = process.argv.slice(2)
const origin = `http://127.0.0.1:${port}`
const env = { PORT: port, LIBRARY_NAME: 'Médiathèque des Tilleuls', READY_SECONDS: '60', PATH: '' }
const begun = Date.now()
const report = { seconds: {} }
const mark = (name) => {
  report.seconds[name] = (Date.now() - begun) / 1000
}

const start = (...words) => {
  const child = spawn(join(home, 'pret-a-emporter'), words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const running = { child, said: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      running.said += text
    })
  }
  running.ended = new Promise((resolve) => child.once('close', resolve))
  return running
}
const type = async (...words) => {
  const running = start(...words)
  return { code: await running.ended, said: running.said }
}
const until = async (what, seconds = 60) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await what()
    if (found) return found
  }
  throw new Error(`it did not come:\n${shown.said}`)
}
const ready = () =>
  fetch(`${origin}/ready`).then(
    ({ status }) => status === 200,
    () => false,
  )

const shown = start()
await until(ready)
mark('ready')
report.page = (await fetch(`${origin}/`)).status
const code = await until(() => /Code (\S+)/.exec(shown.said)?.[1])
await until(() => shown.said.includes('Arrêter'))
mark('code')

const client = new SecondClient(origin, { fetch, now: Date.now })
const problems = [await client.enrol(code, 'Accueil'), await client.exchange()]
report.status = await type('status')
const given = ['settings', 'catalogue', 'patrons'].flatMap((name) => [`--${name}`, join(files, name)])
report.imported = await type('import', ...given)
problems.push(await client.exchange())
const rows = () => Object.values(client.disk.rows)
const card = rows().find(({ kind }) => kind === 'patron').id
const librarian = rows().find(({ kind }) => kind === 'librarian').id
const order = (date) => client.press(place(client, card, { siteId: 'centre', date, time: '10:00' }, ['R1']), librarian)
// Tomorrow: today may be over.
order(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10))
problems.push(await client.exchange())
mark('order')
report.orders = rows().filter(({ kind, row }) => kind === 'order' && row).length

const current = () => readFileSync(join(home, 'state', 'current'), 'utf8').trim()
report.before = current()
report.good = await type('update', good)
mark('updated')
report.afterGood = current()
problems.push(await client.exchange())
report.again = await type('update', good)

report.broken = await type('update', broken)
mark('back')
report.afterBroken = [current(), await ready()]
problems.push(await client.exchange())

report.tables = await type('update', tables)
mark('restored')
report.afterTables = [current(), await ready()]
problems.push(await client.exchange())
report.ordersLeft = rows().filter(({ kind, row }) => kind === 'order' && row).length
const bytes = readFileSync(broken)
bytes[bytes.length - 6] ^= 1
writeFileSync('/tmp/spoiled', bytes)
report.spoiled = await type('update', '/tmp/spoiled')
report.outcomes = client.disk.outbox.map(({ outcome }) => outcome)
report.versions = readdirSync(join(home, 'versions')).sort()
report.copies = readdirSync(join(home, 'copies'))

shown.child.kill('SIGTERM')
report.stopped = await shown.ended
report.alone = await type('update', broken)
report.afterAlone = [current(), await ready()]
report.unknown = (await type('no-such-word')).code
report.problems = problems.filter((one) => one !== undefined)
report.shown = shown.said
console.log(JSON.stringify(report))
