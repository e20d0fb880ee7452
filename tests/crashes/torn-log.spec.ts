/**
 * A kill that leaves half a record in Chromium's log of IndexedDB, made by hand: the tablet is still enrolled two starts later (decision 0012).
 * Runs in a real Chromium on a profile on disk, against the built endpoint.
 */
import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { items, pins } from '../fixtures/tilleuls.ts'
import { expect, test } from '../journeys/journey.ts'

/** A record's head: its sum, that 400 bytes follow, that it is whole. They do not follow. */
const tornHead = Buffer.from([0x78, 0x56, 0x34, 0x12, 0x90, 0x01, 0x01])

test('[HO-6] a log that a kill tore in the browser costs the tablet nothing two starts later', async ({ library, takeTablet }) => {
  const folder = join(library.folder, `tablet-desk/Default/IndexedDB/http_localhost_${library.port}.indexeddb.leveldb`)
  const logs = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.log'))
  const first = await takeTablet('desk')
  await first.enrol(await library.enrolmentCode())
  await first.context.close()
  await library.stop()
  test.skip(!existsSync(folder), 'this Chromium keeps IndexedDB in another way')
  const [torn, ...others] = logs()
  if (torn === undefined || others.length > 0) throw new Error(`one log was expected: ${logs()}`)
  appendFileSync(join(folder, torn), tornHead)

  const second = await takeTablet('desk')
  await second.open()
  await second.signIn('Luc Perrin', pins['Luc Perrin'])
  await second.go('Préparation')
  await second.pick(items.germinal)
  await expect.poll(logs).not.toContain(torn)
  const third = await takeTablet('desk')
  await third.open()
  await third.signIn('Luc Perrin', pins['Luc Perrin'])
  await expect(third.bar.getByText('1 à transmettre')).toBeVisible()
})

test('[HO-6] a start writes nothing of ours before the browser has begun a new log', async ({ library, takeTablet }) => {
  const first = await takeTablet('desk')
  await first.enrol(await library.enrolmentCode())
  await first.context.close()

  const second = await takeTablet('desk')
  await second.context.addInitScript(() => {
    const { transaction } = IDBDatabase.prototype
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') performance.mark(`write ${this.name}`)
      return transaction.call(this, stores, mode, options)
    }
    const { deleteDatabase } = IDBFactory.prototype
    IDBFactory.prototype.deleteDatabase = function (name) {
      const request = deleteDatabase.call(this, name)
      request.addEventListener('success', () => performance.mark(`gone ${name}`))
      return request
    }
  })
  await second.open()
  await second.signIn('Luc Perrin', pins['Luc Perrin'])
  const marks = () => second.page.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name))
  await expect.poll(marks).toContain('write desk')
  expect((await marks()).filter((name) => /desk|ballast/.test(name)).slice(0, 3)).toEqual([
    'write pret-a-emporter/ballast',
    'gone pret-a-emporter/ballast',
    'write desk',
  ])
})
