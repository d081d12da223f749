import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const desk = `http://127.0.0.1:${process.env['JISHI_PORT'] ?? '8080'}`

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': here('./src') } },
  define: {
    // vue-i18n leaves out what we do not call.
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: here('../src/jishi/web/static/console'),
    emptyOutDir: true,
    assetsDir: 'assets',
    // The libraries change less often than our own code: browsers keep them across our releases.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'vue', test: /node_modules[\\/](@vue|vue|vue-router|vue-i18n|@intlify)[\\/]/ }],
        },
      },
    },
  },
  server: { proxy: { '/api': desk, '^/f/': desk, '^/p/': desk } },
  // Zones are walked hour by hour, which on a busy machine takes longer than the usual five seconds.
  test: { include: ['src/**/*.test.ts'], testTimeout: 120_000 },
})
