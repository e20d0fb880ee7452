/**
 * What the journal and a draft's heading say of hours and rights that changed: the difference alone, in both languages (SET-5). Runs in vitest.
 */
import { describe, expect, it } from 'vitest'
import { hueOf } from '../../../src/domain/settings/hue.ts'
import { changes as en } from '../../../src/locale/en/changes.ts'
import { formatsByLanguage } from '../../../src/locale/formats.ts'
import { changes as fr } from '../../../src/locale/fr/changes.ts'
import { sayHours, sayInstead, sayLength, sayRightChange } from '../../../src/ui/screens/settings/say-difference.ts'
import { aLoanRight, anOpeningRange } from '../../builders/a-settings.ts'

const range = (from: string, to: string, more: object = {}) => anOpeningRange(2, from, to, more)
const plain = (texts: readonly string[]): readonly string[] => texts.map((text) => text.replace(/[\u00a0\u202f]/g, ' '))
const say = (was: ReturnType<typeof range>[], became: ReturnType<typeof range>[]) =>
  plain(sayHours(fr, formatsByLanguage.fr, ({ from, to }) => `${from}–${to}`, was, became))

describe('hours', () => {
  const day = range('14:00', '18:00', { capacity: 3, intervalMinutes: 15 })
  it.each([
    ['nothing', [day], [day], []],
    ['an hour more at the end', [day], [range('14:00', '19:00', { capacity: 3, intervalMinutes: 15 })], ['jusqu’à 19 h au lieu de 18 h']],
    [
      'an hour less at the beginning',
      [day],
      [range('15:00', '18:00', { capacity: 3, intervalMinutes: 15 })],
      ['à partir de 15 h au lieu de 14 h'],
    ],
    ['places', [day], [range('14:00', '18:00', { capacity: 4, intervalMinutes: 15 })], ['4 commandes par créneau au lieu de 3']],
    ['slots', [day], [range('14:00', '18:00', { capacity: 3, intervalMinutes: 10 })], ['un créneau toutes les 10 min au lieu de 15']],
    ['a morning more', [day], [range('10:00', '12:00'), day], ['10:00–12:00, ajouté']],
    ['a morning less', [range('10:00', '12:00'), day], [day], ['10:00–12:00, retiré']],
    ['both ends', [day], [range('13:00', '19:00', { capacity: 3, intervalMinutes: 15 })], ['13:00–19:00 (avant : 14:00–18:00)']],
    ['a day closed', [day], [], ['fermé (avant : 14:00–18:00)']],
  ] as const)('[SET-5] says of a weekday what is otherwise: %s', (_, was, became, said) => {
    expect(say([...was], [...became])).toEqual(said)
  })
  it('[SET-5] says in a heading by how much a day is longer or shorter', () => {
    const more = [day, range('10:00', '11:30')]
    expect(sayLength(fr, formatsByLanguage.fr, 'mercredi', [day], more)).toBe('Mercredi, 1\u00a0h\u00a030 de plus')
    expect(sayLength(en, formatsByLanguage.en, 'Wednesday', more, [day])).toBe('Wednesday, 1\u00a0h\u00a030\u00a0min less')
    expect(sayLength(fr, formatsByLanguage.fr, 'mercredi', [day], [day])).toBeUndefined()
  })
})

it('[SET-5] says of a right each figure that is otherwise, its unit once', () => {
  const was = aLoanRight('Adulte', 'Livre', { maximum: 10, newReleaseMaximum: 2, maximumPerOrder: undefined, durationDays: 21 })
  const became = { ...was, maximum: 12, newReleaseMaximum: undefined, maximumPerOrder: 0, durationDays: 28 }
  expect(plain(sayRightChange(fr, was, became))).toEqual([
    '12 à la fois au lieu de 10',
    'nouveautés sans limite au lieu de 2 nouveautés',
    '0 par commande au lieu de sans limite par commande',
    '28 jours au lieu de 21',
  ])
  expect(plain(sayRightChange(en, was, { ...was, maximum: undefined }))).toEqual(['no limit on number instead of 10 at once'])
  expect(sayRightChange(fr, was, was)).toEqual([])
  expect(plain([sayInstead(fr, '1 document', '2 documents')])).toEqual(['2 documents au lieu de 1 document'])
  expect(sayInstead(fr, 'ouverte', 'en pause')).toBe('en pause au lieu d’ouverte')
})

it.each([
  ['#432c8e', 'violet'],
  ['#00a19a', 'turquoise'],
  ['#00573f', 'green'],
  ['#ffcc00', 'yellow'],
  ['#c8102e', 'red'],
  ['#005f9e', 'blue'],
  ['#e6007e', 'pink'],
  ['#ef7d00', 'orange'],
  ['#808080', 'grey'],
  ['#000000', 'grey'],
  ['#ff0010', 'red'],
] as const)('[SET-13] a colour is called by what is seen of it: %s is %s', (colour, hue) => {
  expect(hueOf(colour)).toBe(hue)
})
