import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and icons stay files with hashed names: inlined as data: they would need a wider content policy.
    assetsInlineLimit: 0,
    // ECharts alone is larger than Vite's warning; it comes only with the first chart.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // A few whole files instead of thirty crumbs: each crumb is a round trip on a commune station's line.
        codeSplitting: {
          groups: [
            // First, and so before ECharts: what both need (tslib) must not drag the charts into every page.
            { name: 'libraries', test: /node_modules[\\/](?!echarts|zrender)/, priority: 2 },
            { name: 'charts', test: /node_modules[\\/]|web[\\/]src[\\/]ui[\\/]chart[\\/]/, priority: 1 },
            { name: 'shared', test: /web[\\/]src[\\/](ui|api)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': server, '/intake': server, '/fhir': server, '/healthz': server },
  },
})
