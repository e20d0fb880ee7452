/**
 * A finder who signs as he likes: under the name of nobody, or of a colleague. A tablet says who pressed and nobody can prove it; what
 * the endpoint knows is which tablet it was, and it serves nothing to one that was taken out of service. Runs against the built endpoint.
 */
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { aPushed, aReturn, outcomesOf } from '../builders/an-endpoint.ts'
import { besiege, command, enrol, foundLibrary, manager, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const aReturnNow = (): Operation => ({ ...aReturn(), happened: momentNow() })

test('[CASE-5] an act signed by an unknown librarian stands, and one case about its tablet says so on every tablet', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [attacker, other] = [await enrol(endpoint), await enrol(endpoint)]
  const invented = [toLibrarianId('nobody'), toLibrarianId('nobody-else')].map((librarianId) => pressedNow(aReturnNow(), { librarianId }))
  const answer = await attacker.push([...invented, pressedNow(aReturnNow(), { librarianId: manager })].map(aPushed))
  expect(outcomesOf(answer)).toEqual(['accepted-with-case', 'accepted-with-case', 'accepted'])
  const { rows } = await other.pull()
  expect(rows.filter(({ kind }) => kind === 'case')).toMatchObject([
    {
      row: {
        caseKind: 'librarian-unknown',
        subject: `device/${attacker.identity.deviceId}`,
        cites: invented.map(({ operationId }) => operationId).sort(),
      },
    },
  ])
})

test('[PRIV-2] a tablet that was taken out of service is not given the catalogue either', async () => {
  await foundLibrary()
  const endpoint = await start()
  const tablet = await enrol(endpoint)
  const path = `/catalogue/v1/${'0'.repeat(64)}`
  expect((await tablet.get(path)).body).toMatchObject({ problem: 'request-not-understood' })
  await command('set-aside', ['--tablet', tablet.identity.letter, '--reason', 'perdue'])
  expect((await tablet.get(path)).body).toMatchObject({ problem: 'revoked' })
})
