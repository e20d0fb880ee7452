/**
 * The words of the screen on which the messages' templates are written. French is the source. Runs everywhere.
 */
import type { MessageLanguage } from '../../domain/message/message.ts'
import type { TemplateFault } from '../../domain/message/template.ts'

const list = (names: readonly string[]): string => names.join(', ')

export const templates = {
  kinds: 'Les courriels',
  off: 'ne part pas',
  language: 'Langue',
  languages: { fr: 'Français', en: 'English' } satisfies Record<MessageLanguage, string>,
  subject: 'Objet',
  text: 'Message',
  insert: 'Insérer',
  insertNamed: (name: string) => `Insérer ${name}`,
  optional: 'phrase facultative',
  whole: (names: readonly string[]) => `Rien ne manque\u00a0: ${list(names)}.`,
  /** What is wrong, where, and what to do. */
  sayFault: (fault: TemplateFault, part: string): { readonly what: string; readonly next: string } => {
    switch (fault.kind) {
      case 'blank-unknown':
        return {
          what: `${part}\u00a0: {${fault.name}} ne se remplit pas dans ce courriel.`,
          next: `Le plus proche est {${fault.nearest}}.`,
        }
      case 'blank-missing':
        return {
          what: `${part}\u00a0: il manque {${fault.name}}.`,
          next: 'Insérez-le\u00a0: sans lui, ce courriel ne dit pas l’essentiel.',
        }
      case 'blank-bare':
        return {
          what: `${part}\u00a0: {${fault.name}} est parfois vide.`,
          next: 'Mettez la phrase entière entre crochets, [ ]\u00a0: elle disparaît alors avec lui.',
        }
      case 'bracket-alone':
        return {
          what: `${part}\u00a0: un crochet ou une accolade est seul, près de «\u00a0${fault.near}\u00a0».`,
          next: 'Fermez-le, ou retirez-le.',
        }
      case 'optional-without-blank':
        return {
          what: `${part}\u00a0: la phrase facultative «\u00a0${fault.near}\u00a0» ne contient rien à remplir.`,
          next: 'Mettez-y le mot dont elle dépend, ou retirez les crochets.',
        }
      case 'too-long':
        return { what: `${part}\u00a0: ${fault.length}\u00a0signes, pour ${fault.most} au plus.`, next: 'Raccourcissez.' }
      case 'subject-empty':
        return { what: `${part}\u00a0: il est vide.`, next: 'Dites en quelques mots de quoi il s’agit.' }
      case 'subject-broken':
        return { what: `${part}\u00a0: il tient sur une seule ligne.`, next: 'Retirez le retour à la ligne.' }
    }
  },
  nothingChanged: 'Changez d’abord un mot.',
  wrongElsewhere: 'Un autre courriel a une faute\u00a0: corrigez-la d’abord.',
  origin: 'D’origine',
  giveUp: 'Laisser comme avant',
  trialTo: 'Votre adresse, pour un essai',
  trial: 'M’envoyer un essai',
  trialWhy: 'Pour envoyer un essai.',
  trialLeaves: (to: string) => `L’essai part à ${to}, comme les autres courriels\u00a0: une minute au plus.`,
  trialEnds: {
    'wrong-address': 'Rien n’est parti\u00a0: ce n’est pas une adresse de courriel.',
    'wrong-template': 'Rien n’est parti\u00a0: ce courriel a une faute.',
    'no-relay': 'Rien n’est parti\u00a0: ce serveur ne connaît pas de relais de messagerie.',
  },
  addressFirst: 'Tapez d’abord une adresse.',
  preview: 'Aperçu',
  sample: 'Exemple',
  samples: {
    whole: 'Tout y est',
    missing: 'Un document manque',
    longest: 'Les noms les plus longs',
    english: 'En anglais',
  },
  from: 'De',
  added: (hasTitles: boolean): string =>
    `La signature s’ajoute d’elle-même. ${hasTitles ? 'Les titres y sont\u202f; ni carte, ni nom' : 'Ni titre, ni carte, ni nom'}\u00a0: d’autres que l’usager peuvent le lire.`,
  titles: (areNamed: string) => `Titres dans les courriels\u00a0: ${areNamed}.`,
  changeTitles: 'Changer',
  changeTitlesNamed: 'Changer\u00a0: les titres dans les courriels',
}
