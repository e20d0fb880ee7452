/**
 * What the library writes to its patrons, in French: the templates it starts from, what their blanks are called, and the words around them.
 * Nothing here names a card, a surname or an address, nor a title unless the library wants them (MSG-6): a mailbox is shared, a screen is seen.
 */
import { blankWords } from '../../domain/message/blank-words.ts'
import type { MessageKind } from '../../domain/message/message.ts'
import { asHour, asLines, type Letter, type Template } from '../../domain/message/template.ts'

export const messages = {
  blanks: blankWords.fr,
  templates: {
    received: {
      subject: 'Votre commande {numéro} est notée',
      text: `Bonjour,
votre commande de {documents} est notée pour\u00a0:

{jour}
{heure}
{lieu}

Apportez votre carte, et un sac. En arrivant, donnez votre nom ou le numéro {numéro}.`,
    },
    ready: {
      subject: 'Votre commande {numéro} est prête',
      text: `Bonjour,
votre commande de {documents} vous attend\u00a0:

{jour}
{heure}
{lieu}

[Nous n’avons pas trouvé {ce qui manque} de votre commande.]

Apportez votre carte, et un sac. En arrivant, donnez votre nom ou le numéro {numéro}.`,
    },
    missing: {
      subject: 'Il manque quelque chose à votre commande {numéro}',
      text: `Bonjour,
nous n’avons finalement pas {ce qui manque} de votre commande. Le reste vous attend\u00a0:

{jour}
{heure}
{lieu}`,
    },
    reminder: {
      subject: 'Rappel\u00a0: votre commande {numéro}',
      text: `Bonjour,
nous vous attendons pour votre commande {numéro}\u00a0:

{jour}
{heure}
{lieu}

Apportez votre carte, et un sac.`,
    },
    moved: {
      subject: 'Votre commande {numéro} change d’heure',
      text: `Bonjour,
votre commande vous attendra maintenant\u00a0:

{jour}
{heure}
{lieu}

[Elle était prévue {ancienne heure}.]

En arrivant, donnez votre nom ou le numéro {numéro}.`,
    },
    cancelled: {
      subject: 'Votre commande {numéro} est annulée',
      text: `Bonjour,
votre commande {numéro} est annulée. Elle était prévue pour\u00a0:

{jour}
{heure}`,
    },
    'no-show': {
      subject: 'Votre commande {numéro} vous attend encore',
      text: `Bonjour,
votre commande {numéro} n’a pas été retirée à l’heure prévue.
[Nous la gardons jusqu’au {date limite}.]

[Voici les prochaines heures libres\u00a0:
{prochains créneaux}]`,
    },
    receipt: {
      subject: 'Vos documents et leurs dates de retour',
      text: `Bonjour,
voici ce que vous avez emporté, et les dates de retour\u00a0:

{documents à rendre}`,
    },
  } satisfies Record<MessageKind, Template>,
  /** « 2 documents » */
  documents: (n: number) => (n === 1 ? '1\u00a0document' : `${n}\u00a0documents`),
  /** « mercredi 25 novembre à 10 h 15 » */
  at: (day: string, hour: string) => `${day} à ${hour}`,
  /** MSG-17: what was lent and has no title, by its number or counted. */
  notInCatalogue: (n: number, barcode: string | undefined) =>
    n === 1
      ? `1\u00a0document qui n’est pas au catalogue${barcode === undefined ? '' : `, n°\u00a0${barcode}`}`
      : `${n}\u00a0documents qui ne sont pas au catalogue`,
  /** « Bérénice, avant le mardi 15 décembre » */
  backBefore: (title: string, day: string) => `${title}\u00a0: au plus tard ${day}`,
  /** The page on which a demo shows what it would have sent. */
  kept: {
    title: 'Les courriels de la démonstration',
    say: 'Rien n’est parti\u00a0: la démonstration n’écrit à personne. Voici ce que des usagers auraient reçu, le plus récent d’abord.',
    none: 'Aucun encore. Notez une commande au téléphone pour une personne qui a une adresse\u00a0: son courriel est ici quelques secondes plus tard.',
    asText: 'En texte',
    asHtml: 'En page',
  },
  /** Before an order's titles, where the library has them named. */
  yourTitles: 'Vos documents\u00a0:',
  /** Before the link of an order (PAGE-14), and after it. */
  keepIt: 'Ce lien ouvre votre commande sans mot de passe\u00a0: gardez-le pour vous.',
  yourOrder: 'Voir, déplacer ou annuler\u00a0:',
  /** On the day (ARR-1). */
  onArrival: 'Sur place, ouvrez ce lien et touchez «\u00a0Je suis là\u00a0».',
  /** The mailing (MSG-13): where the guide is, and where one press ends such messages. */
  guide: (guide: string, opposition: string): Letter => ({
    subject: 'Commander chez soi, emporter sans attendre',
    paragraphs: [
      asLines(
        'Bonjour,',
        'vous pouvez maintenant choisir vos documents de chez vous, puis venir les chercher à la bibliothèque, à l’heure qui vous convient\u00a0: ils vous attendent, déjà préparés.',
      ),
      asLines('Le mode d’emploi montre comment faire, pas à pas. On peut aussi essayer sans rien commander, ou nous téléphoner.'),
      asLines('Voir le mode d’emploi :', guide),
      asLines('Ce message part une seule fois. Pour ne plus recevoir d’annonce de la bibliothèque, une pression suffit :', '', opposition),
    ],
  }),
  /** The public page's code, and the link that does without it (PAGE-7). */
  code: (code: string, link: string): Letter => ({
    subject: 'Votre code pour commander',
    paragraphs: [
      asLines('Bonjour,', 'voici le code à taper sur la page de la bibliothèque\u00a0:'),
      asHour(code),
      asLines('Il reste valable 30\u00a0minutes. Ou bien ouvrez cette adresse, et appuyez sur le bouton de la page.'),
      asLines('Continuer sans code\u00a0:', link),
      asLines('Nous ne vous demanderons jamais ce code. Si vous n’avez rien demandé, ne faites rien\u00a0: rien ne sera commandé.'),
    ],
  }),
  /** It asks why the patron may want an answer; `answer` stands around the library's telephone number, where it has one. */
  closing: {
    hindered: 'Un empêchement\u202f? ',
    missed: 'Une autre heure\u202f? ',
    other: 'Une question\u202f? ',
  },
  answer: (lead: string, isCalled: boolean) =>
    isCalled
      ? { before: `${lead}Appelez-nous au `, after: ', ou répondez à ce message.' }
      : { before: `${lead}Répondez à ce message.`, after: '' },
  /** Under the line that ends each message. */
  why: 'Vous recevez ce message parce que vous avez commandé à la bibliothèque.',
  noTitles: 'Les titres n’y sont pas écrits\u00a0: une boîte se partage.',
}
export type MessageWords = typeof messages
