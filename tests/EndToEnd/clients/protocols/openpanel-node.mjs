// OpenPanel's client, unmodified.
import { OpenPanel } from '@openpanel/sdk'

const [url, key] = process.argv.slice(2)
const client = new OpenPanel({ apiUrl: url, clientId: key, clientSecret: key })
await client.identify({ profileId: 'op-user', firstName: 'Ada', email: 'a@b.example', properties: { plan: 'pro' } })
await client.track('Item Bought', { price: 9.5, __path: 'https://shop.example/a?utm_source=news', __referrer: 'https://www.google.com/', __timestamp: '2026-01-02T03:04:05.000Z' })
await client.track('screen_view', { __path: 'https://shop.example/b', __title: 'B' })
await client.revenue(19, { order: 'o-1' })
await client.setGroup('op-account')
await client.upsertGroup({ id: 'op-account', type: 'company', name: 'Acme', properties: { seats: 3 } })
await client.increment({ profileId: 'op-user', property: 'visits', value: 2 })
const stranger = new OpenPanel({ apiUrl: url, clientId: key, clientSecret: 'wrong' })
console.log(await stranger.track('Refused'))
