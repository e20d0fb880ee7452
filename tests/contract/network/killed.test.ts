/**
 * A network at work that is killed in turn, as often as PTE_NETWORK_KILLS says: one of the endpoint's two processes amid pushes, an import,
 * PostgreSQL with all its processes. SIGKILLs of real ones, at instants drawn by chance, on machines whose clocks are five minutes apart.
 * After each: what was answered is there, once; an import is whole or not there, and whole when it is asked again.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { wallClockOf } from '../../../src/endpoint/clock/wall-clock-of.ts'
import { offerEnrolmentCode } from '../../../src/endpoint/enrolment/enrolment-code.ts'
import { hashPin } from '../../../src/endpoint/enrolment/hash-pin.ts'
import { openPatiently } from '../../../src/endpoint/storage/open-store.ts'
import { mainLibraryId } from '../../../src/endpoint/storage/store.ts'
import type { EnrolAnswer } from '../../../src/protocol/enrolment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import {
  aHandOver,
  anEnvelope,
  aPushed,
  asJson,
  dueAfter,
  managerOfTests,
  managerPin,
  outcomesOf,
  TestTablet,
} from '../../builders/an-endpoint.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `network-${process.pid}`)
const kills = Number(process.env.PTE_NETWORK_KILLS ?? 3)
/** Milliseconds: how long after an answer a kill falls, at most; how long a tablet waits for its next try. */
const latestMs = 30
const retryMs = 20
/** Milliseconds between the clocks of the two machines: five minutes. */
const apartMs = 300_000
/** Patrons of one list. */
const listed = 400

const folder = mkdtempSync(join(tmpdir(), 'network-'))
const processes = new Set<ChildProcess>()
let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason !== undefined) return
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: built } })
  postgres = await startPostgres()
})
afterAll(async () => {
  for (const one of processes) one.kill('SIGKILL')
  await postgres?.stop()
  for (const path of [built, folder]) rmSync(path, { recursive: true, force: true })
})

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  readonly said: () => string
}

const run = (file: string, argv: readonly string[], node: readonly string[] = []): Running => {
  const environment = {
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: postgres?.url,
    APP_DIR: folder,
    LIBRARY_NAME: 'Médiathèque',
  }
  const child = spawn(process.execPath, [...node, join(built, file), ...argv], { env: { PATH: process.env.PATH, ...environment } })
  processes.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      processes.delete(child)
      resolve(code)
    })
  })
  return { child, ended, said: () => said }
}

/** One of the endpoint's processes, on a machine whose clock is wrong by so much. */
const aProcess = async (wrongByMs: number) => {
  const clock = join(folder, `clock-${wrongByMs}.mjs`)
  writeFileSync(clock, `const right = Date.now; Date.now = () => right() + ${wrongByMs}`)
  const start = async () => {
    const running = run('main.js', [], ['--import', clock])
    let origin: string | undefined
    await expect
      .poll(
        () => {
          const port = /"port":(\d+).*"listening"/.exec(running.said())?.[1]
          if (port !== undefined) origin = `http://127.0.0.1:${port}`
          if (running.child.exitCode !== null) throw new Error(running.said())
          return origin
        },
        { timeout: 60_000, interval: 10 },
      )
      .toBeDefined()
    return { ...running, origin: origin ?? '' }
  }
  let running = await start()
  return {
    get origin() {
      return running.origin
    },
    kill: async () => {
      running.child.kill('SIGKILL')
      await running.ended
    },
    start: async () => {
      running = await start()
    },
  }
}

const enrol = async (origin: string, url: string): Promise<EnrolAnswer> => {
  const store = await openPatiently({ dataDir: join(folder, 'data'), databaseUrl: url })
  const now = toInstant(Date.now())
  const claire = { kind: 'librarian', id: managerOfTests, name: 'Claire', isManager: true, pin: await hashPin(managerPin) } as const
  await store.transact(mainLibraryId, async (transaction) => {
    for (const row of [claire, aPatron({ expiresOn: undefined })]) await transaction.writeRow(row, now)
  })
  const { code } = await offerEnrolmentCode(store, mainLibraryId, now)
  await store.close()
  const body = JSON.stringify({ protocol: 4, nonce: 'n', code, name: '' })
  const answer = await fetch(`${origin}/enrolment/v1/enrol`, { method: 'POST', headers: asJson, body })
  return (await answer.json()) as EnrolAnswer
}

const [lentItem] = (aHandOver() as Extract<ReturnType<typeof aHandOver>, { kind: 'hand-over-order' }>).items
const loanOf = (barcode: string) => {
  const items = lentItem === undefined ? [] : [{ ...lentItem, lineId: undefined, barcode: toItemBarcode(barcode) }]
  const at = toInstant(Date.now())
  const happened = wallClockOf(undefined)(at)
  return aPushed(anEnvelope(dueAfter(aHandOver({ orderId: undefined, items, happened }), happened.date), { at }, barcode))
}

test('a network that is killed loses nothing that was answered, and doubles nothing', { timeout: 120_000 + kills * 30_000 }, async ({
  skip,
}) => {
  skip(postgresReason !== undefined, postgresReason)
  if (postgres === undefined) throw new Error('no server')
  const server = postgres
  // The first makes the tables.
  const ends = [await aProcess(0), await aProcess(apartMs)] as const
  const lent: string[] = []
  const struck = { process: 0, server: 0, import: 0 }
  let unanswered = 0
  let isOver = false
  const work = async (which: number, identity: EnrolAnswer): Promise<void> => {
    let turn = which
    const tablet = new TestTablet((path, init) => fetch(`${ends[turn % 2]?.origin}${path}`, init), identity)
    for (let n = 0; !isOver; n++) {
      const barcodes = Array.from({ length: 3 }, (_, i) => `3333${which}${String(n * 3 + i).padStart(9, '0')}`)
      const pushed = barcodes.map(loanOf)
      for (; ; turn++) {
        const answer = await tablet.push(pushed).catch(() => undefined)
        if (answer?.status === 200) {
          for (const outcome of outcomesOf(answer)) expect(['accepted', 'already-known']).toContain(outcome)
          // Whichever it asked: both go by the server's clock.
          expect(Math.abs(Number(answer.body.now) - Date.now())).toBeLessThan(apartMs / 2)
          break
        }
        unanswered++
        await pass(retryMs)
      }
      lent.push(...barcodes)
    }
  }
  const keeper = async <R extends object>(sql: string): Promise<readonly R[]> => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    const { rows } = await client.query<R>(sql)
    await client.end()
    return rows
  }
  /** Every document, and how often it is said to have left. */
  const documents = async (): Promise<readonly string[]> => {
    const sql = "SELECT id, json_array_length(json::json->'facts') AS n FROM row WHERE kind = 'item' ORDER BY id"
    return (await keeper<{ id: string; n: number }>(sql)).map(({ id, n }) => `${id} ${n}`)
  }
  const named = async (list: number): Promise<number> =>
    (await keeper<{ n: number }>(`SELECT count(*)::int AS n FROM row WHERE kind = 'patron' AND json LIKE '%"NOM${list}"%'`))[0]?.n ?? -1
  const more = (count: number): Promise<void> => {
    const wanted = lent.length + count
    return expect.poll(() => lent.length, { timeout: 60_000, interval: 1 }).toBeGreaterThanOrEqual(wanted)
  }
  let list = 0
  let lastsMs = 0
  const importList = () => {
    const path = join(folder, `usagers-${list}.csv`)
    const lines = Array.from({ length: listed }, (_, i) => `2333${list}${String(i).padStart(9, '0')};NOM${list};Ida;adulte`)
    writeFileSync(path, ['Carte;Nom;Prénom;Catégorie', ...lines].join('\n'))
    return run('command/import.js', ['--patrons', path, '--whole'])
  }
  const importWhole = async (): Promise<void> => {
    const { ended, said } = importList()
    expect(await ended, said()).toBe(0)
    expect(await named(list)).toBe(listed)
  }
  const strikes: Readonly<Record<keyof typeof struck, () => Promise<boolean>>> = {
    process: async () => {
      const victim = ends[struck.process % 2]
      await victim?.kill()
      await victim?.start()
      return true
    },
    import: async () => {
      list++
      const { child, ended } = importList()
      const begunAt = performance.now()
      await pass(lastsMs * Math.random())
      child.kill('SIGKILL')
      const wasKilled = (await ended) === null
      // It ended before: the next kill comes within what it lasts.
      if (!wasKilled) lastsMs = Math.min(lastsMs, performance.now() - begunAt)
      expect([0, listed]).toContain(await named(list))
      await importWhole()
      return wasKilled
    },
    server: async () => {
      await server.crash()
      return true
    },
  }

  const identities = [await enrol(ends[0].origin, server.url), await enrol(ends[0].origin, server.url)]
  const working = Promise.all(identities.map((identity, which) => work(which, identity)))
  const startedAt = performance.now()
  await importWhole()
  lastsMs = performance.now() - startedAt
  const victims = Object.keys(strikes) as (keyof typeof struck)[]
  for (let kill = 0, tries = 0; kill < kills; tries++) {
    const victim = victims[tries % victims.length] ?? 'server'
    await more(3)
    await pass(latestMs * Math.random())
    if (await strikes[victim]()) {
      struck[victim]++
      kill++
    }
    // Answered by now: on the server's disk, each once.
    const answered = lent.map((barcode) => `${barcode} 1`)
    const there = new Set(await documents())
    expect(answered.filter((line) => !there.has(line))).toEqual([])
  }
  await more(6)
  isOver = true
  await working
  expect(await documents()).toEqual(lent.map((barcode) => `${barcode} 1`).sort())
  const cases = await keeper<{ id: string }>("SELECT id FROM row WHERE kind = 'case' AND json IS NOT NULL")
  expect(cases).toEqual([])
  expect(unanswered).toBeGreaterThan(0)
  console.log(`${kills} kills: ${JSON.stringify(struck)}, ${lent.length} documents`)
})
