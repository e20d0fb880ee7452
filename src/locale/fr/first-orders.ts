/**
 * What Aujourd’hui says of a library that has no order yet: the three ways in which they come. French is the source; en is typed by it.
 */
export const firstOrders = {
  title: 'Comment viennent les commandes',
  file: {
    what: 'Par le SIGB',
    say: 'Déposez son fichier des commandes sur le serveur, puis lancez, avec le DATA_DIR que le service écrit à son démarrage\u00a0:',
    command: 'DATA_DIR=… npm run import -- --orders commandes.csv',
    linked: 'Relié par le réseau, il peut les donner lui-même.',
    open: 'Le lien au SIGB',
  },
  call: { what: 'Au téléphone, ou au comptoir', say: 'La commande se prend ici, en une minute.', open: 'Prendre une commande' },
  page: {
    what: 'Par la page des usagers',
    say: { open: 'Elle est ouverte\u00a0: chacun y commande de chez soi.', paused: 'Elle est en pause.', shut: 'Elle est fermée.' },
    open: 'La page des usagers',
  },
}
