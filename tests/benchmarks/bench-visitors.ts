/**
 * Strangers on the patrons' page while the desk works: 200 requests a second come by the clock, however long the earlier ones take, half of them
 * searches, each from a network of its own; one tablet hands documents over meanwhile. Quiet and busy stretches take turns. The endpoint is a
 * process on SQLite, FULL; visitors and tablet are this process, on the same cores. With `PTE_DATA` the catalogue is a town's, 58,000 documents.
 */
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { toCardNumber } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import type { EnrolAnswer } from '../../src/protocol/enrolment.ts'
import type { PushAnswer } from '../../src/protocol/push.ts'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { pressedOf, pushBody, readReceipts } from './bench-desk.ts'
import { claire, loanOf, pin } from './bench-loan.ts'
import { cardOf, importBusyDay } from './busy-day.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'

/** Milliseconds between two pushes: within what one tablet may ask. */
const pushEveryMs = 150
const patrons = 3260
const words = [
  'maison',
  'amour',
  'guerre',
  'enfant',
  'histoire',
  'paris',
  'bonheur',
  'chat',
  'nuit',
  'cuisine',
  'jardin',
  'mer',
  'zola',
  'hugo',
]

const asJson = { 'Content-Type': 'application/json' }

/** A tablet that was let in; each call hands one document over and answers the milliseconds it took. */
const openTablet = async (library: RunningLibrary, pressed: Set<string>) => {
  const code = await library.enrolmentCode()
  const asked = JSON.stringify({ protocol: 4, nonce: '0'.repeat(32), code, name: '' })
  const enrolled = await fetch(`${library.url}/enrolment/v1/enrol`, { method: 'POST', headers: asJson, body: asked })
  const { deviceId, credential, ...given } = (await enrolled.json()) as EnrolAnswer
  let { ticket } = given
  let n = 0
  return async (): Promise<number> => {
    const at = Date.now()
    const happened = wallClockOf(tilleuls.settings.zone)(toInstant(at))
    const loan = { ...loanOf(n, 1, happened), card: toCardNumber(cardOf(n % patrons)) }
    const one = pressedOf(n, loan, { at, deviceId: deviceId as Parameters<typeof pressedOf>[2]['deviceId'] })
    n += 1
    const headers = { ...asJson, Authorization: `Bearer ${deviceId}.${credential}` }
    const startedAt = performance.now()
    const answer = await fetch(`${library.url}/sync/v1/push`, { method: 'POST', headers, body: pushBody(ticket, [one]) })
    const body = (await answer.json()) as PushAnswer
    if (answer.status !== 200) throw new Error(JSON.stringify(body))
    ticket = body.ticket
    pressed.add(one.operationId)
    return performance.now() - startedAt
  }
}

/** One visitor: a search, the first page, the question of the card, or a wish. */
const visit = async (page: string, n: number): Promise<{ readonly status: number; readonly ms: number }> => {
  const headers = { 'X-Forwarded-For': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` }
  const search = `/?q=${words[n % words.length]}${n % 3 === 0 ? '' : `+${words[(n * 7) % words.length]}`}`
  const kind = n % 10
  const startedAt = performance.now()
  const asked =
    kind === 9
      ? fetch(`${page}/souhait`, { method: 'POST', headers, redirect: 'manual', body: new URLSearchParams({ wish: `souhait ${n}` }) })
      : fetch(`${page}${kind < 5 ? search : kind < 8 ? '/' : '/qui'}`, { headers })
  // 0: no answer, or not the whole of it.
  const status = await asked.then(async (answer) => (await answer.arrayBuffer()) && answer.status).catch(() => 0)
  return { status, ms: performance.now() - startedAt }
}

/** Runs the benchmark; `--rate N` [200] requests a second, `--seconds N` [30] of each stretch, `--runs N` [3]. */
export const run = async (options: readonly string[]): Promise<void> => {
  const [rate, seconds, runs] = [numberOf(options, '--rate', 200), numberOf(options, '--seconds', 30), numberOf(options, '--runs', 3)]
  const isTown = process.env.PTE_DATA !== undefined
  const environment = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'clic@mediatheque.example', TRUST_PROXY: '1' }
  const library = new RunningLibrary(undefined, environment)
  const measurement = new Measurement('visitors')
  const pressed = new Set<string>()
  const statuses = new Map<number, number>()
  let visited = 0
  try {
    await library.start()
    await importBusyDay(library, isTown)
    const page = { isOn: true, telephone: '05 36 49 12 07' }
    // Who presses is of the team: somebody unknown would be a case.
    const librarians = [...tilleuls.settings.librarians, { id: claire, name: 'Claire', isManager: false, pin }]
    const settings = library.file('page.json', JSON.stringify({ ...tilleuls.settings, librarians, publicPage: page }))
    const opened = await library.command('import', '--settings', settings)
    if (opened.code !== 0) throw new Error(opened.stdout + opened.stderr)
    const address = `${library.url}/retrait/main/fr`
    if ((await fetch(`${address}/`)).status !== 200) throw new Error('the page is not open')
    const push = await openTablet(library, pressed)
    const pushFor = async (ms: number): Promise<number[]> => {
      const [times, end] = [[] as number[], performance.now() + ms]
      while (performance.now() < end) {
        const took = await push()
        times.push(took)
        await wait(Math.max(0, pushEveryMs - took))
      }
      return times
    }
    for (let turn = 0; turn <= runs; turn++) {
      const quiet = await pushFor(seconds * 1000)
      const visits: Promise<{ readonly status: number; readonly ms: number }>[] = []
      const [startedAt, from] = [performance.now(), visited]
      const coming = setInterval(() => {
        const due = from + Math.min(rate * seconds, Math.floor(((performance.now() - startedAt) / 1000) * rate))
        while (visited < due) visits.push(visit(address, visited++))
      }, 5)
      const busy = await pushFor(seconds * 1000)
      clearInterval(coming)
      const answers = await Promise.all(visits)
      const tookSeconds = (performance.now() - startedAt) / 1000
      // The first turn warms both up.
      if (turn === 0) continue
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
      measurement.takeAll('push, quiet', quiet, 'ms')
      measurement.takeAll(`push, ${rate} visitors a second`, busy, 'ms')
      measurement.takeAll(
        'visit',
        answers.map(({ ms }) => ms),
        'ms',
      )
      measurement.take('visits answered', answers.length / tookSeconds, 'visits/s')
    }
  } finally {
    await library.stop()
  }
  const { operationIds, cases } = readReceipts(library.dataDir)
  await library.close()
  measurement.table()
  console.log(`answers: ${[...statuses].map(([status, count]) => `${status} × ${count}`).join(', ')}`)
  console.log(
    `catalogue: ${isTown ? '58,000 documents' : 'small, PTE_DATA is unset'}; load average ${loadavg().map(Math.round).join(', ')}`,
  )
  const [quiet, busy] = [measurement.summary('push, quiet'), measurement.summary(`push, ${rate} visitors a second`)]
  judge('push p99 with visitors ÷ quiet', busy.p99 / quiet.p99, 2, ' ×')
  judge(
    'visits that were refused or failed',
    [...statuses].reduce((sum, [status, count]) => (status === 0 || status >= 400 ? sum + count : sum), 0),
    0,
  )
  judgeCorrectness('ours, on the endpoint’s disk', pressed, operationIds, cases)
}
