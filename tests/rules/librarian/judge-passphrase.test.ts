/**
 * Which passphrases a manager may choose (PRIV-5): long ones, that nobody who holds a tablet tries among the first.
 * Nothing is asked of capitals, figures or signs.
 */
import { expect, test } from 'vitest'
import { judgePassphrase, normalisePassphrase } from '../../../src/domain/librarian/judge-passphrase.ts'

/** As the endpoint knows some 49,000 of them. */
const commonest = new Set(['corvette', '1qaz2wsx', 'passw0rd', 'trustno1', 'gnou bxz!', 'boubou'])
const names = ['Médiathèque de Valmont', 'Clic et collecte', 'Hélène Marchetti', 'Paul']

test('[PRIV-5] a passphrase of fewer than eight signs is too short, however it is spaced', () => {
  expect(judgePassphrase('gnou bx', names, commonest)).toBe('passphrase-too-short')
  expect(judgePassphrase('  gnou    bx  ', names, commonest)).toBe('passphrase-too-short')
  expect(judgePassphrase('gnou bxz', names, commonest)).toBeUndefined()
})

test.each([
  'password',
  'P@ssw0rd!',
  'motdepasse',
  'Mot de passe 2026',
  '12345678',
  '24112026',
  'azertyuiop',
  'aaaaaaaaaa',
  'abababababab',
  'bibliothèque',
  'Mediatheque2026!',
  'La Médiathèque',
  'je t’aime 77',
  'Valmont Valmont',
  'helene marchetti',
  'Hélène1234',
  'paul et Hélène',
  'azerty qwerty 123',
  'bienvenue samedi',
])('[PRIV-5] « %s » is among the first that are tried', (passphrase) => {
  expect(judgePassphrase(passphrase, names, commonest)).toBe('passphrase-too-common')
})

test.each([
  'corvette',
  'Corvette',
  'Corvette!',
  'corvette2026',
  '12-corvette',
  'c0rvette',
  'C0rv3tte 77',
  '1QAZ2wsx',
  'Trustno1',
  'gnou bxz!',
])('[PRIV-5] « %s » is one of the commonest passwords, however it is dressed up', (passphrase) => {
  expect(judgePassphrase(passphrase, names, commonest)).toBe('passphrase-too-common')
})

test('[PRIV-5] a common password within other words makes none of them common', () => {
  expect(judgePassphrase('la corvette de mon oncle', names, commonest)).toBeUndefined()
  expect(judgePassphrase('corvette boubou', names, commonest)).toBeUndefined()
})

test.each([
  'quatre vélos rouillés',
  'Le héron de la mare dort debout',
  'un chat sur le livre de Zola',
  'x7kq 2mvb',
  'Тихий дон течёт',
  '雨の日の図書館へ行く',
])('[PRIV-5] « %s » may be chosen', (passphrase) => {
  expect(judgePassphrase(passphrase, names, commonest)).toBeUndefined()
})

test('[PRIV-5] one passphrase is one text, however its accents were composed and whatever space was added', () => {
  expect(normalisePassphrase(' e\u0301te\u0301\u00a0 en  mer ')).toBe('été en mer')
})
