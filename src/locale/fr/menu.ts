/**
 * The words of the menu and of its list of keys. French is the source. Runs everywhere.
 * They are loaded with the menu, because the first screen does not need them.
 */
export const menu = {
  title: 'Cette tablette',
  signOut: 'Se déconnecter',
  language: 'Langue',
  theme: 'Affichage',
  themes: { system: 'Comme la tablette', light: 'Clair', dark: 'Sombre' },
  sound: 'Sons',
  sounds: { on: 'Avec les sons', off: 'Sans les sons' },
  loneKeys: 'Touches seules (/ et\u202f?)',
  loneKeysAre: { on: 'Actives', off: 'Sans effet' },
  search: 'Chercher un titre',
  help: 'Raccourcis du clavier',
  guide: 'Comment faire, sur cet écran',
  exercise: 'Exercice et vérification',
  accessibility: 'Accessibilité\u00a0: non conforme',
  tablet: (label: string) => `Tablette ${label}`,
  storage: {
    granted: 'Stockage protégé\u00a0: le navigateur n’effacera rien de lui-même.',
    refused: 'Stockage non protégé\u00a0: le navigateur peut effacer s’il manque de place.',
    unknown: 'Ce navigateur ne dit pas s’il protège les données.',
  },
  baseAt: (date: string, time: string) => `Données reçues le ${date} à ${time}.`,
  noBase: 'Aucune donnée reçue pour l’instant.',
  keys: [
    ['Alt + chiffre', 'changer d’écran, dans l’ordre du menu'],
    ['/', 'chercher un titre, où qu’on soit'],
    ['F1 ou\u202f?', 'le guide, à la page de l’écran'],
    ['Échap', 'fermer une fenêtre sans rien changer'],
    ['Tab, Maj + Tab', 'avancer, reculer'],
    ['Entrée', 'valider ce qui est encadré'],
    ['Ctrl + Entrée', 'remettre la pile, au Retrait'],
    ['Douchette', 'scanner à tout moment, où que soit le curseur'],
  ] as readonly (readonly [string, string])[],
}
