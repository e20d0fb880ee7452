/**
 * The handover's piles that are out of the ordinary: made of Lucie's, on the ordinary desk (desk-scenes.ts). For tests of screens.
 */
import { desk, pile } from './desk-scenes.ts'
import { records } from './stage-rows.ts'
import type { StagedDesk } from './staged-desk.ts'

/** Two documents of Lucie's pile are one novel in two editions. */
const editions = (): StagedDesk => {
  const [one, other] = [pile[1], pile[0]].map((work) => records[work ?? 0])
  if (one === undefined || other === undefined) throw new Error('no such works')
  return desk({}, [
    { ...one, year: '1998' },
    { ...other, title: one.title, author: one.author, year: '2013' },
  ])
}

export const pileSceneByName = {
  'handover-editions': editions,
} satisfies Readonly<Record<string, () => StagedDesk>>
