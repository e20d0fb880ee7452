/**
 * The declaration of accessibility that French law asks of a public service's page, in French: how far it goes, what was tried and what was not,
 * whom to tell. Simple words. Runs on the endpoint; a tablet never loads these.
 */
export const declaration = {
  title: 'Déclaration d’accessibilité',
  lead: (library: string) =>
    `${library} veut que chacun puisse commander ici, comme le demande l’article 47 de la loi n°\u00a02005-102 du 11\u00a0février 2005. Cette déclaration vaut pour les pages de commande de la bibliothèque.`,
  state: {
    title: 'Où en est cette page',
    /** `met`: all criteria that concern it. */
    say: (met: number) =>
      `Elle est totalement conforme au RGAA\u00a04.1, niveau double\u00a0A\u00a0: les ${met}\u00a0critères qui la concernent sont respectés.`,
    by: (day: string, build: string) =>
      `C’est une auto-évaluation, faite par les auteurs du logiciel le ${day} sur sa révision ${build}. Aucun organisme extérieur n’a audité la page. Le tableau, critère par critère, accompagne le logiciel (docs/rgaa.md).`,
  },
  untried: {
    title: 'Ce qui n’a pas été éprouvé',
    what: [
      'Personne n’a encore essayé ces pages avec un lecteur d’écran, une loupe logicielle ou une commande vocale.',
      'Les phrases et le mode d’emploi que la bibliothèque écrit elle-même.',
      'La langue d’un titre, là où le catalogue de la bibliothèque ne la dit pas\u00a0: il est lu dans celle de la page.',
    ],
  },
  tried: {
    title: 'Ce qui est éprouvé à chaque version',
    how: [
      'Chaque page\u00a0: les règles automatiques d’axe, en clair et en sombre, en français et en anglais.',
      'Chaque page au clavier seul, dans l’ordre où on la lit.',
      'Chaque page à 320, 390, 768 et 1\u202f280\u00a0pixels, avec le texte à 200\u00a0% et le zoom à 400\u00a0%.',
      'Une commande entière sans JavaScript dans Chromium, et dans WebKit.',
    ],
    made: 'Les pages sont faites de HTML et de CSS. Elles n’ont pas de JavaScript.',
  },
  contact: {
    title: 'Un obstacle\u202f?',
    call: 'Appelez-nous\u00a0: nous commandons pour vous.',
    write: 'Pour nous écrire\u00a0: ',
  },
  appeal: {
    title: 'Si nous ne répondons pas',
    say: 'Vous nous avez signalé un obstacle, et notre réponse ne vient pas ou ne suffit pas\u00a0: vous pouvez écrire au Défenseur des droits, ou l’appeler.',
    form: 'Écrire au Défenseur des droits',
    post: 'Par courrier, gratuit et sans timbre\u00a0: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX\u00a007.',
    phone: 'Par téléphone\u00a0: ',
  },
}
