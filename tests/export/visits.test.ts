/**
 * A day as a person types it again into an ILS without any wire: one visit a block, and no document typed out of its turn. On real facts.
 */
import { expect, it } from 'vitest'
import { exportDay, listExports, settleExport } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDeskDay, day, handOver, inParis, library, takeBack } from './a-desk-day.ts'

it('[ILS-46] a table to type again has one visit a block: the returns of a card, then its loans, and each document in its turn', async () => {
  const desk = await aDeskDay()
  const tablet = desk.tablet('A')
  const at = (time: string): string => `2026-11-24 ${time}`
  await desk.receive(
    tablet.press(handOver('21', '31'), at('10:00')),
    tablet.press(handOver('22', '32'), at('10:05')),
    tablet.press(takeBack('31'), at('11:00')),
    tablet.press(handOver('21', '33'), at('11:01')),
    // What card 21 brought back is out to card 22, whose first visit was typed before: this is another one.
    tablet.press(handOver('22', '31'), at('11:30')),
    tablet.press(takeBack('32'), at('12:00')),
    tablet.press(handOver('21', '34'), at('15:00')),
  )
  const wish = { day, format: 'koc', file: 'retype', number: undefined } as const
  const now = inParis('2026-11-24 19:00:00')
  const batch = await exportDay(desk.store, library, wish, now)
  if (!batch.ok) throw new Error(batch.refusal.kind)
  expect(batch.value.fileName).toBe('circulation-2026-11-24-1.ressaisie.csv')
  const [head = '', ...lines] = new TextDecoder().decode(batch.value.content).trim().split('\r\n')
  const columns = ['Visite', 'Mouvement', 'Carte', 'Code-barres'].map((name) => head.split(';').indexOf(name))
  const typed = lines.map((line) => columns.map((n) => line.split(';')[n]).join(' '))
  expect(typed).toEqual(['1 Prêt 21 31', '2 Prêt 22 32', '3 Retour  31', '3 Prêt 21 33', '3 Prêt 21 34', '4 Retour  32', '4 Prêt 22 31'])

  // It is the ILS's file as any other: settled once, and told nothing of again.
  expect(await settleExport(desk.store, library, batch.value.number, now)).toMatchObject({ ok: true })
  expect((await listExports(desk.store, library, day, 'retype')).waiting).toMatchObject({ loans: 0, returns: 0 })
  const settled = await desk.store.read(library, async (reader) => reader.rowsOf('settled-batch'))
  expect(settled.map(({ operationIds }) => operationIds.length)).toEqual([7])
})
