/**
 * Templates that cannot break (MSG-6, MSG-10): what is refused, and where; what a message becomes of blanks that hold nothing, too much, or
 * what somebody would like to become a header. The templates that a library starts with are read here too.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MessageKind, messageKinds } from '../../../src/domain/message/message.ts'
import { checkMessageTemplate, checkTemplates, messageLanguages, withTemplate } from '../../../src/domain/message/message-templates.ts'
import { type Sample, sampleSources, samples } from '../../../src/domain/message/sample-messages.ts'
import { type BlankName, type Blanks, checkTemplate, fillTemplate } from '../../../src/domain/message/template.ts'
import type { PublicPage } from '../../../src/domain/settings/settings.ts'
import { messages as en } from '../../../src/locale/en/messages.ts'
import { messages as fr } from '../../../src/locale/fr/messages.ts'
import { withOrderLink, writeLetter } from '../../../src/locale/write-letter.ts'
import { aDate } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'

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
const known = Object.keys(full) as readonly BlankName[]
const check = (text: string, subject = 'Prête', required: readonly BlankName[] = []) =>
  checkTemplate({ subject, text }, fr.blanks, { known, required, mayBeEmpty: ['missing'] })
const fill = (text: string, blanks: Blanks = full, subject = 'Prête') => fillTemplate({ subject, text }, fr.blanks, blanks)
const linesOf = (text: string, blanks?: Blanks) => fill(text, blanks).paragraphs.map(({ lines }) => lines)

test('[MSG-10] below the greeting an English sentence begins, and a French one goes on', () => {
  const below = (text: string) => text.split('\n')[1] ?? ''
  for (const kind of messageKinds) {
    expect(below(en.templates[kind].text)).toMatch(/^\p{Lu}/u)
    expect(below(fr.templates[kind].text)).toMatch(/^\p{Ll}/u)
  }
})

test('[MSG-10] the templates that a library starts with are without fault, in both languages', () => {
  const started = { fr: fr.templates, en: en.templates }
  expect(checkTemplates(started)).toEqual([])
  for (const language of messageLanguages)
    for (const kind of messageKinds)
      for (const sample of samples) {
        const sources = sampleSources(kind, sample, aSettings(), aDate('2026-11-24'))
        const { subject, paragraphs } = writeLetter(started[language][kind], language, kind, sources)
        const lines = paragraphs.flatMap((paragraph) => paragraph.lines)
        expect([subject, ...lines].join('\n'), `${language} ${kind} ${sample}`).not.toMatch(/[{}[\]]|undefined|\s[,.]|^\s*$/m)
        expect(lines.length).toBeGreaterThanOrEqual(2)
      }
})

test('[MSG-10, MSG-31, PAGE-14, ARR-1] the preview bears the order’s address as mails do: where somebody may want it, while the page is open', () => {
  const open = { isOn: true, telephone: '05 36 49 12 07' }
  const linesOfKind = (kind: MessageKind, publicPage: PublicPage | undefined) => {
    const sources = sampleSources(kind, 'whole', aSettings(), aDate('2026-11-24'))
    const letter = withOrderLink(
      writeLetter(fr.templates[kind], 'fr', kind, sources),
      'fr',
      kind,
      { publicPage },
      'https://drive.example/c/…',
    )
    return letter.paragraphs.at(-1)?.lines[0] === fr.keepIt ? letter.paragraphs.at(-2)?.lines : letter.paragraphs.at(-1)?.lines
  }
  const linked = messageKinds.filter((kind) => linesOfKind(kind, open)?.includes('https://drive.example/c/…'))
  expect(linked).toEqual(['received', 'ready', 'missing', 'reminder', 'moved'])
  const lastLines = (kind: MessageKind) => {
    const letter = writeLetter(fr.templates[kind], 'fr', kind, sampleSources(kind, 'whole', aSettings(), aDate('2026-11-24')))
    return withOrderLink(letter, 'fr', kind, { publicPage: open }, 'https://drive.example/c/…').paragraphs.at(-1)?.lines
  }
  expect(messageKinds.filter((kind) => lastLines(kind)?.includes(fr.onArrival))).toEqual(['ready', 'reminder'])
  expect(linesOfKind('ready', open)?.[0]).toBe('Voir, déplacer ou annuler\u00a0:')
  for (const shut of [undefined, { ...open, isOn: false }, { ...open, closed: { fr: 'Fermé.' } }])
    expect(linesOfKind('ready', shut)).not.toContain('https://drive.example/c/…')
})

test('[MSG-6] the preview names titles where the library has its mails name them, in those that say what is waiting', () => {
  const namedIn = (titlesInMail: boolean) =>
    messageKinds.filter((kind) => {
      const sources = sampleSources(kind, 'longest', aSettings({ titlesInMail }), aDate('2026-11-24'))
      const { paragraphs, why } = writeLetter(en.templates[kind], 'en', kind, sources)
      const isNamed = paragraphs.some(({ lines }) => lines.some((line) => line.includes('Les très riches heures')))
      expect(why?.includes(en.noTitles), kind).toBe(!isNamed)
      return isNamed
    })
  expect(namedIn(true)).toEqual(['received', 'ready', 'reminder', 'moved', 'receipt'])
  expect(namedIn(false)).toEqual(['receipt'])
})

test('[MSG-11, MSG-32] every letter about an order says whom to ring, and the place as the page says it', () => {
  const place = { fr: 'À la porte de la cour' }
  const publicPage: PublicPage = { isOn: true, telephone: '05 36 49 12 07', place }
  for (const kind of messageKinds) {
    const { closing } = writeLetter(
      fr.templates[kind],
      'fr',
      kind,
      sampleSources(kind, 'whole', aSettings({ publicPage }), aDate('2026-11-24')),
    )
    expect(closing?.before, kind).toMatch(/\? Appelez-nous au $/)
  }
  const placeIn = (settings: Parameters<typeof aSettings>[0]) => {
    const sources = sampleSources('ready', 'whole', aSettings(settings), aDate('2026-11-24'))
    return writeLetter(en.templates.ready, 'en', 'ready', sources)
      .paragraphs.find(({ isHour }) => isHour)
      ?.lines.at(-1)
  }
  const [site] = aSettings().sites
  expect(placeIn({})).toBe('Médiathèque')
  expect(placeIn({ publicPage })).toBe('À la porte de la cour')
  expect(placeIn({ publicPage, sites: site === undefined ? [] : [site, { ...site, name: 'Annexe' }] })).toBe(
    'Médiathèque, À la porte de la cour',
  )
})

test('[MSG-10] a sample lacks what it says it lacks', () => {
  const written = (sample: Sample) => {
    const sources = sampleSources('ready', sample, aSettings(), aDate('2026-11-24'))
    return writeLetter(fr.templates.ready, 'fr', 'ready', sources)
      .paragraphs.flatMap(({ lines }) => lines)
      .join('\n')
  }
  expect(written('whole')).toContain('votre commande de 2\u00a0documents')
  expect(written('whole')).not.toContain('pas trouvé')
  expect(written('missing')).toContain('pas trouvé 1\u00a0document')
  expect(written('longest')).toContain('allée des Tilleuls')
})

test('[MSG-10, MSG-29] a fault says in which template it is, and in which part', () => {
  const own = { fr: { ready: { subject: 'Prête {ce qui manque}', text: '{jour} {heure}' } } }
  expect(checkTemplates(own)).toEqual([
    { language: 'fr', kind: 'ready', part: 'subject', fault: { kind: 'blank-bare', name: 'ce qui manque' } },
    { language: 'fr', kind: 'ready', part: 'text', fault: { kind: 'blank-missing', name: 'lieu' } },
  ])
  // What another kind of message would say is unknown in this one.
  const { text } = checkMessageTemplate('received', 'en', { subject: 'x', text: '{day} {hour} {to bring back}' })
  expect(text).toMatchObject([{ kind: 'blank-unknown', name: 'to bring back' }])
  // The message about missing titles may always use this blank.
  expect(checkMessageTemplate('missing', 'en', { subject: 'x', text: '{what is missing}' }).text).toEqual([])
})

test('[MSG-10] the library’s own template stands beside the others, and goes whole', () => {
  const own = { subject: 'a', text: 'b' }
  const one = withTemplate(undefined, 'fr', 'ready', own)
  expect(one).toEqual({ fr: { ready: own } })
  expect(withTemplate(one, 'en', 'moved', own)).toEqual({ fr: { ready: own }, en: { moved: own } })
  expect(withTemplate(one, 'fr', 'ready', undefined)).toBeUndefined()
})

test('[MSG-10, MSG-29] an unknown blank is refused with the nearest one, and a missing one by its name', () => {
  expect(check('le {jours}').text).toEqual([{ kind: 'blank-unknown', name: 'jours', nearest: 'jour' }])
  expect(check('le {carte}').text).toMatchObject([{ kind: 'blank-unknown', name: 'carte' }])
  expect(check('{jour}', 'Prête', ['day', 'hour']).text).toEqual([{ kind: 'blank-missing', name: 'heure' }])
  expect(check('{jour}', 'Le {nom}').subject).toMatchObject([{ kind: 'blank-unknown', name: 'nom' }])
})

test('[MSG-10] a blank that may be empty stands in an optional sentence', () => {
  expect(check('Il manque {ce qui manque}.').text).toEqual([{ kind: 'blank-bare', name: 'ce qui manque' }])
  expect(check('[Il manque {ce qui manque}.]').text).toEqual([])
})

test('[MSG-10] a bracket alone is refused with the words around it, and an optional sentence without a blank', () => {
  expect(check('Apportez [votre carte').text).toEqual([{ kind: 'bracket-alone', near: 'Apportez [votre carte' }])
  expect(check('un } sac').text).toMatchObject([{ kind: 'bracket-alone', near: 'un } sac' }])
  expect(check('[[{jour}]]').text).not.toEqual([])
  expect(check('Venez [vite].').text).toEqual([{ kind: 'optional-without-blank', near: 'Venez [vite].' }])
})

test('[MSG-10] too long a text, an empty subject and a subject of two lines are refused', () => {
  expect(check('a'.repeat(2001)).text).toEqual([{ kind: 'too-long', length: 2001, most: 2000 }])
  expect(check('a', ' ').subject).toEqual([{ kind: 'subject-empty' }])
  expect(check('a', 'Prête\r\nBcc: a@b.fr').subject).toEqual([{ kind: 'subject-broken' }])
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

test('[MSG-10, MSG-30] a blank makes no second line in a subject, nor a blank or a bracket of its own', () => {
  const place = 'Cour\r\nBcc: tous@exemple.fr\u0000{numéro}[x]'
  expect(fill('a', { ...full, place }, 'À {lieu}').subject).toBe('À Cour Bcc: tous@exemple.fr {numéro}[x]')
  expect(
    linesOf('{lieu}', { ...full, place })
      .flat()
      .join(),
  ).toContain('{numéro}[x]')
})

test('[MSG-10] a template that is accepted is filled whatever its blanks hold', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 300 })
  const anyBlanks = fc.record(Object.fromEntries(known.map((name) => [name, anyText])), { requiredKeys: [] })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab {}[]\n', '{jour}', '{heure}', '[', ']') }), anyBlanks, (text, blanks) => {
      const faults = check(text)
      const { subject, paragraphs } = fill(text, blanks, text)
      expect(subject).not.toMatch(/\p{Cc}/u)
      expect(paragraphs.flatMap(({ lines }) => lines).join('')).not.toMatch(/\p{Cc}/u)
      if (faults.text.length === 0 && Object.keys(blanks).length === 0)
        expect(paragraphs.flatMap(({ lines }) => lines).join('')).not.toMatch(/[{}[\]]/)
    }),
  )
})
