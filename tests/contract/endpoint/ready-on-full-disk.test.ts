/**
 * `/ready` on a disk that is full, and has room again. The real routes over the real file, on a small disk in memory; where none can be
 * mounted the test skips, saying so. PostgreSQL's is in `storage/postgres-full.test.ts`.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed } from '../../builders/an-endpoint.ts'
import { smallDisk } from '../../fakes/small-disk.ts'

const disk = smallDisk('16m')
afterAll(disk.unmount)

test('a full disk is not ready though a small write still finds room in the log; it is ready once there is room', async ({ skip }) => {
  skip(disk.reason !== undefined, disk.reason)
  const store = new SqliteStore(join(disk.folder, 'desk.db'))
  const { ask, enrol } = await anEndpoint({ store })
  const tablet = await enrol()
  let later = performance.now()
  const ready = async (): Promise<number> => {
    // An answer holds for some seconds.
    later += 6000
    const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
    const { status } = await ask('/ready').finally(() => clock.mockRestore())
    return status
  }
  await tablet.push([aPushed(anEnvelope(aHandOver()))])
  await store.foldErased()
  await tablet.push([])
  expect(await ready()).toBe(200)
  disk.fill()
  expect(await ready()).toBe(503)
  disk.empty()
  expect(await ready()).toBe(200)
  expect(readdirSync(disk.folder).filter((name) => name.endsWith('.probe'))).toEqual([])
  await store.close()
  const again = new SqliteStore(join(disk.folder, 'desk.db'))
  await again.assertWritable()
  await again.close()
})
