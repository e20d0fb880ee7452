/**
 * What a screen reader meets, and in which order: the answer first, then each part under its name, then the one gesture; and what it
 * hears after a press, without looking for it. Runs in Playwright, on the stage, from the browser's accessibility tree.
 */
import { expect } from '@playwright/test'
import { lucie, paul, pile, tenWorks } from './desk-scenes.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode, records } from './stage-rows.ts'

const scenes = [
  {
    scene: 'figures',
    order: `
      - main:
        - navigation "Gestion"
        - heading "1 512 commandes" [level=1]
        - link "Période d’avant"
        - combobox "Période"
        - button "Préparer le rapport annuel"
        - region "Octobre 2026":
          - heading "Combien ? 8,2 % de plus qu’un an plus tôt" [level=2]
          - img /Commandes par mois/
          - table "Par mois"
          - heading /^Pour qui/ [level=2]
          - table "Commandes par catégorie"
          - table "Commandes par origine"
          - heading /^Quand/ [level=2]
          - table "Remplissage des créneaux"
          - heading /^En combien de temps/ [level=2]
          - heading /^Et le reste/ [level=2]
          - heading /^Combien d’usagers/ [level=2]
    `,
  },
  {
    scene: 'today',
    order: `
      - main:
        - heading "16 min d’avance" [level=1]
        - paragraph: /^Tout est prêt jusqu’à 15 h/
        - region "La journée":
          - button /^32 à préparer/
          - list "De 10 h à 12 h"
          - list "De 14 h à 18 h":
            - listitem:
              - button /^14 h, 3 commandes pour \\d places/
        - region "À la porte":
          - heading "À la porte" [level=2]
          - list "À la porte"
          - button "Quelqu’un arrive"
        - region "À préparer":
          - heading "À préparer" [level=2]
          - list "À préparer":
            - listitem:
              - button "Prendre les commandes de 15 h 15"
        - region "L’équipe"
    `,
  },
  {
    scene: 'preparation',
    order: `
      - main:
        - heading "19 à prendre" [level=1]
        - button "Imprimer la liste"
        - button "Étiquettes"
        - button "Saisie a posteriori"
        - region "Liste de préparation":
          - heading "Romans policiers" [level=2]
          - button "Prendre la zone Romans policiers"
          - list:
            - listitem:
              - 'button "Pris : L’Affaire Lerouge"'
            - listitem:
              - 'button "Arsène Lupin, gentleman cambrioleur : y aller"'
              - 'button "Pris : Arsène Lupin, gentleman cambrioleur"'
          - heading "Romans" [level=2]
        - region "Commande complète":
          - 'button "Étiquette : mettre B-102 en casier et imprimer"'
        - region "Le prochain document":
          - button "Pas en rayon"
          - button "Pris"
    `,
  },
  {
    scene: 'handover-begun',
    order: `
      - main:
        - text: /Lucie Marchand B-014/
        - heading "3 sur 4 il manque « Les Gymnopédies », casiers 12 et 13" [level=1]
        - textbox "Code d’un document"
        - list "À décider":
          - listitem:
            - 'button "Laisser ici : Le Voyage dans la Lune"'
            - button "Prêter quand même…"
        - list "Manquent encore":
          - listitem:
            - 'button "Introuvable : Les Gymnopédies"'
        - list "Scannés":
          - listitem:
            - 'button "Laisser ici : Au Bonheur des Dames"'
          - listitem:
            - 'button "Laisser ici : Le Comte de Monte-Cristo"'
        - button /^Remettre 2 documents/
        - button "Mettre de côté"
        - group "Reçu"
    `,
  },
  {
    scene: 'cases',
    order: `
      - main:
        - heading "2 à décider" [level=1]
        - navigation "Anomalies"
        - article:
          - heading /^« Au Bonheur des Dames » a été remis deux fois/ [level=2]
          - list "Ce qui est noté":
            - listitem: /Claire l’a remis/
            - listitem: /Mehdi l’a remis/
          - paragraph: /Qui l’a vraiment/
          - button "Ajouter une note pour les collègues"
          - button /^C’est O/
    `,
  },
  {
    scene: 'returns',
    order: `
      - main:
        - heading "Retours" [level=1]
        - paragraph: /^Scannez chaque document rendu/
        - textbox "Code ou titre"
        - region "Rendus aujourd’hui":
          - heading "Rendus aujourd’hui" [level=2]
        - region "À ranger aujourd’hui":
          - heading "À ranger aujourd’hui" [level=2]
          - list "À ranger aujourd’hui":
            - listitem:
              - 'button "Les Malheurs de Sophie : rangé"'
        - region "En quarantaine":
          - list "En quarantaine":
            - listitem: /Les Petites Filles modèles/
    `,
  },
  {
    scene: 'operations-stopped',
    order: `
      - main:
        - heading "1 à transmettre" [level=1]
        - paragraph: /^Elle est sur cette tablette/
        - paragraph: /s’est bloqué/
        - region "Trois étapes d’une opération":
          - list:
            - listitem: /^1 Enregistré ici/
            - listitem: /^1 Transmis/
            - listitem: /^1 Réglé/
        - heading "Non retenu" [level=2]
        - list "Non retenu":
          - listitem: /Claire.{1,6}s’en occupait déjà/
        - heading "Sur cette tablette" [level=2]
        - button "Essayer maintenant"
        - list "Sur cette tablette"
        - heading "Transmis, en attente du SIGB" [level=2]
        - list "Transmis, en attente du SIGB"
        - heading "Réglé" [level=2]
        - list "Réglé"
        - group: Que veulent dire ces mots ?
    `,
  },
  {
    scene: 'closing',
    order: `
      - main:
        - heading /pas encore close/ [level=1]
        - paragraph: /2 anomalies à décider/
        - paragraph:
          - link "Voir les anomalies"
        - region "Pour la personne responsable":
          - paragraph: /phrase de passe, demandée une fois toutes les dix minutes/
          - group "Ma phrase de passe":
            - button /^Ma phrase de passe.*La changer$/
            - button "J’ai un code"
        - region "Prêts et retours pour le SIGB":
          - textbox "Journée"
          - button "Voir les lots"
        - region "Les tablettes":
          - list "Les tablettes":
            - listitem:
              - button "Retirer du service la tablette A"
          - button "Voir ce que chacune garde, et sa version"
        - region "Associer une tablette de plus":
          - button "Faire un code"
    `,
  },
  {
    scene: 'order',
    order: `
      - main:
        - heading "B-014, usager arrivé" [level=1]
        - paragraph: /^Lucie Marchand .* Attendue mardi 24 novembre à 15 h/
        - text: Casiers 12, 13
        - link "Remettre"
        - button "Annuler la commande"
        - region "Documents":
          - heading "Documents" [level=2]
          - list "Documents":
            - listitem: /^Le Comte de Monte-Cristo .* pris par Mehdi .B. à 13 h/
        - region "Créneau":
          - heading "Créneau" [level=2]
          - button "Déplacer au mardi 24 novembre à 15 h 15"
          - textbox "Un autre jour"
        - region "Note":
          - heading "Note" [level=2]
          - textbox /^Ce que l’équipe doit savoir/
    `,
  },
  {
    scene: 'call-in-hand',
    order: `
      - main:
        - heading "Commande par téléphone" [level=1]
        - region "Qui ?":
          - button /^Jeanne Corbel/
          - button "Mettre de côté"
          - paragraph: /^Peut encore commander/
        - textbox /^Titre, auteur, cote ou code-barres/
        - region "Sa commande":
          - heading "Sa commande" [level=2]
          - text: B-018
          - list "Sa commande":
            - listitem:
              - button "Retirer Arsène Lupin, gentleman cambrioleur"
          - button "Noter un numéro où rappeler"
          - heading "Demain, mer. 25" [level=2]
          - button "Un autre jour"
          - button /10 h 15.* 4 places/ [pressed]
          - blockquote: /Je relis/
          - button "Enregistrer la commande"
    `,
  },
]

for (const { scene, order } of scenes) {
  test(`${scene} is read from its answer to its gesture`, async ({ page }) => {
    await openScene(page, scene)
    await expect(page.getByRole('main')).toMatchAriaSnapshot(order)
  })
}

test('around every screen: skip link, bar, screens, content, and one voice', async ({ page }) => {
  await openScene(page, 'today')
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - button "Aller au contenu"
    - banner:
      - list:
        - listitem: En ligne
        - listitem:
          - link "tout est transmis"
        - listitem:
          - link "aucune anomalie"
        - listitem:
          - button "Claire, menu"
    - navigation "Écrans":
      - list:
        - listitem:
          - link "Aujourd’hui"
        - listitem:
          - link "Préparation"
        - listitem:
          - link "Retrait"
    - main
    - status
  `)
})

test('[HO-2] [HO-6] ten documents in ten scans, heard without looking and without a finger on the screen', async ({ page }) => {
  await openScene(page, 'handover-ten')
  const heard = page.getByRole('status')
  const count = page.getByRole('heading', { level: 1 })
  const scan = (text: string) => page.evaluate((read) => window.stage.scan(read), text)
  await scan(paul.id)
  await expect(count).toHaveText(/^0 sur 10/)
  for (const [n, work] of tenWorks.entries()) {
    await scan(itemBarcode(work))
    await expect(heard).toContainText(records[work]?.title ?? 'a title')
    await expect(heard).toContainText(n < 9 ? `${n + 1} sur 10` : 'tout est là')
    await expect(count).toHaveText(new RegExp(`^${n + 1} sur 10`))
  }
  // From the field, wherever the button is: one press hands over, and one serves the next patron.
  await page.keyboard.press('Control+Enter')
  await expect(heard).toContainText(/enregistré/i)
  await expect(page.getByRole('button', { name: /^Usager suivant/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(count).toHaveText(/^Qui est là/)
})

test('[PHONE-2] a call by the keyboard alone is heard: who was found, each title, the hour, and the press that saves', async ({ page }) => {
  await openScene(page, 'call')
  const heard = page.getByRole('status')
  const focused = page.locator(':focus')
  await expect(page.getByRole('textbox', { name: /^Nom, fin de la carte/ })).toBeFocused()
  await page.keyboard.type('corbel')
  await expect(heard).toContainText('Jeanne Corbel')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: /^Titre, auteur, cote/ })).toBeFocused()
  await page.keyboard.type('jane eyre')
  await expect(heard).toContainText(/^1\stitre. Jane Eyre/)
  await page.keyboard.press('Enter')
  await expect(heard).toContainText('Jane Eyre, ajouté')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Enter')
  await expect(focused).toHaveAccessibleName(/10\sh\s15/)
  await page.keyboard.press('Enter')
  await expect(focused).toHaveAccessibleName('Enregistrer la commande')
})

test('[HO-2] [HO-6] a pile short of one is heard as it grows, and what is there leaves', async ({ page }) => {
  await openScene(page, 'handover')
  const heard = page.getByRole('status')
  const scan = (text: string) => page.evaluate((read) => window.stage.scan(read), text)
  await scan(lucie.id)
  for (const [n, work] of pile.filter((one) => one !== 19).entries()) {
    await scan(itemBarcode(work))
    await expect(heard).toContainText(`${n + 1} sur 4`)
  }
  await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
  await expect(heard).toContainText(/enregistré/i)
})
