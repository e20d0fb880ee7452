/**
 * Which cells of an ILS's list hold an address to write to, and in which language (MSG-7). Pure.
 */
import { expect, test } from 'vitest'
import { readMailAddress, readMessageLanguage } from '../../../src/domain/message/message.ts'

test('[MSG-7] one plain address is taken, the first of several, its domain in small letters', () => {
  expect(readMailAddress(' Aline.Lefevre+club@Courrier.Example ')).toBe('Aline.Lefevre+club@courrier.example')
  expect(readMailAddress('mailto:a@b.fr')).toBe('a@b.fr')
  expect(readMailAddress('a@b.fr ; c@d.fr')).toBe('a@b.fr')
  expect(readMailAddress('jean@mairie-évreux.fr')).toBe('jean@mairie-évreux.fr')
})

test('[MSG-7] a text that could become a header, a second recipient or nobody’s address is no address', () => {
  const none = [
    '',
    '-',
    'non communiquée',
    'a@b',
    '@b.fr',
    'a@',
    'a@b..fr',
    '.a@b.fr',
    'a..b@c.fr',
    'a@-b.fr',
    'a@b.1',
    '"a b"@c.fr',
    'é@b.fr',
  ]
  const hostile = ['<a@b.fr>', 'A <a@b.fr>', 'a@b.fr>', 'a(b)@c.fr', `${'a'.repeat(65)}@b.fr`, `a@${'b.'.repeat(130)}fr`, 'a@[127.0.0.1]']
  for (const cell of [...none, ...hostile]) expect(readMailAddress(cell), cell).toBeUndefined()
  expect(readMailAddress('a@b.fr\r\nBcc: c@d.fr')).toBe('a@b.fr')
  expect(readMailAddress('a@b.fr\u0000')).toBeUndefined()
})

test('[MSG-7] a language is understood as French and English ILSs write it, and another is none', () => {
  expect(['fr', 'fr-FR', 'fra', 'Français', 'FRE'].map(readMessageLanguage)).toEqual(Array(5).fill('fr'))
  expect(['en', 'en_GB', 'eng', 'English', 'anglais'].map(readMessageLanguage)).toEqual(Array(5).fill('en'))
  expect(['', 'default', 'es', 'ende', 'constructor'].map(readMessageLanguage)).toEqual(Array(5).fill(undefined))
})
