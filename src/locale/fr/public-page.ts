/**
 * The words of the screen on which a manager opens the public page and says what stands on it. French is the source. Runs everywhere.
 */
export const publicPage = {
  door: 'La page des usagers',
  doors: {
    open: 'Ouverte\u00a0: les usagers y commandent',
    paused: 'En pause\u00a0: elle répond, et dit pourquoi on n’y commande pas',
    shut: 'Fermée\u00a0: son adresse ne mène à rien',
  },
  telephone: 'Le téléphone',
  telephoneHint: 'Au bas de chaque page, et dans les courriels.',
  proof: 'Comment un usager montre que la carte est la sienne',
  takesPassword: 'Par le mot de passe de son compte',
  takesPasswordHint: 'Le SIGB relié le vérifie en moins d’une seconde\u202f; un code par courriel reste possible.',
  texts: {
    closed: 'Pourquoi, et jusqu’à quand',
    notice: 'Une annonce',
    place: 'Où venir',
    bring: 'Quoi apporter',
    hours: 'Quand on répond au téléphone',
    access: 'À qui écrire pour un obstacle',
  },
  /** Where patrons read it, and what stands there when the library says nothing. */
  hints: {
    closed: 'À la place de toute la page.',
    notice: 'En haut de la première page, le temps qu’il faut.',
    place: 'Au-dessus des heures, et sur la commande notée.',
    bring: 'Sur la commande notée. Vide\u00a0: «\u00a0Apportez votre carte, et un sac.\u00a0»',
    hours: 'Au bas de chaque page, après «\u00a0Nous commandons pour vous\u00a0»\u00a0: du mardi au samedi, de 10\u00a0h à 18\u00a0h.',
    access: 'Dans la déclaration d’accessibilité, que la loi demande\u00a0: une adresse de courriel, ou l’adresse d’un formulaire.',
  },
  guide: {
    title: 'Le mode d’emploi des usagers',
    asOurs:
      'Quatre étapes en images, en français et en anglais, celles d’origine. Un lien y mène au bas de chaque page, et il s’imprime sur deux feuilles.',
    makeOwn: 'L’adapter à la bibliothèque',
    hint: 'Jusqu’à huit étapes, dans cet ordre. Les images montrent la page elle-même.',
    step: (n: number) => `Étape ${n}`,
    parts: { title: 'Le titre', text: 'Le texte' },
    picture: 'L’image',
    noPicture: 'Aucune',
    pictures: { search: 'La recherche', code: 'Le code', hours: 'Les heures', noted: 'La commande notée' },
    raise: (n: number) => `Monter l’étape ${n}`,
    remove: (n: number) => `Enlever l’étape ${n}`,
    add: 'Ajouter une étape',
    backToOurs: 'Reprendre celui d’origine',
  },
  languages: { fr: 'En français', en: 'En anglais' },
  label: (text: string, language: string) => `${text}, ${language.toLowerCase()}`,
  noEnglish: 'L’anglais manque\u00a0: qui lit en anglais verra le français.',
  fault: (label: string, from: number, to: number) => ({
    what: `${label}\u00a0: de ${from} à ${to}\u00a0signes.`,
    next: 'Écrivez-le, ou raccourcissez.',
  }),
  refused: (field: string) => ({
    what: `Le serveur refuse ce qui est dit là\u00a0: ${field}.`,
    next: 'Réécrivez-le avec des lettres ordinaires, ou plus court.',
  }),
  noRelay: {
    what: 'La page dirait qu’on ne peut pas y commander\u00a0: ce serveur ne connaît pas de relais de messagerie.',
    next: 'Les usagers y montrent leur carte par un code reçu par courriel. Qui a installé le serveur nomme le relais dans SMTP_URL.',
  },
  meets: {
    title: 'Ce que rencontre un usager',
    address: 'Adresse',
    noAddress: 'Le serveur la dira dès qu’il pourra écrire aux usagers.',
    open: 'Il cherche dans le catalogue ou demande en quelques mots, montre sa carte par un code reçu par courriel, choisit une heure. La commande arrive ici comme les autres.',
    paused:
      '«\u00a0On ne commande pas sur cette page pour l’instant\u00a0», puis votre phrase et le téléphone. Une commande déjà notée se change au téléphone.',
    shut: 'Rien\u00a0: l’adresse ne répond pas. Il téléphone.',
    trial: 'Essai',
    try: 'Essayer sans commander',
    trialPath: 'fr/essai/',
    where: {
      closed: 'Au lieu de tout',
      notice: 'En haut',
      place: 'Aux heures',
      bring: 'Une fois noté',
      hours: 'En bas',
      access: 'À la déclaration',
    },
    inFrench: 'en français pour tous, faute d’anglais',
  },
}
