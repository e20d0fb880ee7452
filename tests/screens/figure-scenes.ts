/**
 * The scenes of Chiffres: a month that is over, one that runs, a year, and without the network. For tests of screens and for screenshots.
 */
import { anInstant } from '../builders/a-moment.ts'
import { countedFigures, lastFigures } from './counted-figures.ts'
import { desk } from './desk-scenes.ts'

const offline = { snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } } as const

export const figureSceneByName = {
  figures: () => desk({ figures: countedFigures }),
  'figures-running': () => desk({ figures: countedFigures }),
  'figures-year': () => desk({ figures: countedFigures }),
  'figures-offline': () => desk(offline),
  'figures-last': () => desk({ ...offline, figures: lastFigures }),
}
