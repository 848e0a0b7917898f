// Matomo's client, unmodified: by GET and in bulk.
import { subscribe } from 'node:diagnostics_channel'
import MatomoTracker from 'matomo-tracker'

const [url, site] = process.argv.slice(2)
const tracker = new MatomoTracker(site, `${url}/matomo.php`)
tracker.on('error', (problem) => { console.error(problem); process.exit(1) })

// The client tells nobody when a single request is answered.
const answered = new Promise((done) => subscribe('http.client.response.finish', ({ response }) => done(response)))
tracker.track({ url: 'https://shop.example/a?utm_source=news', action_name: 'A', _id: '0123456789abcdef', uid: 'mt-user', urlref: 'https://www.google.com/', res: '1920x1080', lang: 'de-AT', cdt: 1767323045, dimension1: 'gold', ua: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0' })
const { statusCode, headers } = await answered
console.log(statusCode, headers['content-type'])

const at = { url: 'https://shop.example/b', uid: 'mt-user' }
console.log(await new Promise((done) => tracker.trackBulk([
  { ...at, e_c: 'shop', e_a: 'Item Bought', e_n: 'lamp', e_v: 9.5, cdt: 1767323046 },
  { ...at, link: 'https://else.example/x', cdt: 1767323047 },
  { ...at, download: 'https://shop.example/x.pdf', cdt: '2026-01-02 03:04:07' },
  { ...at, search: 'lamp', search_cat: 'all', search_count: 3, cdt: 1767323048 },
  { ...at, idgoal: 0, ec_id: 'o-1', revenue: 19, ec_items: JSON.stringify([['lamp', 'Lamp', 'lights', 19, 1]]), cdt: 1767323049 },
  { ...at, idgoal: 3, revenue: 5, cdt: 1767323049 },
  { ...at, ping: 1, cdt: 1767323050 },
], done)))
process.exit() // it leaves the first answer unread, which keeps the connection
