/**
 * The declaration of accessibility in English; typed by the French source. Runs everywhere.
 * True to what was done: automatic tests and reading the code, no audit by somebody from outside.
 */
import { accessibility as fr } from '../fr/accessibility.ts'

export const accessibility: typeof fr = {
  verdict: 'Accessibility: not compliant',
  say: (service, library) =>
    `${service} (${library}) was designed for everybody who works at the desk. No RGAA audit has been made yet: without a valid audit, the French rule is that a service states that it is not compliant, however good it is. Statement made on 26\u00a0November\u00a02026.`,
  statusTitle: 'Compliance status',
  status: [
    'Standard aimed at: RGAA 4.1 (WCAG 2.1 level AA), and the criteria that WCAG 2.2 adds at the same level.',
    'Rate of compliance: not measured, as there has been no audit. The criteria that apply and how each is met are written down with the software (ACCESSIBILITY.md).',
  ],
  testedTitle: 'What was checked',
  tested: [
    'Every screen in each of its states, in French and English, light and dark, by an automatic tool (axe-core).',
    'Every state by keyboard alone: everything is reached, in reading order, without a trap, and you can always see where you are.',
    'Actions by their role and name, the order of reading and what is announced, as the browser’s accessibility tree gives them.',
    'Every state at 200% and 400%, with longer words or more space between them, in forced colours and with less motion.',
    'Nothing moves by itself once a screen is drawn.',
    'Contrast, computed: at least 7 for what is read, 3 for shapes.',
  ],
  notTestedTitle: 'What was not checked',
  notTested: [
    'No audit, by a third party or by us, and no trial by a person with a disability.',
    'No trial with a real screen reader (VoiceOver, TalkBack, NVDA): only the browser’s accessibility tree was read.',
    'Safari and Firefox: these checks run in Chromium. Only a day’s work was tried in WebKit, Safari’s engine.',
  ],
  limitsTitle: 'Known limits',
  limits: [
    'The camera’s picture has no equivalent; a barcode can always be typed or read by a scanner.',
    'Printed labels carry small characters, as large as a label allows; the screen says the same in large print.',
    'On a narrow phone the words of the tabs are 12.5 pixels; they grow with zoom.',
    'Signing in takes a PIN to remember; no other way is offered.',
    'Titles and names come from the ILS as they are, without their language.',
  ],
  contactTitle: 'Report a difficulty',
  contact: (library) =>
    `Tell the manager of the service (${library}), who must offer another way or a correction. If you get no answer, you may turn to the Défenseur des droits (defenseurdesdroits.fr, +33 9 69 39 00 00).`,
  thisLibrary: 'your library',
  thisService: 'This service',
}
export const accessibilityWords = { fr, en: accessibility }
