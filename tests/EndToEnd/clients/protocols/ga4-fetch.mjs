// The Measurement Protocol of Google Analytics 4 has no client of its own: requests as its documentation shows them.
const [url, key] = process.argv.slice(2)
const send = async (body, secret = key) =>
  console.log((await fetch(`${url}/mp/collect?measurement_id=G-DEMO&api_secret=${secret}`, { method: 'POST', body: JSON.stringify(body) })).status)

await send({
  client_id: '123.456', user_id: 'ga-user', timestamp_micros: 1767323045000000, user_properties: { plan: { value: 'pro' } },
  events: [
    { name: 'page_view', params: { page_location: 'https://shop.example/a?utm_source=news', page_title: 'A', page_referrer: 'https://www.google.com/', session_id: '99' } },
    { name: 'purchase', params: { value: 9.5, currency: 'EUR', items: [{ item_id: 'lamp' }] } },
  ],
})
await send({ client_id: '123.456', events: [{ name: 'purchase' }] }, 'wrong')
