// Umami's client, unmodified.
import library from '@umami/node'

const [url, websiteId] = process.argv.slice(2)
const umami = library.default ?? library
umami.init({ websiteId, hostUrl: url })
const answers = [
  await umami.track({ url: '/a?utm_source=news', title: 'A', hostname: 'shop.example', language: 'de-AT', referrer: 'https://www.google.com/', screen: '1920x1080' }),
  await umami.track('Item Bought', { price: 9.5 }),
  await umami.identify({ plan: 'pro' }),
]
for (const answer of answers) console.log(answer.status, Object.keys(await answer.json()).join())
// What the browser's tracker and the batch API add.
const payload = { website: websiteId, url: '/b', hostname: 'shop.example', id: 'um-user', timestamp: 1767323045 }
const batch = await fetch(`${url}/api/batch`, { method: 'POST', body: JSON.stringify([{ type: 'event', payload }, { type: 'identify', payload: { ...payload, data: { plan: 'free' } } }, { type: 'event', payload: 7 }]) })
console.log(batch.status, JSON.stringify(await batch.json()))
