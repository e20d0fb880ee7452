/**
 * The teller of the ILS as a process of its own, which a test kills: it opens the store that it is given and makes passes by a clock that
 * runs some minutes ahead, until nothing waits but for a person. Says each pass. Runs in Node, bundled by the test that starts it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { lookAtWire } from '../../src/endpoint/ils/look-at-wire.ts'
import { createWireJob } from '../../src/endpoint/ils/wire-job.ts'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'

const [database = '', port = '', library = '', startsAt = ''] = process.argv.slice(2)
const store = database.startsWith('postgres') ? new PostgresStore(database) : new SqliteStore(database)
const begun = Date.now()
const now = () => toInstant(Number(startsAt) + Date.now() - begun)
const wire = createSip2Wire(
  {
    host: '127.0.0.1',
    port: Number(port),
    isTls: false,
    encoding: 'utf8',
    terminator: '\r',
    sendsChecksum: true,
    patienceMs: 10_000,
    login: 'desk',
    password: 'secret',
    location: '',
    institution: 'MPL',
    branch: 'MPL',
    zone: 'Europe/Paris',
  },
  now,
)
const job = createWireJob({ store, wire, library, now, report: () => undefined })
/** Milliseconds between two passes: far less than in a library. */
const everyMs = 5
for (;;) {
  await job.pass()
  console.log('pass')
  const { waiting, open } = await lookAtWire(store, toLibraryId(library), now())
  if (waiting === 0 && open.every(({ mayAsk }) => mayAsk)) break
  await sleep(everyMs)
}
await store.close()
