/**
 * The sender of messages as a process of its own, which a test kills: it opens the store that it is given, sends what is due by a clock that
 * runs some minutes ahead, through the relay that its environment names, says how its passes ended and ends. Runs in Node, bundled by the test
 * that starts it.
 */
import { toInstant } from '../../src/domain/instant.ts'
import { readMailSettings } from '../../src/endpoint/messages/mail/read-settings.ts'
import { createSmtpChannel } from '../../src/endpoint/messages/mail/smtp-channel.ts'
import { createMessageJob } from '../../src/endpoint/messages/message-job.ts'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { mondayMorning } from '../builders/a-mailing-library.ts'

const [database = '', minutes = ''] = process.argv.slice(2)
const faults: string[] = []
const plan = readMailSettings((name) => process.env[name], faults)
if (plan === undefined) throw new Error(faults.join(' '))
const store = database.startsWith('postgres') ? new PostgresStore(database) : new SqliteStore(database)
const channel = createSmtpChannel(plan)
const job = createMessageJob({
  store,
  channelOf: () => channel,
  now: () => toInstant(mondayMorning + Number(minutes) * 60_000),
  publicUrl: 'https://drive.example',
  report: (pass) => console.log(JSON.stringify(pass)),
  reportDefect: (defect) => console.error(defect),
})
await job.pass()
await store.close()
