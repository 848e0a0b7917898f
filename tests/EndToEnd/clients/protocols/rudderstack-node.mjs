// RudderStack's client, unmodified: it sends gzip under the name of a form.
import library from '@rudderstack/rudder-sdk-node'

const [url, key] = process.argv.slice(2)
const client = new (library.default ?? library)(key, { dataPlaneUrl: url, flushAt: 20, flushInterval: 200 })
const timestamp = new Date('2026-01-02T03:04:35.000Z')
const userId = 'rs-user'
client.identify({ userId, anonymousId: 'rs-anon', traits: { plan: 'pro' }, timestamp, messageId: 'rs-1' })
client.track({ userId, event: 'Item Bought', properties: { price: 9.5, list: [1, 'é'] }, timestamp, messageId: 'rs-2' })
client.page({ userId, name: 'Home', properties: { url: 'https://shop.example/a?x=1', path: '/a' }, timestamp, messageId: 'rs-3' })
client.screen({ userId, name: 'Main', timestamp, messageId: 'rs-4' })
client.group({ userId, groupId: 'rs-account', traits: { seats: 3 }, timestamp, messageId: 'rs-5' })
client.alias({ previousId: 'rs-old', userId, timestamp, messageId: 'rs-6' })
await new Promise((done) => client.flush(done))
process.exit()
