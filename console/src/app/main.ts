import '@/ui/base.css'

import { createApp } from 'vue'

import App from '@/app/App.vue'
import { startAppearance } from '@/app/appearance'
import { tellFailure } from '@/app/failures'
import { i18n, startLanguage } from '@/app/language'
import { router } from '@/app/router'
import { openWhatIsClicked } from '@/notify/settings/thisBrowser'

startAppearance()
await startLanguage()

const app = createApp(App)
app.config.errorHandler = tellFailure
window.addEventListener('unhandledrejection', (event) => tellFailure(event.reason))
router.onError(tellFailure)
openWhatIsClicked((path) => void router.push(path))
app.use(i18n).use(router).mount('#app')
