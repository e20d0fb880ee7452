/**
 * Composition root of the tablet: makes the desk out of its effects and gives it to the screens. Runs in the page.
 */
import { render } from 'preact'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
render(<p>Prêt à emporter</p>, root)
