// Jitsu's client, unmodified.
import { jitsuAnalytics } from '@jitsu/js'

const [url, key] = process.argv.slice(2)
const jitsu = jitsuAnalytics({ host: url, writeKey: `${key}:${key}` })
await jitsu.setAnonymousId('jt-anon')
await jitsu.identify('jt-user', { plan: 'pro' })
await jitsu.track('Item Bought', { price: 9.5 })
await jitsu.page('Home', { url: 'https://shop.example/a?utm_source=news', title: 'A' })
await jitsu.group('jt-account', { seats: 3 })
