/**
 * Templates that cannot break (MSG-10, MSG-11): what a message becomes of blanks that hold nothing, too much, or what somebody would like to
 * become a header. The templates that a library starts with are read here too.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageKinds } from '../../../src/domain/message/message.ts'
import { type Blanks, fillTemplate } from '../../../src/domain/message/template.ts'
import { messages as en } from '../../../src/locale/en/messages.ts'
import { messages as fr } from '../../../src/locale/fr/messages.ts'

const full: Blanks = {
  number: 'A-127',
  documents: '2 documents',
  day: 'mercredi 25 novembre',
  hour: '10 h 15',
  place: 'Porte de la cour',
  missing: '1 document',
  next: 'jeudi 26 novembre à 14 h\nvendredi 27 novembre à 14 h',
  kept: 'vendredi 27 novembre',
  loans: 'Bérénice : au plus tard mardi 15 décembre',
  library: 'Médiathèque',
  service: 'Clic et collecte',
}
const fill = (text: string, blanks: Blanks = full, subject = 'Prête') => fillTemplate({ subject, text }, fr.blanks, blanks)
const linesOf = (text: string, blanks?: Blanks) => fill(text, blanks).paragraphs.map(({ lines }) => lines)

test('[MSG-10] the templates that a library starts with are filled whole, in both languages', () => {
  for (const words of [fr, en])
    for (const kind of messageKinds) {
      const { subject, paragraphs } = fillTemplate(words.templates[kind], words.blanks, full)
      const text = [subject, ...paragraphs.flatMap(({ lines }) => lines)].join('\n')
      expect(text, kind).not.toMatch(/[{}[\]]/)
      const blanks = words.templates[kind].text.match(/\{[^}]*\}/g) ?? []
      expect(blanks.length, kind).toBeGreaterThan(0)
      for (const blank of blanks) expect(Object.values(words.blanks), kind).toContain(blank.slice(1, -1))
    }
})

test('[MSG-10] an optional sentence vanishes with its blank, and the line and paragraph with it', () => {
  const text = 'Bonjour,\n[Il manque {ce qui manque}.]\n\n[Gardée jusqu’au {date limite}.]\n\nAu revoir[, le {jour}].'
  expect(linesOf(text)).toEqual([
    ['Bonjour,', 'Il manque 1 document.'],
    ['Gardée jusqu’au vendredi 27 novembre.'],
    ['Au revoir, le mercredi 25 novembre.'],
  ])
  expect(linesOf(text, {})).toEqual([['Bonjour,'], ['Au revoir.']])
})

test('[MSG-11] a paragraph that begins with the day or the hour is set apart', () => {
  expect(fill('Bonjour, le {jour}\n\n{jour}\n{heure}').paragraphs.map(({ isHour }) => isHour)).toEqual([false, true])
})

test('[MSG-10] no blank makes a second line in a subject, nor a blank or a bracket of its own', () => {
  const place = 'Cour\r\nBcc: tous@exemple.fr\u0000{numéro}[x]'
  expect(fill('a', { ...full, place }, 'À {lieu}').subject).toBe('À Cour Bcc: tous@exemple.fr {numéro}[x]')
  expect(
    linesOf('{lieu}', { ...full, place })
      .flat()
      .join(),
  ).toContain('{numéro}[x]')
})

test('[MSG-10] whatever a template and its blanks hold, it is filled, without a control character', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 300 })
  const anyBlanks = fc.record(Object.fromEntries(Object.keys(full).map((name) => [name, anyText])), { requiredKeys: [] })
  const anyTemplate = fc.string({ unit: fc.constantFrom(...'ab {}[]\n', '{jour}', '{heure}', '[', ']') })
  fc.assert(
    fc.property(anyTemplate, anyBlanks, (text, blanks) => {
      const { subject, paragraphs } = fill(text, blanks, text)
      expect(subject).not.toMatch(/\p{Cc}/u)
      expect(paragraphs.flatMap(({ lines }) => lines).join('')).not.toMatch(/\p{Cc}/u)
    }),
  )
})
