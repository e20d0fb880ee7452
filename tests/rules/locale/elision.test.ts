/**
 * « de » before names, as French writes it on paper and on screens. Pure words.
 */
import { describe, expect, it } from 'vitest'
import { cases } from '../../../src/locale/fr/cases.ts'
import { withDe } from '../../../src/locale/fr/elision.ts'
import { exercise } from '../../../src/locale/fr/exercise.ts'
import { signIn } from '../../../src/locale/fr/sign-in.ts'

describe('naming whose it is', () => {
  it('« de » loses its vowel before a vowel, whatever accent it wears, and before a mute h', () => {
    expect(['Ada', 'Émile', 'Inès', 'Œdipe', 'Hélène', 'Yves', 'O. M.', 'un usager'].map(withDe)).toEqual([
      'd’Ada',
      'd’Émile',
      'd’Inès',
      'd’Œdipe',
      'd’Hélène',
      'd’Yves',
      'd’O. M.',
      'd’un usager',
    ])
  })

  it('« de » stays before a consonant, before a y that is one, and before an order’s number', () => {
    expect(['Paul', 'Yasmine', 'H. B.', 'Y. B.', '··\u00a04812', 'A-118', ''].map(withDe)).toEqual([
      'de Paul',
      'de Yasmine',
      'de H. B.',
      'de Y. B.',
      'de ··\u00a04812',
      'de A-118',
      'de ',
    ])
  })

  it('the exercise’s paper, the sign-in and an arrival say it so', () => {
    expect(exercise.guide.card('Ada Lovelace')).toBe('Carte d’Ada Lovelace')
    expect(exercise.guide.order('Paul Valéry')).toBe('Commande de Paul Valéry')
    expect(signIn.pinOf('Inès')).toBe('Code d’Inès')
    expect(cases.cited.arrived({ patron: 'O.\u00a0M.' } as Parameters<typeof cases.cited.arrived>[0])).toBe('a noté l’arrivée d’O.\u00a0M.')
  })
})
