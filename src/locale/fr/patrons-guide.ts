/**
 * The guide for patrons as it is before a library makes it its own (MSG-14), and the words around it. French is the source. Runs everywhere: the
 * endpoint shows it, and a manager's editor begins with it.
 */
import type { GuidePicture } from '../../domain/settings/settings.ts'

export const patronsGuide = {
  title: 'Commander chez soi, emporter sans attendre',
  lead: 'Quatre gestes, une dizaine de minutes la première fois. Rien ne se casse\u00a0: tant que vous n’êtes pas venu, tout se change ou s’annule. Ce mode d’emploi s’imprime sur deux feuilles.',
  order: 'Commander',
  /** On paper, where nothing can be pressed. */
  where: (address: string) => `Pour commander\u00a0: ${address}`,
  steps: [
    {
      title: 'Cherchez, puis touchez «\u00a0Ajouter\u00a0»',
      text: 'Écrivez un titre, un auteur ou un sujet. Touchez Ajouter à côté de ce qui vous plaît\u00a0: le bouton dit alors Choisi. Une faute de frappe, un accent oublié\u202f? La recherche s’en arrange.',
      picture: 'search',
    },
    {
      title: 'Dites-nous qui vous êtes',
      text: 'Recopiez le numéro au dos de votre carte. Nous vous envoyons un code à 6\u00a0chiffres par courriel\u202f; recopiez-le à son tour. Si la page demande plutôt le mot de passe de votre compte, tapez-le. Jamais nous ne demandons d’argent, ni ce code au téléphone.',
      picture: 'code',
    },
    {
      title: 'Choisissez votre heure',
      text: 'Touchez l’heure qui vous arrange, puis Commander. Les heures barrées sont complètes.',
      picture: 'hours',
    },
    {
      title: 'Venez avec votre carte',
      text: 'Un courriel vous prévient quand tout est prêt. À l’heure dite, montrez le code ou donnez votre nom. Vous partez avec vos documents, déjà enregistrés\u202f; ils se rendent comme les autres.',
      picture: 'noted',
    },
  ] satisfies readonly { readonly title: string; readonly text: string; readonly picture: GuidePicture }[],
  /** What each picture shows, for whoever does not see it. */
  pictures: {
    search: 'La page de recherche, avec un titre choisi.',
    code: 'La page qui demande le code à 6\u00a0chiffres.',
    hours: 'La page des heures, l’une d’elles est choisie.',
    noted: 'La commande notée, avec son jour, son heure et son code.',
  } satisfies Record<GuidePicture, string>,
}
