// Snowplow's client, unmodified: by POST with Base64 and by GET without.
import * as snowplow from '@snowplow/node-tracker'

const [url, appId] = process.argv.slice(2)
const at = { type: 'ttm', value: Date.parse('2026-01-02T03:04:05.000Z') }
const contexts = [{ schema: 'iglu:com.acme/page_kind/jsonschema/1-0-0', data: { kind: 'shop' } }]

const tracker = snowplow.newTracker({ namespace: 'n', appId, encodeBase64: true }, { endpoint: url, eventMethod: 'post', bufferSize: 1 })
tracker.setUserId('sp-user')
tracker.setDomainUserId('sp-duid')
tracker.setSessionId('sp-session')
tracker.setScreenResolution(1920, 1080)
tracker.setLang('de-AT')
tracker.track(snowplow.buildPageView({ pageUrl: 'https://shop.example/a?utm_source=news', pageTitle: 'A', referrer: 'https://www.google.com/' }), contexts, at)
tracker.track(snowplow.buildStructEvent({ category: 'shop', action: 'add-to-basket', label: 'lamp', property: 'pcs', value: 2 }), [], at)
tracker.track(snowplow.buildSelfDescribingEvent({ event: { schema: 'iglu:com.acme/item_bought/jsonschema/1-0-0', data: { price: 9.5 } } }), contexts, at)
tracker.track(snowplow.buildPagePing({ pageUrl: 'https://shop.example/a', minXOffset: 0, maxXOffset: 1, minYOffset: 2, maxYOffset: 300 }), [], at)
await tracker.flush()

const byGet = snowplow.newTracker({ namespace: 'g', appId, encodeBase64: false }, { endpoint: url, eventMethod: 'get', bufferSize: 1 })
byGet.setUserId('sp-get')
byGet.track(snowplow.buildPageView({ pageUrl: 'https://shop.example/get' }), contexts, at)
await byGet.flush()
